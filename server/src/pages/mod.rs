//! Mounts the Leptos app, and implements what it asks of a server by calling the use cases.

mod accounts;
mod messages;
mod people;
mod rooms;

use std::sync::{Arc, LazyLock};

use app::{PageAssets, backend::Backend};
use axum::{
    Router,
    http::{HeaderValue, header, request::Parts},
};
use leptos::{
    config::LeptosOptions,
    nonce::use_nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, ResponseOptions, generate_route_list};

use crate::{AppState, auth::cookies, http::page_policy, site};

/// The app's pages. They are looked for once in a process: meanwhile Leptos lets nothing load, in no other server of the
/// process either, and a page that is being drawn would never be done.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(app::App));

/// The use cases, as pages and server functions see them.
#[must_use]
pub fn backend(state: &AppState) -> Backend {
    Backend {
        accounts: Arc::new(accounts::Accounts(state.clone())),
        people: Arc::new(people::People(state.clone())),
        rooms: Arc::new(rooms::Rooms(state.clone())),
        messages: Arc::new(messages::Messages(state.clone())),
    }
}

/// Every page and every server function. Both are given the same context by one closure.
pub fn routes(state: &AppState) -> Router {
    let assets = site::page_assets();
    let options = LeptosOptions::builder().output_name("moodlight").build();
    let context = {
        let (backend, assets) = (backend(state), assets.clone());
        move || {
            provide_context(backend.clone());
            provide_context(assets.clone());
            send_page_policy(&assets);
        }
    };
    let document = move || app::shell(&assets, chosen_theme());
    Router::new()
        .leptos_routes_with_context(&options, PAGES.clone(), context.clone(), document.clone())
        .fallback(leptos_axum::render_app_async_with_context(
            context, document,
        ))
        .with_state(options)
}

/// A page's nonce is made while it is rendered, so its policy is set here. Server functions have none.
fn send_page_policy(assets: &PageAssets) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };
    let reload_from = assets
        .reload
        .as_ref()
        .map(|_| "ws://127.0.0.1:3001 ws://localhost:3001");
    let policy = page_policy(&nonce, reload_from);
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Light or dark, where the person has chosen: so that the first paint is right.
fn chosen_theme() -> Option<&'static str> {
    let parts = use_context::<Parts>()?;
    match cookies::cookie(&parts.headers, "moodlight_theme")? {
        "light" => Some("light"),
        "dark" => Some("dark"),
        _ => None,
    }
}

//! What stands around every page of a signed-in person: the list of rooms, the connection's banner, notices. Loads what
//! the first page needs, once, and starts the stores with it.

use domain::people::PlaceRole;
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::{use_location, use_query_map},
};
use protocol::{ApiError, accounts::Bootstrap};

use super::{
    connection_banner::ConnectionBanner, feeling::FeelingDialog, room_list::RoomListPane,
    toasts::Toasts,
};
use crate::{
    api::{Answer, Failure, accounts::load_bootstrap, load::load_once},
    browser::{self, page},
    pages::beside::{self, Beside},
    state::use_client,
    ui::{Button, Drawing, EmptyState, SkeletonRooms, derived, effect, live},
    words,
};

/// The frame for signed-in people. Others are sent to the start screen.
#[component]
pub fn AppShell() -> impl IntoView {
    let bootstrap = load_once(load_bootstrap);
    let client = use_client();
    let view = move |answer: Answer<Bootstrap>| match answer {
        Ok(bootstrap)
            if !bootstrap.place.is_set_up && bootstrap.account.role == PlaceRole::Owner =>
        {
            view! { <Redirect path="/set-up"/> }.into_any()
        }
        Ok(answered) => {
            client.start(&answered);
            view! { <Frame/> }.into_any()
        }
        Err(Failure(ApiError::NotSignedIn)) => view! { <Redirect path="/start"/> }.into_any(),
        Err(Failure(error)) => view! {
            <main class="alone">
                <EmptyState drawing=Drawing::Dark text=words::explain(&error) testid="load-error">
                    <Button on_click=move |_| bootstrap.refetch()>"Try again"</Button>
                </EmptyState>
            </main>
        }
        .into_any(),
    };
    view! { <Suspense fallback=FrameSkeleton>{move || Suspend::new(async move { view(bootstrap.await) })}</Suspense> }
}

#[component]
fn Frame() -> impl IntoView {
    let path = use_location().pathname;
    let query = use_query_map();
    let at_home = derived(move || path.with(|path| path == "/"));
    // What keys do comes with what stands beside the talk, when that has come alive.
    let is_quiet = use_client().beside;
    effect(move || {
        browser::spawn(async move {
            beside::load_soon().await;
            let _ = is_quiet.try_set(true);
        });
    });
    let has_details = derived(move || query.with(|query| query.get_str("details").is_some()));
    view! {
        // The router takes care of links, but not of where the focus is after them.
        <a class="skip-link" href="#main" on:click=move |event| { event.prevent_default(); page::focus("main"); }>
            "Skip the list of rooms"
        </a>
        <div
            class="shell"
            data-pane=move || if at_home.get() { "rooms" } else { "talk" }
            data-details=move || if has_details.get() { "open" } else { "closed" }
            data-testid=move || at_home.get().then_some("dashboard")
        >
            <div class="shell-banner">
                <ConnectionBanner/>
            </div>
            <RoomListPane/>
            <Outlet/>
        </div>
        <FeelingDialog/>
        <Toasts/>
        {live(move || is_quiet.get().then(|| Beside::Shortcuts.drawn()))}
    }
    .into_any()
}

#[component]
fn FrameSkeleton() -> impl IntoView {
    view! {
        <div class="shell" data-pane="rooms" data-details="closed">
            <div class="shell-rooms pane">
                <SkeletonRooms/>
            </div>
        </div>
    }
    .into_any()
}

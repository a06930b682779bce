//! Every other address.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::{Drawing, EmptyState, LinkButton};

/// Nothing is here.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Nothing here"/>
        <main class="alone" data-testid="not-found">
            <h1 class="visually-hidden">"Nothing here"</h1>
            <EmptyState drawing=Drawing::Dark text="There is nothing at this address.">
                <LinkButton href="/">"To your rooms"</LinkButton>
            </EmptyState>
        </main>
    }
}

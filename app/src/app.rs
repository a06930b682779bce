//! The route table and the providers, nothing else.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! { <main>"Moodlight"</main> }
}

//! A few words about a thing, on hover and focus, by style alone. Never the only place where something is said.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

/// Shows `text` above what it wraps. Buttons with only a drawing have this built in.
#[component]
pub fn Tooltip(
    /// The words.
    #[prop(into)]
    text: Signal<String>,
    /// What they are about.
    children: Children,
) -> impl IntoView {
    view! {
        <span class="tooltip" data-tip=move || text.get()>
            {children()}
        </span>
    }
    .into_any()
}

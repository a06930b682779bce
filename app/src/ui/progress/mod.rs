//! How far something has come. No spinner: a thin line that moves only while it must.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

/// A thin line, filled as far as the work has come, or wandering while that is not known.
#[component]
pub fn Progress(
    /// What is going on.
    #[prop(into)]
    label: Signal<String>,
    /// From 0 to 1; nothing while not known.
    #[prop(optional, into)]
    value: MaybeProp<f64>,
) -> impl IntoView {
    view! {
        <progress
            class="progress"
            max="1"
            value=move || value.get().map(|value| value.clamp(0.0, 1.0).to_string())
            aria-label=move || label.get()
        ></progress>
    }
    .into_any()
}

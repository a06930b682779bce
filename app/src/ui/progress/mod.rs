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
    let percent = move || {
        value
            .get()
            .map(|value| (value.clamp(0.0, 1.0) * 100.0).round())
    };
    view! {
        <div
            class="progress"
            role="progressbar"
            aria-label=move || label.get()
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=move || percent().map(|percent| percent.to_string())
            data-known=move || value.get().is_some()
        >
            <span class="progress-bar" style=move || percent().map(|percent| format!("inline-size:{percent}%"))></span>
        </div>
    }
    .into_any()
}

//! What stands where nothing is yet: one drawing, one sentence, one act.

mod drawings;
#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use crate::ui::live;

pub use self::drawings::Drawing;

/// An empty place that says what to do.
#[component]
pub fn EmptyState(
    /// The drawing.
    drawing: Drawing,
    /// The sentence.
    #[prop(into)]
    text: Signal<String>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// The act, a button or a link.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty" data-testid=testid>
            {drawing.view()}
            <p class="empty-text">{live(move || text.get())}</p>
            {children.map(|children| view! { <div class="empty-act">{children()}</div> })}
        </div>
    }
    .into_any()
}

//! The document's title.

use leptos::{prelude::*, text_prop::TextProp};
use leptos_meta::Title;

/// Names the page. It follows `text` in the browser; the server writes titles after the page, when the signals of the
/// request are at hand no more, so there it is what it was when the page was drawn.
#[component]
pub fn PageTitle(
    /// The page's name.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let text: TextProp = if cfg!(feature = "hydrate") {
        (move || text.get()).into()
    } else {
        text.get_untracked().into()
    };
    view! { <Title text=text/> }
}

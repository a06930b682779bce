//! Small marks: how much is unread, what someone is.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use crate::ui::live;

/// A word in a small frame: a role, a kind.
#[component]
pub fn Badge(
    /// The word.
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! { <span class="badge">{live(move || label.get())}</span> }.into_any()
}

/// How many messages wait. Nothing at all when none do.
#[component]
pub fn UnreadBadge(
    /// How many.
    #[prop(into)]
    count: Signal<u32>,
    /// Paler, for rooms that are muted.
    #[prop(optional, into)]
    muted: Signal<bool>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    move || {
        let waiting = count.get();
        (waiting > 0).then(|| {
            view! {
                <span class="unread" data-muted=move || muted.get() data-testid=testid>
                    <span aria-hidden="true">{if waiting > 99 { "99+".to_owned() } else { waiting.to_string() }}</span>
                    <span class="visually-hidden">{format!("{waiting} unread")}</span>
                </span>
            }
        })
    }
}

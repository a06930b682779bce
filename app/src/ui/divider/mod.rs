//! Lines between messages: a new day, and where reading stopped.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use crate::ui::live;

/// A new day.
#[component]
pub fn DayDivider(
    /// The day in words ("Today", "Monday 2 March").
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="divider" data-kind="day" data-testid="day-divider" role="separator" aria-label=move || label.get()>
            <span class="divider-label" aria-hidden="true">{live(move || label.get())}</span>
        </div>
    }
    .into_any()
}

/// Where reading stopped.
#[component]
pub fn UnreadDivider(
    /// In words ("New", "3 new").
    #[prop(default = "New".into(), into)]
    label: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="divider" data-kind="unread" role="separator" aria-label=move || label.get() data-testid="unread-line">
            <span class="divider-label" aria-hidden="true">{live(move || label.get())}</span>
        </div>
    }
    .into_any()
}

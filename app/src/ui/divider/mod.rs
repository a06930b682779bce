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
    /// It was pressed. Tab passes it by, so there must be another way to where that leads.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="divider" data-kind="day" data-testid="day-divider">
            <button
                type="button"
                class="divider-label"
                tabindex="-1"
                aria-label=move || format!("{}, go to another day", label.get())
                on:click=move |_| on_press.run(())
            >
                {live(move || label.get())}
            </button>
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

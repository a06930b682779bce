//! On or off, at once.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use crate::ui::live;

/// A switch with its words: the words first, the switch at the end of the line.
#[component]
pub fn Switch(
    /// What is on or off.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// Called with the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// A second line.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// When it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// The name under which a form sends it.
    #[prop(optional)]
    name: Option<&'static str>,
    /// For journeys; set on the `<input>`.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <span class="check-words">
                <span class="check-label">{live(move || label.get())}</span>
                {live(move || hint.get().map(|hint| view! { <span class="check-hint">{hint}</span> }))}
            </span>
            <input
                class="switch-control"
                type="checkbox"
                role="switch"
                name=name
                value="true"
                checked=on.get_untracked()
                prop:checked=move || on.get()
                disabled=move || disabled.get()
                data-testid=testid
                on:change=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run(event_target_checked(&event));
                    }
                }
            />
        </label>
    }
    .into_any()
}

//! Yes or no in a form that is sent later.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use crate::ui::live;

/// A box to tick, with its words.
#[component]
pub fn Checkbox(
    /// What ticking it says.
    #[prop(into)]
    label: Signal<String>,
    /// The name under which a form sends `value`.
    name: &'static str,
    /// What a form sends when it is ticked.
    #[prop(default = "true")]
    value: &'static str,
    /// Read aloud only, where what stands beside the box says it to the eye.
    #[prop(optional)]
    hide_label: bool,
    /// Whether it is ticked.
    #[prop(optional, into)]
    checked: Signal<bool>,
    /// Called with the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// A second line.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// When it cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For journeys; set on the `<input>`.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                class="check-control"
                type="checkbox"
                name=name
                value=value
                checked=checked.get_untracked()
                prop:checked=move || checked.get()
                disabled=move || disabled.get()
                data-testid=testid
                on:change=move |event| {
                    if let Some(on_change) = on_change {
                        on_change.run(event_target_checked(&event));
                    }
                }
            />
            <span class="check-words" class:visually-hidden=hide_label>
                <span class="check-label">{live(move || label.get())}</span>
                {live(move || hint.get().map(|hint| view! { <span class="check-hint">{hint}</span> }))}
            </span>
        </label>
    }
    .into_any()
}

//! A number from a range, by feel.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use crate::ui::live;

/// A slider with its words; the browser's own, with its keys.
#[component]
pub fn Slider(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// The least value.
    min: u16,
    /// The greatest.
    max: u16,
    /// The value, from `min` to `max`.
    #[prop(into)]
    value: Signal<u16>,
    /// Called with the new value while the knob moves.
    #[prop(into)]
    on_input: Callback<u16>,
    /// The value in words; the number without.
    #[prop(optional, into)]
    value_words: MaybeProp<String>,
    /// Keeps the label for assistive technology only.
    #[prop(optional)]
    hide_label: bool,
    /// For journeys; set on the `<input>`.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <label class="slider">
            <span class="slider-label" class:visually-hidden=hide_label>{live(move || label.get())}</span>
            <input
                class="slider-control"
                type="range"
                min=min
                max=max
                value=value.get_untracked()
                prop:value=move || value.get().to_string()
                aria-valuetext=move || value_words.get()
                data-testid=testid
                on:input=move |event| {
                    if let Ok(value) = event_target_value(&event).parse() {
                        on_input.run(value);
                    }
                }
            />
        </label>
    }
    .into_any()
}

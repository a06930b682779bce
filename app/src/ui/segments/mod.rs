//! One of a few, side by side, at once.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its name in code.
    pub name: &'static str,
    /// Its word.
    pub word: &'static str,
    /// For journeys.
    pub testid: &'static str,
}

/// Two to five short words, of which one is chosen.
#[component]
pub fn Segments(
    /// What is chosen.
    #[prop(into)]
    label: Signal<String>,
    /// The words.
    segments: Vec<Segment>,
    /// The name of the chosen one.
    #[prop(into)]
    value: Signal<&'static str>,
    /// Called with the name of another one.
    #[prop(into)]
    on_choose: Callback<&'static str>,
) -> impl IntoView {
    let buttons = segments
        .into_iter()
        .map(|Segment { name, word, testid }| {
            view! {
                <button
                    class="segment"
                    type="button"
                    aria-pressed=move || (value.get() == name).to_string()
                    data-testid=testid
                    on:click=move |_| on_choose.run(name)
                >
                    {word}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="segments" role="group" aria-label=move || label.get()>
            <span class="segments-label" aria-hidden="true">{move || label.get()}</span>
            <span class="segments-row">{buttons}</span>
        </div>
    }
    .into_any()
}

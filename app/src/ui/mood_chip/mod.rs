//! The one place where a mood is put into words: a drawing, a word, how sure the guess is. A press explains it.

#[cfg(feature = "gallery")]
pub mod examples;
mod tone;

use leptos::{ev::MouseEvent, html, prelude::*};

pub use self::tone::{Confidence, MoodTone};
use super::icon::{Icon, IconName, IconSize};
use crate::ui::derived;

/// The chip in the head of a talk. It never announces itself: whoever wants to know asks by moving to it.
#[component]
pub fn MoodChip(
    /// What the words sound like.
    #[prop(into)]
    tone: Signal<MoodTone>,
    /// How sure the guess is.
    #[prop(optional, into)]
    confidence: Signal<Confidence>,
    /// Whether the light is off: nothing is read, and the chip only leads to where it can be turned on.
    #[prop(optional, into)]
    off: Signal<bool>,
    /// Whether the light stands still.
    #[prop(optional, into)]
    frozen: Signal<bool>,
    /// Whether the explanation it opens is open.
    #[prop(optional, into)]
    expanded: Signal<bool>,
    /// What pressing it does.
    #[prop(into)]
    on_click: Callback<MouseEvent>,
    /// The `<button>`, for giving it the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Button>,
    /// For journeys.
    #[prop(default = "mood-chip")]
    testid: &'static str,
) -> impl IntoView {
    let words = move || {
        if off.get() {
            "light off".to_owned()
        } else {
            confidence.get().words(tone.get())
        }
    };
    view! {
        <button
            class="mood-chip"
            type="button"
            data-mood-tone=move || tone.get().name()
            data-frozen=move || frozen.get()
            data-testid=testid
            node_ref=node_ref
            aria-live="off"
            aria-haspopup="dialog"
            aria-expanded=move || expanded.get().to_string()
            aria-label=move || {
                let held = if frozen.get() { ", held still" } else { "" };
                format!("Mood: {}{held}. Why?", words())
            }
            on:click=move |event| on_click.run(event)
        >
            <span class="mood-chip-mark">
                <Icon
                    name=derived(move || if frozen.get() { IconName::Pause } else { tone.get().icon() })
                    size=IconSize::Small
                />
            </span>
            <span class="mood-chip-word">{words}</span>
        </button>
    }
    .into_any()
}

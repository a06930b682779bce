//! Every tone, sure and unsure, moving and held.

use leptos::prelude::*;

use super::{Confidence, MoodChip, MoodTone};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "mood_chip",
    about: "The one place where a mood is put into words. Always a guess.",
    examples: &[
        Example {
            title: "Plain",
            view: plain,
        },
        Example {
            title: "Maybe",
            view: maybe,
        },
        Example {
            title: "Held still",
            view: frozen,
        },
    ],
};

fn row(confidence: Confidence, frozen: bool) -> AnyView {
    let chips = MoodTone::ALL.map(|tone| {
        view! {
            <span class="mood-swatch" data-mood=tone.mood() data-shade=tone.shade()>
                <MoodChip tone=tone confidence=confidence frozen=frozen on_click=|_| ()/>
            </span>
        }
    });
    view! { <div class="gallery-row">{chips.collect_view()}</div> }.into_any()
}

fn plain() -> AnyView {
    row(Confidence::Plain, false)
}

fn maybe() -> AnyView {
    row(Confidence::Maybe, false)
}

fn frozen() -> AnyView {
    row(Confidence::Plain, true)
}

//! The light in every mood, without a talk in front of it.

use leptos::prelude::*;

use super::MoodLight;
use crate::ui::{Example, MoodTone, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "mood_light",
    about: "The light behind a talk.",
    examples: &[
        Example {
            title: "Subtle",
            view: subtle,
        },
        Example {
            title: "Full",
            view: full,
        },
        Example {
            title: "Vivid",
            view: vivid,
        },
        Example {
            title: "Mixed",
            view: mixed,
        },
        Example {
            title: "Without colour",
            view: grey,
        },
    ],
};

fn row(level: &'static str, is_grey: bool) -> AnyView {
    let swatches = MoodTone::ALL.map(|tone| {
        view! {
            <figure class="talk gallery-light" data-mood=tone.mood() data-shade=tone.shade() data-mood-level=level data-mood-grey=is_grey.then_some("")>
                <MoodLight/>
                <figcaption>{tone.shade().unwrap_or(tone.mood())}</figcaption>
            </figure>
        }
    });
    view! { <div class="gallery-lights">{swatches.collect_view()}</div> }.into_any()
}

fn subtle() -> AnyView {
    row("subtle", false)
}

fn full() -> AnyView {
    row("full", false)
}

fn vivid() -> AnyView {
    row("vivid", false)
}

fn grey() -> AnyView {
    row("full", true)
}

fn mixed() -> AnyView {
    view! {
        <div class="gallery-lights">
            <figure class="talk gallery-light" data-mood="happy" data-mood-second="sad" data-mood-level="full">
                <MoodLight/>
                <figcaption>"happy and sad"</figcaption>
            </figure>
            <figure class="talk gallery-light" data-mood="tense" data-mood-second="calm" data-mood-level="vivid">
                <MoodLight/>
                <figcaption>"tense and calm"</figcaption>
            </figure>
        </div>
    }
    .into_any()
}

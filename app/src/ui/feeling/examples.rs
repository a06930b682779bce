//! Every tone, with and without own words, and the drawing alone.

use leptos::prelude::*;

use super::{FeelingChip, FeelingMark};
use crate::ui::{Example, IconName, MoodTone, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "feeling",
    about: "How somebody says they feel. Theirs, so no guess.",
    examples: &[
        Example {
            title: "Words",
            view: words,
        },
        Example {
            title: "With own words",
            view: notes,
        },
        Example {
            title: "Drawing alone",
            view: marks,
        },
    ],
};

const ALL: [(MoodTone, IconName, &str); 7] = [
    (MoodTone::Bright, IconName::Sun, "happy"),
    (MoodTone::Warm, IconName::Heart, "thankful"),
    (MoodTone::Calm, IconName::Waves, "calm"),
    (MoodTone::Low, IconName::CloudRain, "low"),
    (MoodTone::Uneasy, IconName::Wind, "worried"),
    (MoodTone::Heated, IconName::Triangle, "tense"),
    (MoodTone::Neutral, IconName::Moon, "tired"),
];

fn words() -> AnyView {
    let chips =
        ALL.map(|(tone, icon, word)| view! { <FeelingChip tone=tone icon=icon word=word/> });
    view! { <div class="gallery-row">{chips.collect_view()}</div> }.into_any()
}

fn notes() -> AnyView {
    view! {
        <div class="gallery-row">
            <FeelingChip tone=MoodTone::Low icon=IconName::CloudRain word="low" note="go easy"/>
            <FeelingChip tone=MoodTone::Warm icon=IconName::Heart word="thankful" note="спасибо всем за вчера"/>
            <span style="max-inline-size: 12rem">
                <FeelingChip tone=MoodTone::Neutral icon=IconName::Moon word="tired" note="back on my feet tomorrow, I hope"/>
            </span>
        </div>
    }
    .into_any()
}

fn marks() -> AnyView {
    let marks = ALL.map(|(tone, icon, word)| {
        view! { <FeelingMark tone=tone icon=icon words=format!("feels {word}")/> }
    });
    view! { <div class="gallery-row">{marks.collect_view()}</div> }.into_any()
}

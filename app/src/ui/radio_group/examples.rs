//! Cards to choose from.

use leptos::prelude::*;

use super::{Choice, RadioGroup};
use crate::ui::{Example, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "radio_group",
    about: "One of a few, each with a sentence.",
    examples: &[
        Example {
            title: "With sentences",
            view: sentences,
        },
        Example {
            title: "Side by side",
            view: inline,
        },
    ],
};

fn sentences() -> AnyView {
    let value = RwSignal::new("friends".to_owned());
    view! {
        <div class="gallery-form">
            <RadioGroup
                label="What is this place for?"
                name="purpose"
                value=value
                on_change=move |chosen| value.set(chosen)
                choices=vec![
                    Choice::new("friends", "Friends and family").hint("The light follows the talk from the start.").icon(IconName::Heart),
                    Choice::new("community", "A community").hint("People you partly know.").icon(IconName::Users),
                    Choice::new("work", "Work or school").hint("Moods stay off until each person turns them on.").icon(IconName::Shield),
                ]
            />
        </div>
    }
    .into_any()
}

fn inline() -> AnyView {
    let value = RwSignal::new("system".to_owned());
    view! {
        <RadioGroup
            label="Theme"
            name="theme_card"
            inline=true
            value=value
            on_change=move |chosen| value.set(chosen)
            choices=vec![
                Choice::new("system", "Like my device").icon(IconName::Monitor),
                Choice::new("light", "Light").icon(IconName::Sun),
                Choice::new("dark", "Dark").icon(IconName::Moon),
            ]
        />
    }
    .into_any()
}

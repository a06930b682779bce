//! Lines between messages.

use leptos::prelude::*;

use super::{DayDivider, UnreadDivider};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "divider",
    about: "A new day, and where reading stopped.",
    examples: &[Example {
        title: "Both",
        view: both,
    }],
};

fn both() -> AnyView {
    view! {
        <div class="talk gallery-talk" data-mood="neutral" data-mood-level="full">
            <DayDivider label="Monday 2 March" on_press=|()| ()/>
            <UnreadDivider label="3 new"/>
        </div>
    }
    .into_any()
}

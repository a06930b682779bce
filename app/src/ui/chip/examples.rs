//! Picked things.

use leptos::prelude::*;

use super::Chip;
use crate::ui::{Example, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "chip",
    about: "A person or a word that was picked.",
    examples: &[Example {
        title: "People and words",
        view: picked,
    }],
};

fn picked() -> AnyView {
    view! {
        <div class="gallery-row">
            <Chip label="Ada Lovelace" face=true on_remove=|()| ()/>
            <Chip label="Оля Оленич" face=true on_remove=|()| ()/>
            <Chip label="Public" icon=IconName::Globe/>
            <Chip label="12 members"/>
        </div>
    }
    .into_any()
}

//! A tooltip.

use leptos::prelude::*;

use super::Tooltip;
use crate::ui::{Example, IconButton, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "tooltip",
    about: "A few words on hover and focus.",
    examples: &[Example {
        title: "On words and on a button",
        view: both,
    }],
};

fn both() -> AnyView {
    view! {
        <div class="gallery-row">
            <Tooltip text="Monday 2 March, 14:05:31">
                <time datetime="2026-03-02T14:05:31Z">"14:05"</time>
            </Tooltip>
            <IconButton icon=IconName::BellOff label="Mute this room"/>
        </div>
    }
    .into_any()
}

//! Buttons that ask for a file.

use leptos::prelude::*;

use super::FileButton;
use crate::ui::{ButtonVariant, Example, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "file_button",
    about: "Asks for a file.",
    examples: &[Example {
        title: "Without and with a drawing",
        view: both,
    }],
};

fn both() -> AnyView {
    view! {
        <div class="gallery-row">
            <FileButton accept="application/json" on_change=|_| ()>"Take from a file"</FileButton>
            <FileButton accept="application/json" variant=ButtonVariant::Quiet icon=IconName::Plus on_change=|_| ()>
                "Take from a file"
            </FileButton>
        </div>
    }
    .into_any()
}

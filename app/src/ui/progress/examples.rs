//! Progress known and unknown.

use leptos::prelude::*;

use super::Progress;
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "progress",
    about: "How far something has come.",
    examples: &[Example {
        title: "Known and unknown",
        view: both,
    }],
};

fn both() -> AnyView {
    view! {
        <div class="gallery-column">
            <Progress label="Sending the picture" value=0.62/>
            <Progress label="Connecting"/>
        </div>
    }
    .into_any()
}

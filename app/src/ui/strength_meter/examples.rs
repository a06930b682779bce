//! Every score.

use leptos::prelude::*;

use super::StrengthMeter;
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "strength_meter",
    about: "How hard a password is to guess.",
    examples: &[Example {
        title: "From none to strong",
        view: scores,
    }],
};

fn scores() -> AnyView {
    let unknown: Option<u8> = None;
    view! {
        <div class="gallery-form">
            <StrengthMeter score=unknown/>
            <StrengthMeter score=0u8 advice="Longer is better than stranger."/>
            <StrengthMeter score=2u8 advice="Another word would help."/>
            <StrengthMeter score=3u8/>
            <StrengthMeter score=4u8/>
        </div>
    }
    .into_any()
}

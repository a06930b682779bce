//! Several lines of text.

use leptos::prelude::*;

use super::Textarea;
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "textarea",
    about: "Several lines of text that grow with what is written.",
    examples: &[Example {
        title: "Empty, filled, too long",
        view: states,
    }],
};

fn states() -> AnyView {
    view! {
        <div class="gallery-form">
            <Textarea label="What is this room for?" name="topic" hint="Shown to people who browse rooms." id="example-topic"/>
            <Textarea
                label="About you"
                name="about"
                value=RwSignal::new("I grow tomatoes on a balcony that gets four hours of sun.".to_owned())
                error="That is a little long. 160 characters fit."
                id="example-about"
            />
        </div>
    }
    .into_any()
}

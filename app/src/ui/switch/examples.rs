//! Switches.

use leptos::prelude::*;

use super::Switch;
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "switch",
    about: "On or off, at once.",
    examples: &[Example {
        title: "States",
        view: states,
    }],
};

fn states() -> AnyView {
    let on = RwSignal::new(true);
    view! {
        <div class="gallery-form">
            <Switch
                label="Let the room follow the mood"
                hint="A guess about words, made on this device. Only you see it."
                on=on
                on_change=move |now| on.set(now)
            />
            <Switch label="Show when I am typing" on=false/>
            <Switch label="Decided by this place" on=true disabled=true/>
        </div>
    }
    .into_any()
}

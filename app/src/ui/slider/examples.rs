//! Sliders.

use leptos::prelude::*;

use super::Slider;
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "slider",
    about: "A number from a range, by feel.",
    examples: &[Example {
        title: "A hue",
        view: hue,
    }],
};

fn hue() -> AnyView {
    let value = RwSignal::new(102);
    view! {
        <div class="gallery-form">
            <Slider label="Bright" min=82 max=105 value=value on_input=move |now| value.set(now)/>
        </div>
    }
    .into_any()
}

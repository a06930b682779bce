//! Words side by side.

use leptos::prelude::*;

use super::{Segment, Segments};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "segments",
    about: "One of a few, side by side, at once.",
    examples: &[Example {
        title: "Three",
        view: three,
    }],
};

fn three() -> AnyView {
    let value = RwSignal::new("week");
    let segment = |name, word| Segment {
        name,
        word,
        testid: "",
    };
    view! {
        <div class="gallery-form">
            <Segments
                label="Show"
                segments=vec![segment("day", "Day"), segment("week", "Week"), segment("all", "All")]
                value=value
                on_choose=move |name| value.set(name)
            />
        </div>
    }
    .into_any()
}

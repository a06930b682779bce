//! A choice in a list.

use leptos::prelude::*;

use super::Select;
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "select",
    about: "One of a few, where cards would take too much room.",
    examples: &[Example {
        title: "With a hint",
        view: hint,
    }],
};

fn hint() -> AnyView {
    let value = RwSignal::new("system".to_owned());
    view! {
        <div class="gallery-form">
            <Select
                label="Theme"
                name="theme"
                options=vec![("system", "Like my device"), ("light", "Light"), ("dark", "Dark")]
                value=value
                on_change=move |chosen| value.set(chosen)
                hint="Only on this device."
                id="example-theme"
            />
        </div>
    }
    .into_any()
}

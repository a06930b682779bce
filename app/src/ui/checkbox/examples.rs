//! Boxes to tick.

use leptos::prelude::*;

use super::Checkbox;
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "checkbox",
    about: "Yes or no in a form that is sent later.",
    examples: &[Example {
        title: "States",
        view: states,
    }],
};

fn states() -> AnyView {
    view! {
        <div class="gallery-form">
            <Checkbox label="Keep me signed in on this device" name="remember" checked=true/>
            <Checkbox label="Anyone with the link may join" name="by_link" hint="You can change this later."/>
            <Checkbox label="Only members may read" name="members" checked=true disabled=true/>
        </div>
    }
    .into_any()
}

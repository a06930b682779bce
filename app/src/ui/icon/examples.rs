//! The whole set.

use leptos::prelude::*;

use super::{Icon, IconName, IconSize};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "icon",
    about: "A drawing beside a word, never instead of one.",
    examples: &[
        Example {
            title: "The set",
            view: set,
        },
        Example {
            title: "Sizes",
            view: sizes,
        },
    ],
};

fn set() -> AnyView {
    let tiles = IconName::ALL
        .iter()
        .map(|name| {
            view! {
                <li class="gallery-icon">
                    <Icon name=*name size=IconSize::Large/>
                    <span>{name.id()}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="gallery-icons" role="list">{tiles}</ul> }.into_any()
}

fn sizes() -> AnyView {
    view! {
        <div class="gallery-row">
            <Icon name=IconName::Send size=IconSize::Small/>
            <Icon name=IconName::Send/>
            <Icon name=IconName::Send size=IconSize::Large/>
        </div>
    }
    .into_any()
}

//! Shapes of what is coming.

use leptos::prelude::*;

use super::{Skeleton, SkeletonRooms, SkeletonTalk};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "skeleton",
    about: "The shape of what is coming, so that nothing jumps.",
    examples: &[
        Example {
            title: "Lines",
            view: lines,
        },
        Example {
            title: "Rooms",
            view: rooms,
        },
        Example {
            title: "A talk",
            view: talk,
        },
    ],
};

fn lines() -> AnyView {
    view! {
        <div class="gallery-column">
            <Skeleton width=40/>
            <Skeleton width=70/>
        </div>
    }
    .into_any()
}

fn rooms() -> AnyView {
    view! { <div class="gallery-narrow"><SkeletonRooms/></div> }.into_any()
}

fn talk() -> AnyView {
    view! { <SkeletonTalk/> }.into_any()
}

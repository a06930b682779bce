//! Marks.

use leptos::prelude::*;

use super::{Badge, UnreadBadge};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "badge",
    about: "How much is unread, what someone is.",
    examples: &[
        Example {
            title: "Unread",
            view: unread,
        },
        Example {
            title: "Words",
            view: words,
        },
    ],
};

fn unread() -> AnyView {
    view! {
        <div class="gallery-row">
            <UnreadBadge count=1u32/>
            <UnreadBadge count=27u32/>
            <UnreadBadge count=1204u32/>
            <UnreadBadge count=8u32 muted=true/>
        </div>
    }
    .into_any()
}

fn words() -> AnyView {
    view! {
        <div class="gallery-row">
            <Badge label="Owner"/>
            <Badge label="Public"/>
            <Badge label="This device"/>
        </div>
    }
    .into_any()
}

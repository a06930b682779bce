//! Empty places.

use leptos::prelude::*;

use super::{Drawing, EmptyState};
use crate::ui::{Button, ButtonVariant, Example, IconName, LinkButton, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "empty_state",
    about: "One drawing, one sentence, one act.",
    examples: &[
        Example {
            title: "A talk that has not begun",
            view: talk,
        },
        Example {
            title: "No room is open",
            view: rooms,
        },
        Example {
            title: "Nobody found",
            view: people,
        },
        Example {
            title: "Out of reach",
            view: dark,
        },
    ],
};

fn talk() -> AnyView {
    view! { <EmptyState drawing=Drawing::Talk text="Nothing said yet. A hello is a good start."/> }
        .into_any()
}

fn rooms() -> AnyView {
    view! {
        <EmptyState drawing=Drawing::Rooms text="Pick a room, or find someone to talk to.">
            <Button icon=IconName::Search>"Find people"</Button>
        </EmptyState>
    }
    .into_any()
}

fn people() -> AnyView {
    view! {
        <EmptyState drawing=Drawing::People text="Nobody here goes by that name.">
            <Button variant=ButtonVariant::Quiet icon=IconName::Link>"Invite someone"</Button>
        </EmptyState>
    }
    .into_any()
}

fn dark() -> AnyView {
    view! {
        <EmptyState drawing=Drawing::Dark text="This room is not there, or not for you.">
            <LinkButton href="#rooms" variant=ButtonVariant::Quiet>"Back to rooms"</LinkButton>
        </EmptyState>
    }
    .into_any()
}

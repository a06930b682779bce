//! Variants, sizes and states of the buttons.

use leptos::prelude::*;

use super::{Button, ButtonSize, ButtonVariant, IconButton};
use crate::ui::{Example, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "button",
    about: "Things to press. One primary action per view; everything else is quiet.",
    examples: &[
        Example {
            title: "Variants",
            view: variants,
        },
        Example {
            title: "With a drawing",
            view: icons,
        },
        Example {
            title: "Sizes",
            view: sizes,
        },
        Example {
            title: "Busy and unavailable",
            view: states,
        },
        Example {
            title: "Drawing only",
            view: icon_only,
        },
    ],
};

fn variants() -> AnyView {
    view! {
        <div class="gallery-row">
            <Button>"Create the room"</Button>
            <Button variant=ButtonVariant::Quiet>"Not now"</Button>
            <Button variant=ButtonVariant::Plain>"Learn more"</Button>
            <Button variant=ButtonVariant::Danger>"Delete my account"</Button>
        </div>
    }
    .into_any()
}

fn icons() -> AnyView {
    view! {
        <div class="gallery-row">
            <Button icon=IconName::Plus>"New group"</Button>
            <Button variant=ButtonVariant::Quiet icon=IconName::Link>"Copy the link"</Button>
            <Button variant=ButtonVariant::Danger icon=IconName::Ban>"Block Ruben"</Button>
        </div>
    }
    .into_any()
}

fn sizes() -> AnyView {
    view! {
        <div class="gallery-row">
            <Button size=ButtonSize::Small>"Retry"</Button>
            <Button>"Save"</Button>
            <Button size=ButtonSize::Large>"Create my account"</Button>
        </div>
    }
    .into_any()
}

fn states() -> AnyView {
    view! {
        <div class="gallery-row">
            <Button loading=true>"Signing in"</Button>
            <Button variant=ButtonVariant::Quiet loading=true>"Saving"</Button>
            <Button disabled=true>"Create the room"</Button>
            <Button variant=ButtonVariant::Quiet disabled=true>"Invite"</Button>
        </div>
    }
    .into_any()
}

fn icon_only() -> AnyView {
    view! {
        <div class="gallery-row">
            <IconButton icon=IconName::Search label="Search"/>
            <IconButton icon=IconName::MoreHorizontal label="More"/>
            <IconButton icon=IconName::Plus label="New room" variant=ButtonVariant::Quiet/>
            <IconButton icon=IconName::Send label="Send" variant=ButtonVariant::Primary/>
            <IconButton icon=IconName::BellOff label="Mute" pressed=true/>
            <IconButton icon=IconName::Trash label="Delete" disabled=true/>
        </div>
    }
    .into_any()
}

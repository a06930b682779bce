//! Links in a button's clothes.

use leptos::prelude::*;

use super::LinkButton;
use crate::ui::{ButtonVariant, Example, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "link_button",
    about: "A link that looks like a button, for going somewhere.",
    examples: &[
        Example {
            title: "Variants",
            view: variants,
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
            <LinkButton href="#sign-up">"Create an account"</LinkButton>
            <LinkButton href="#sign-in" variant=ButtonVariant::Quiet>"Sign in"</LinkButton>
            <LinkButton href="#browse" variant=ButtonVariant::Plain icon=IconName::Globe>"Browse rooms"</LinkButton>
        </div>
    }
    .into_any()
}

fn icon_only() -> AnyView {
    view! {
        <div class="gallery-row">
            <LinkButton href="#back" variant=ButtonVariant::Plain icon=IconName::ArrowLeft label="Back to rooms"/>
            <LinkButton href="#settings" variant=ButtonVariant::Quiet icon=IconName::Settings label="Settings"/>
        </div>
    }
    .into_any()
}

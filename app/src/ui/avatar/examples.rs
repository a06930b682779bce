//! People and rooms, in every size and presence.

use leptos::prelude::*;

use super::{Avatar, AvatarKind, AvatarSize, Presence};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "avatar",
    about: "A face for a person or a room.",
    examples: &[
        Example {
            title: "People",
            view: people,
        },
        Example {
            title: "Presence",
            view: presence,
        },
        Example {
            title: "Rooms",
            view: rooms,
        },
        Example {
            title: "Sizes",
            view: sizes,
        },
    ],
};

fn people() -> AnyView {
    let names = [
        "Ada Lovelace",
        "Bo Lindqvist",
        "Chloé Martin",
        "Dev Patel",
        "Eun-ji Han",
        "Оля Оленич",
        "आशा शर्मा",
        "Fatima Zahra",
        "Milo",
    ];
    view! { <div class="gallery-row">{names.map(|name| view! { <Avatar name=name/> }).collect_view()}</div> }.into_any()
}

fn presence() -> AnyView {
    view! {
        <div class="gallery-row">
            <Avatar name="Ada Lovelace" presence=Presence::Online/>
            <Avatar name="Bo Lindqvist" presence=Presence::Away/>
            <Avatar name="Chloé Martin" presence=Presence::Offline/>
        </div>
    }
    .into_any()
}

fn rooms() -> AnyView {
    view! {
        <div class="gallery-row">
            <Avatar name="Garden Club" kind=AvatarKind::Room/>
            <Avatar name="Night shift" kind=AvatarKind::Room/>
            <Avatar name="Книги" kind=AvatarKind::Room/>
        </div>
    }
    .into_any()
}

fn sizes() -> AnyView {
    view! {
        <div class="gallery-row">
            <Avatar name="Ada Lovelace" size=AvatarSize::Small/>
            <Avatar name="Ada Lovelace" presence=Presence::Online/>
            <Avatar name="Ada Lovelace" size=AvatarSize::Large presence=Presence::Online/>
            <Avatar name="Ada Lovelace" size=AvatarSize::Huge/>
        </div>
    }
    .into_any()
}

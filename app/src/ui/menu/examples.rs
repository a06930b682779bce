//! A room's menu.

use leptos::prelude::*;

use super::{Menu, MenuItem, MenuLink, MenuSeparator};
use crate::ui::{Example, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "menu",
    about: "A few more acts behind a button.",
    examples: &[Example {
        title: "A room's menu",
        view: room,
    }],
};

fn room() -> AnyView {
    view! {
        <div class="gallery-row">
            <Menu label="More about this room" testid="open-menu">
                <MenuItem icon=IconName::BellOff on_select=|()| ()>"Mute"</MenuItem>
                <MenuItem icon=IconName::UserPlus on_select=|()| ()>"Add people"</MenuItem>
                <MenuItem icon=IconName::Copy on_select=|()| () disabled=true>"Copy the link"</MenuItem>
                <MenuLink icon=IconName::Info href="#details">"Details"</MenuLink>
                <MenuSeparator/>
                <MenuItem icon=IconName::Door danger=true on_select=|()| ()>"Leave"</MenuItem>
            </Menu>
        </div>
    }
    .into_any()
}

//! Rows as they stand in a list of rooms.

use leptos::prelude::*;

use super::ListItem;
use crate::ui::{AvatarKind, Example, FeelingMark, IconName, MoodTone, Piece, Presence};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "list_item",
    about: "A row in the list of rooms.",
    examples: &[Example {
        title: "Rows",
        view: rows,
    }],
};

fn rows() -> AnyView {
    view! {
        <ul class="room-list gallery-narrow" role="list">
            <li>
                <ListItem
                    href="#ada"
                    name="Ada Lovelace"
                    presence=Presence::Online
                    last_line="I can bring the blanket."
                    time="14:05"
                    datetime="2026-03-02T14:05:00Z"
                    current=true
                />
            </li>
            <li>
                <ListItem
                    href="#garden"
                    name="Garden Club"
                    kind=AvatarKind::Room
                    lead="Оля:"
                    last_line="можно ли с собакой, она тихая и копает только там, где разрешено"
                    time="13:48"
                    unread=3u32
                />
            </li>
            <li>
                <ListItem
                    href="#bo"
                    name="Bo Lindqvist"
                    presence=Presence::Away
                    mark=|| view! { <FeelingMark tone=MoodTone::Low icon=IconName::CloudRain words="feels low: go easy"/> }
                    typing=true
                    time="12:30"
                />
            </li>
            <li>
                <ListItem href="#asha" name="आशा शर्मा" presence=Presence::Offline last_line="फिर मिलते हैं।" time="Mon" unread=1u32/>
            </li>
            <li>
                <ListItem href="#night" name="Night shift" kind=AvatarKind::Room lead="Draft:" last_line="Could someone swap" time="Sun" unread=128u32 muted=true/>
            </li>
        </ul>
    }
    .into_any()
}

//! One room in the list: who or what, what was said last, what waits.

use domain::{
    RoomId,
    room::{NotificationLevel, RoomKind, RoomSummary},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::time::{TimeStyle, use_time};
use crate::{
    components::{feeling::FeelingMark, presence_label::presence_dot},
    state::use_client,
    ui::{AvatarKind, ListItem, derived, memo},
};

/// A row that goes to a room.
#[component]
pub fn RoomRow(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let client = use_client();
    let time = use_time(TimeStyle::Short);
    let path = use_location().pathname;
    let href = format!("/rooms/{room}");
    let is_current = {
        let href = href.clone();
        memo(move || path.with(|path| *path == href))
    };
    let summary = memo(move || client.rooms.get(room));
    let read = move |read: fn(&RoomSummary) -> Option<String>| {
        derived(move || summary.with(|summary| summary.as_ref().and_then(read)))
    };

    let name = read(|summary| Some(summary.title()));
    let other = memo(move || {
        summary.with(|summary| {
            summary
                .as_ref()
                .and_then(|summary| summary.other.as_ref().map(|other| other.id))
        })
    });
    // Read by itself: a keystroke must not redraw the row of every room.
    let draft = memo(move || {
        if is_current.get() {
            String::new()
        } else {
            client.drafts.text(room)
        }
    });
    let lead = derived(move || {
        if draft.with(|draft| !draft.trim().is_empty()) {
            return Some("Draft:".to_owned());
        }
        let me = client.session.me();
        summary.with(|summary| {
            let summary = summary.as_ref()?;
            let last = summary.last.as_ref()?;
            if me == Some(last.author) {
                Some("You:".to_owned())
            } else {
                (summary.room.kind == RoomKind::Group).then(|| format!("{}:", last.author_name))
            }
        })
    });
    let last_line = derived(move || {
        let draft = draft.get();
        if !draft.trim().is_empty() {
            return Some(draft);
        }
        summary.with(|summary| {
            let summary = summary.as_ref()?;
            Some(
                summary
                    .last
                    .as_ref()
                    .map_or_else(|| opening(summary), |last| last.text.clone()),
            )
        })
    });
    view! {
        <li>
            <ListItem
                href=href
                name=derived(move || name.get().unwrap_or_default())
                kind=derived(move || if other.get().is_some() { AvatarKind::Person } else { AvatarKind::Room })
                presence=derived(move || other.get().map(|other| presence_dot(client.presence.of(other))))
                mark=move || view! { <FeelingMark user=other/> }
                lead=lead
                last_line=last_line
                typing=derived(move || !client.typing.in_room(room).is_empty())
                time=derived(move || summary.with(|summary| summary.as_ref().map(|summary| time(summary.active_at))))
                datetime=read(|summary| Some(summary.active_at.to_rfc3339()))
                unread=derived(move || summary.with(|summary| summary.as_ref().map_or(0, |summary| summary.unread)))
                muted=derived(move || {
                    summary.with(|summary| summary.as_ref().is_some_and(|summary| summary.notifications == NotificationLevel::Muted))
                })
                current=is_current
                attr:data-room-id=room.to_string()
            />
        </li>
    }
    .into_any()
}

/// What stands where nothing has been said.
fn opening(summary: &RoomSummary) -> String {
    match summary.room.kind {
        RoomKind::Direct => "Say hello".to_owned(),
        RoomKind::Group if summary.room.topic.is_empty() => "Nothing said yet".to_owned(),
        RoomKind::Group => summary.room.topic.clone(),
    }
}

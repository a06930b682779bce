//! Rooms and their members.

use domain::{
    RoomId, UserId,
    room::{NotificationLevel, Role, RoomSummary},
};
use leptos::prelude::*;
use protocol::rooms as wire;

use super::{Answer, exchange::Exchange};
#[cfg(feature = "ssr")]
use super::{answer, viewer};

/// The direct chat with someone; made if there is none.
#[server(prefix = "/api/ui", endpoint = "rooms/open-direct", protocol = Exchange)]
pub async fn open_direct(user: UserId) -> Answer<RoomId> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.open_direct(&viewer, user).await)
}

/// A new group.
#[server(prefix = "/api/ui", endpoint = "rooms/create", protocol = Exchange)]
pub async fn create_room(body: wire::CreateRoom) -> Answer<RoomId> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.create(&viewer, body).await)
}

/// The directory of public rooms.
#[server(prefix = "/api/ui", endpoint = "rooms/public", protocol = Exchange)]
pub async fn list_public_rooms(query: String) -> Answer<Vec<wire::PublicRoom>> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.list_public(&viewer, &query).await)
}

/// Joins a public room.
#[server(prefix = "/api/ui", endpoint = "rooms/join", protocol = Exchange)]
pub async fn join_room(room: RoomId) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.join(&viewer, room).await)
}

/// Leaves a group.
#[server(prefix = "/api/ui", endpoint = "rooms/leave", protocol = Exchange)]
pub async fn leave_room(room: RoomId) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.leave(&viewer, room).await)
}

/// Adds people to a group.
#[server(prefix = "/api/ui", endpoint = "rooms/add-members", protocol = Exchange)]
pub async fn add_members(room: RoomId, people: Vec<UserId>) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.add_members(&viewer, room, &people).await)
}

/// Removes someone from a group.
#[server(prefix = "/api/ui", endpoint = "rooms/remove-member", protocol = Exchange)]
pub async fn remove_member(room: RoomId, user: UserId) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.remove_member(&viewer, room, user).await)
}

/// Gives someone a role.
#[server(prefix = "/api/ui", endpoint = "rooms/change-role", protocol = Exchange)]
pub async fn change_role(room: RoomId, user: UserId, role: Role) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.change_role(&viewer, room, user, role).await)
}

/// Changes name, topic, settings.
#[server(prefix = "/api/ui", endpoint = "rooms/update", protocol = Exchange)]
pub async fn update_room(room: RoomId, body: wire::UpdateRoom) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.update(&viewer, room, body).await)
}

/// The viewer's own notification level in a room.
#[server(prefix = "/api/ui", endpoint = "rooms/notifications", protocol = Exchange)]
pub async fn set_notifications(room: RoomId, level: NotificationLevel) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.set_notifications(&viewer, room, level).await)
}

/// The viewer's rooms as a list shows them: these, or all if none are named.
#[server(prefix = "/api/ui", endpoint = "rooms/summaries", protocol = Exchange)]
pub async fn room_summaries(rooms: Vec<RoomId>) -> Answer<Vec<RoomSummary>> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.summaries(&viewer, &rooms).await)
}

/// Everything to show a room: around a number, the first unread message, or its end.
#[server(prefix = "/api/ui", endpoint = "rooms/page", protocol = Exchange)]
pub async fn load_room(room: RoomId, around: Option<u64>) -> Answer<wire::RoomPage> {
    let (backend, viewer) = viewer().await?;
    answer(backend.rooms.page(&viewer, room, around).await)
}

//! Rooms for the pages: the use cases as `app::backend` names them.

use app::backend;
use async_trait::async_trait;
use domain::{
    RoomId, UserId,
    people::Viewer,
    room::{NotificationLevel, Role, RoomSummary},
};
use protocol::{
    ApiError,
    rooms::{CreateRoom, PublicRoom, RoomPage, UpdateRoom},
};

use crate::{
    AppState,
    services::{direct, members, rooms},
    telemetry::about_room,
};

/// See the module.
pub struct Rooms(pub AppState);

type Answer<T = ()> = Result<T, ApiError>;

#[async_trait]
impl backend::Rooms for Rooms {
    async fn open_direct(&self, viewer: &Viewer, user: UserId) -> Answer<RoomId> {
        Ok(direct::open(&self.0, viewer.user_id, user).await?)
    }

    async fn create(&self, viewer: &Viewer, body: CreateRoom) -> Answer<RoomId> {
        Ok(rooms::create(&self.0, viewer.user_id, body).await?)
    }

    async fn list_public(&self, viewer: &Viewer, query: &str) -> Answer<Vec<PublicRoom>> {
        Ok(rooms::list_public(&self.0, viewer.user_id, query).await?)
    }

    async fn join(&self, viewer: &Viewer, room: RoomId) -> Answer {
        about_room(room);
        Ok(members::join(&self.0, viewer.user_id, room).await?)
    }

    async fn leave(&self, viewer: &Viewer, room: RoomId) -> Answer {
        about_room(room);
        Ok(members::leave(&self.0, viewer.user_id, room).await?)
    }

    async fn add_members(&self, viewer: &Viewer, room: RoomId, people: &[UserId]) -> Answer {
        about_room(room);
        Ok(members::add(&self.0, viewer.user_id, room, people).await?)
    }

    async fn remove_member(&self, viewer: &Viewer, room: RoomId, user: UserId) -> Answer {
        about_room(room);
        Ok(members::remove(&self.0, viewer.user_id, room, user).await?)
    }

    async fn change_role(&self, viewer: &Viewer, room: RoomId, user: UserId, role: Role) -> Answer {
        about_room(room);
        Ok(members::change_role(&self.0, viewer.user_id, room, user, role).await?)
    }

    async fn update(&self, viewer: &Viewer, room: RoomId, body: UpdateRoom) -> Answer {
        about_room(room);
        Ok(rooms::update(&self.0, viewer.user_id, room, body).await?)
    }

    async fn set_notifications(
        &self,
        viewer: &Viewer,
        room: RoomId,
        level: NotificationLevel,
    ) -> Answer {
        about_room(room);
        Ok(members::set_notifications(&self.0, viewer.user_id, room, level).await?)
    }

    async fn summaries(&self, viewer: &Viewer, rooms: &[RoomId]) -> Answer<Vec<RoomSummary>> {
        Ok(rooms::summaries(&self.0, viewer.user_id, rooms).await?)
    }

    async fn page(&self, viewer: &Viewer, room: RoomId, around: Option<u64>) -> Answer<RoomPage> {
        about_room(room);
        Ok(rooms::page(&self.0, viewer.user_id, room, around).await?)
    }
}

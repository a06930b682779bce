//! History for the pages.

use app::backend;
use async_trait::async_trait;
use domain::{RoomId, Timestamp, message::Wording, people::Viewer};
use protocol::{
    ApiError,
    drafts::Draft,
    rooms::{MessagePage, PageAt, SomeMessages},
    search::{Search, SearchPage},
};

use crate::{
    AppState,
    services::{drafts, edits, messages, search},
    telemetry::about_room,
};

/// See the module.
pub struct Messages(pub AppState);

#[async_trait]
impl backend::Messages for Messages {
    async fn list(
        &self,
        viewer: &Viewer,
        room: RoomId,
        at: PageAt,
    ) -> Result<MessagePage, ApiError> {
        about_room(room);
        Ok(messages::page(self.0.db.read(), viewer.user_id, room, at).await?)
    }

    async fn some(
        &self,
        viewer: &Viewer,
        room: RoomId,
        seqs: &[u64],
    ) -> Result<SomeMessages, ApiError> {
        about_room(room);
        Ok(messages::some(self.0.db.read(), viewer.user_id, room, seqs).await?)
    }

    async fn first_since(
        &self,
        viewer: &Viewer,
        room: RoomId,
        moments: &[Timestamp],
    ) -> Result<Vec<Option<u64>>, ApiError> {
        about_room(room);
        Ok(messages::first_since(self.0.db.read(), viewer.user_id, room, moments).await?)
    }

    async fn search(&self, viewer: &Viewer, search: Search) -> Result<SearchPage, ApiError> {
        Ok(search::find(&self.0, viewer.user_id, search).await?)
    }

    async fn drafts(&self, viewer: &Viewer) -> Result<Vec<Draft>, ApiError> {
        Ok(drafts::list(&self.0, viewer.user_id).await?)
    }

    async fn wordings(
        &self,
        viewer: &Viewer,
        room: RoomId,
        seq: u64,
    ) -> Result<Vec<Wording>, ApiError> {
        about_room(room);
        Ok(edits::wordings(&self.0, viewer.user_id, room, seq).await?)
    }
}

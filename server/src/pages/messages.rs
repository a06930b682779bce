//! History for the pages.

use app::backend;
use async_trait::async_trait;
use domain::{RoomId, people::Viewer};
use protocol::{
    ApiError,
    rooms::{MessagePage, PageAt},
};

use crate::{AppState, services::messages, telemetry::about_room};

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
}

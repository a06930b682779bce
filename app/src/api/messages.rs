//! History.

use domain::RoomId;
use leptos::{prelude::*, server_fn::codec::Json};
use protocol::rooms::{MessagePage, PageAt};

use super::Answer;
#[cfg(feature = "ssr")]
use super::{answer, viewer};

/// One page of history.
#[server(prefix = "/api/ui", endpoint = "messages/list", input = Json)]
pub async fn list_messages(room: RoomId, at: PageAt) -> Answer<MessagePage> {
    let (backend, viewer) = viewer().await?;
    answer(backend.messages.list(&viewer, room, at).await)
}

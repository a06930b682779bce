//! History.

use domain::RoomId;
use leptos::prelude::*;
use protocol::rooms::{MessagePage, PageAt};

use super::{Answer, exchange::Exchange};
#[cfg(feature = "ssr")]
use super::{answer, viewer};

/// One page of history.
#[server(prefix = "/api/ui", endpoint = "messages/list", protocol = Exchange)]
pub async fn list_messages(room: RoomId, at: PageAt) -> Answer<MessagePage> {
    let (backend, viewer) = viewer().await?;
    answer(backend.messages.list(&viewer, room, at).await)
}

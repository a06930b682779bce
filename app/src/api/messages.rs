//! History.

use domain::{RoomId, message::Wording};
use leptos::prelude::*;
use protocol::{
    rooms::{MessagePage, PageAt, SomeMessages},
    search::{Search, SearchPage},
};

use super::{Answer, exchange::Exchange};
#[cfg(feature = "ssr")]
use super::{answer, viewer};

/// One page of history.
#[server(prefix = "/api/ui", endpoint = "messages/list", protocol = Exchange)]
pub async fn list_messages(room: RoomId, at: PageAt) -> Answer<MessagePage> {
    let (backend, viewer) = viewer().await?;
    answer(backend.messages.list(&viewer, room, at).await)
}

/// Messages by their numbers, at most [`protocol::PAGE_SIZE`].
#[server(prefix = "/api/ui", endpoint = "messages/some", protocol = Exchange)]
pub async fn find_messages(room: RoomId, seqs: Vec<u64>) -> Answer<SomeMessages> {
    let (backend, viewer) = viewer().await?;
    answer(backend.messages.some(&viewer, room, &seqs).await)
}

/// What one's own message said before, oldest first.
#[server(prefix = "/api/ui", endpoint = "messages/wordings", protocol = Exchange)]
pub async fn wordings(room: RoomId, seq: u64) -> Answer<Vec<Wording>> {
    let (backend, viewer) = viewer().await?;
    answer(backend.messages.wordings(&viewer, room, seq).await)
}

/// Messages by what they say, newest first.
#[server(prefix = "/api/ui", endpoint = "messages/search", protocol = Exchange)]
pub async fn search_messages(search: Search) -> Answer<SearchPage> {
    let (backend, viewer) = viewer().await?;
    answer(backend.messages.search(&viewer, search).await)
}

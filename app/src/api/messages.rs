//! History.

use domain::{RoomId, Timestamp, message::Wording};
use leptos::prelude::*;
use protocol::{
    drafts::Draft,
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

/// Of each of these moments the number of the first message since then, at most [`protocol::MOMENTS_MAX`]; none where
/// nothing has been said since.
#[server(prefix = "/api/ui", endpoint = "messages/since", protocol = Exchange)]
pub async fn first_since(room: RoomId, moments: Vec<Timestamp>) -> Answer<Vec<Option<u64>>> {
    let (backend, viewer) = viewer().await?;
    answer(backend.messages.first_since(&viewer, room, &moments).await)
}

/// What the viewer has written and not sent, in all rooms; with empty ones where something was.
#[server(prefix = "/api/ui", endpoint = "drafts/list", protocol = Exchange)]
pub async fn list_drafts() -> Answer<Vec<Draft>> {
    let (backend, viewer) = viewer().await?;
    answer(backend.messages.drafts(&viewer).await)
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

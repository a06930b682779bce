//! Direct chats: one between any two people, found from both sides.

use domain::{
    RoomId, UserId,
    room::{HistoryAccess, Posting, Role, Room, RoomKind, Visibility},
};
use protocol::ApiError;

use super::{
    members::{admit, welcome},
    writer::Tx,
};
use crate::{
    AppState, Error, Result,
    store::{self, rooms::RoomRow},
};

/// The direct chat between the viewer and someone; made if there is none.
///
/// # Errors
/// `NotFound` for oneself and for accounts that are gone, `Unreachable` where there is no chat yet and one of the two has
/// blocked the other.
pub async fn open(state: &AppState, viewer: UserId, other: UserId) -> Result<RoomId> {
    if let Some(room) = store::rooms::find_direct(state.db.read(), viewer, other).await? {
        return Ok(room);
    }
    if viewer == other {
        return Err(ApiError::NotFound.into());
    }
    state
        .writer
        .run(move |tx| Box::pin(make(tx, viewer, other)))
        .await
}

async fn make(tx: &mut Tx, viewer: UserId, other: UserId) -> Result<RoomId> {
    // Both may have asked at the same time.
    if let Some(room) = store::rooms::find_direct(tx.db(), viewer, other).await? {
        return Ok(room);
    }
    if store::people::list_present(tx.db(), [other])
        .await?
        .is_empty()
    {
        return Err(ApiError::NotFound.into());
    }
    if store::members::list_hidden(tx.db(), viewer)
        .await?
        .contains(&other)
    {
        return Err(Error::Api(ApiError::Unreachable));
    }
    let id: RoomId = tx.ids().make();
    let mut row = RoomRow {
        room: Room {
            id,
            kind: RoomKind::Direct,
            visibility: Visibility::Private,
            posting: Posting::Everyone,
            history: HistoryAccess::All,
            name: String::new(),
            topic: String::new(),
            started_from: None,
            created_at: tx.now(),
        },
        head: 0,
        members_version: 0,
        active_at: tx.now(),
    };
    store::rooms::insert(tx.db(), &row, viewer, Some((viewer, other))).await?;
    for person in [viewer, other] {
        admit(tx, &mut row, person, Role::Member, None).await?;
    }
    welcome(tx, id, &[viewer, other]).await?;
    Ok(id)
}

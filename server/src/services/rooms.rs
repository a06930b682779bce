//! Groups: making them, changing them, finding them, showing them.

use domain::{
    RoomId, UserId, permissions,
    room::{Role, Room, RoomKind, RoomSummary},
    text,
};
use protocol::{
    ApiError, SEARCH_MAX,
    error::Field,
    rooms::{CreateRoom, PageAt, PublicRoom, RoomPage, UpdateRoom},
};

use super::{
    changes::record,
    members::{add_all, admit, distinct, room_for, welcome},
    messages,
    writer::Tx,
};
use crate::{
    AppState, Error, Result,
    store::{self, changes::Subject, rooms::RoomRow},
};

/// Members that a room's page lists.
const LISTED_MEMBERS: u64 = 500;
/// Rooms that may be asked for by name at once; beyond it one asks for all.
const SUMMARIES_MAX: usize = 200;

/// Makes a group, its maker the owner. Started from a direct chat it is a new room, linked to that chat, with its other
/// person in it: nothing said between the two is shown to a third.
///
/// # Errors
/// Refused texts; `NotAMember` for a direct chat that is not the viewer's; `Unreachable` where one of its two has blocked
/// the other.
pub async fn create(state: &AppState, viewer: UserId, body: CreateRoom) -> Result<RoomId> {
    let mut people = distinct(&body.people)?;
    people.remove(&viewer);
    let name =
        text::room_name(&body.name).map_err(|reason| ApiError::invalid(Field::Name, reason))?;
    let topic =
        text::topic(&body.topic).map_err(|reason| ApiError::invalid(Field::Topic, reason))?;
    let room = Room {
        id: state.ids.make(),
        kind: RoomKind::Group,
        visibility: body.visibility,
        posting: body.posting,
        history: body.history,
        name,
        topic,
        started_from: body.started_from,
        created_at: state.clock.now(),
    };
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                if let Some(direct) = room.started_from {
                    people.insert(other_of(tx, direct, viewer).await?);
                }
                let mut row = RoomRow {
                    active_at: room.created_at,
                    room,
                    head: 0,
                    members_version: 0,
                };
                store::rooms::insert(tx.db(), &row, viewer, None).await?;
                admit(tx, &mut row, viewer, Role::Owner, None).await?;
                add_all(tx, &mut row, viewer, people).await?;
                welcome(tx, row.room.id, &[viewer]).await?;
                Ok(row.room.id)
            })
        })
        .await
}

/// The other person of the viewer's direct chat.
async fn other_of(tx: &Tx, direct: RoomId, viewer: UserId) -> Result<UserId> {
    let (row, role) = room_for(tx, direct, viewer).await?;
    if role.is_none() || row.room.kind != RoomKind::Direct {
        return Err(ApiError::NotAMember.into());
    }
    if !is_reachable(tx, direct).await? {
        return Err(ApiError::Unreachable.into());
    }
    store::members::list_ids(tx.db(), direct)
        .await?
        .into_iter()
        .find(|member| *member != viewer)
        .ok_or(Error::Api(ApiError::NotAMember))
}

/// Whether the people of a direct chat still reach each other: no block, no account that is gone.
pub(super) async fn is_reachable(tx: &Tx, direct: RoomId) -> Result<bool> {
    let unreachable = store::members::list_unreachable(tx.db(), &[direct].into()).await?;
    Ok(unreachable.is_empty())
}

/// Changes name, topic, settings. What newcomers see changes for those who come later.
///
/// # Errors
/// As [`permissions::change_settings`] says, and refused texts.
pub async fn update(
    state: &AppState,
    viewer: UserId,
    room: RoomId,
    body: UpdateRoom,
) -> Result<()> {
    let name = body
        .name
        .as_deref()
        .map(text::room_name)
        .transpose()
        .map_err(|reason| ApiError::invalid(Field::Name, reason))?;
    let topic = body
        .topic
        .as_deref()
        .map(text::topic)
        .transpose()
        .map_err(|reason| ApiError::invalid(Field::Topic, reason))?;
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let (mut row, role) = room_for(tx, room, viewer).await?;
                permissions::change_settings(row.facts(), role)?;
                let now = Room {
                    name: name.unwrap_or_else(|| row.room.name.clone()),
                    topic: topic.unwrap_or_else(|| row.room.topic.clone()),
                    visibility: body.visibility.unwrap_or(row.room.visibility),
                    posting: body.posting.unwrap_or(row.room.posting),
                    history: body.history.unwrap_or(row.room.history),
                    ..row.room.clone()
                };
                if now == row.room {
                    return Ok(());
                }
                store::rooms::update_settings(tx.db(), &now).await?;
                row.room = now.clone();
                record(tx, &mut row, Subject::RoomUpdated { room: now }).await?;
                Ok(())
            })
        })
        .await
}

/// Public rooms whose name or topic holds every word of the query.
///
/// # Errors
/// A query that is too long.
pub async fn list_public(state: &AppState, viewer: UserId, query: &str) -> Result<Vec<PublicRoom>> {
    let query = text::topic(query).map_err(|reason| ApiError::invalid(Field::Query, reason))?;
    let db = state.db.read();
    let rows = store::rooms::list_public(db, &query, u64::from(SEARCH_MAX)).await?;
    let ids: Vec<RoomId> = rows.iter().map(|row| row.room.id).collect();
    let counts = store::members::count_each(db, &ids).await?;
    let mine = store::members::list_roles(db, ids.iter().map(|room| (*room, viewer))).await?;
    Ok(rows
        .into_iter()
        .map(|row| PublicRoom {
            id: row.room.id,
            member_count: counts.get(&row.room.id).copied().unwrap_or(0),
            is_member: mine.contains_key(&(row.room.id, viewer)),
            name: row.room.name,
            topic: row.room.topic,
        })
        .collect())
}

/// The viewer's rooms: these, or all if none are named. Rooms that are not theirs are left out.
///
/// # Errors
/// `TooMany`.
pub async fn summaries(
    state: &AppState,
    viewer: UserId,
    rooms: &[RoomId],
) -> Result<Vec<RoomSummary>> {
    if rooms.len() > SUMMARIES_MAX {
        return Err(Error::Api(ApiError::TooMany {
            max: SUMMARIES_MAX as u32,
        }));
    }
    Ok(store::summaries::list(state.db.read(), viewer, rooms).await?)
}

/// Everything to show a room: around the number that is asked for, the first unread message, or at its end.
///
/// # Errors
/// `NotAMember`.
pub async fn page(
    state: &AppState,
    viewer: UserId,
    room: RoomId,
    around: Option<u64>,
) -> Result<RoomPage> {
    let db = state.db.read();
    // Read first, so that the page's head is never older than what the summary counts.
    let summary = store::summaries::list(db, viewer, &[room])
        .await?
        .pop()
        .ok_or(Error::Api(ApiError::NotAMember))?;
    let at = match around {
        Some(seq) => PageAt::Around(seq),
        None if summary.unread > 0 => PageAt::Around(summary.read + 1),
        None => PageAt::End,
    };
    let page = messages::page(db, viewer, room, at).await?;
    let members = store::members::list(db, room, LISTED_MEMBERS).await?;
    Ok(RoomPage {
        summary,
        members,
        page,
    })
}

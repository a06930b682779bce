//! What becomes of a message after it was posted: another text, deletion, reactions. Each is a durable change with a number
//! of its own.

use domain::{
    RoomId, UserId,
    message::{Message, REACTIONS_MAX, Touch, Wording},
    permissions,
    room::{Role, RoomKind},
    text::{self, TextError},
};
use protocol::{ApiError, error::Field};
use uuid::Uuid;

use super::{changes::record, messages::membership, writer::Tx};
use crate::{
    AppState, Error, Result,
    store::{self, changes::Subject, messages::Stretch, rooms::RoomRow},
};

/// Whom a stored message names with a reaction beyond the first few: for whom that is so is worked out when it is read.
const NOBODY: UserId = UserId(Uuid::nil());

/// Gives one's own message another text; what it said before is kept for its author. The same text again changes nothing.
///
/// # Errors
/// A refused text; as [`permissions::edit`] says; `NotFound` where there is no such message, or none that one may see.
pub async fn edit(
    state: &AppState,
    viewer: UserId,
    room: RoomId,
    seq: u64,
    body: &str,
) -> Result<()> {
    let body = text::body(body).map_err(|reason| ApiError::invalid(Field::Body, reason))?;
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let mut seen = Seen::find(tx, room, viewer, seq).await?;
                let is_own = seen.message.author == viewer;
                permissions::edit(
                    seen.row.facts(),
                    seen.role,
                    seen.is_reachable(tx).await?,
                    is_own,
                )
                .map_err(ApiError::from)?;
                if seen.message.body == body {
                    return Ok(());
                }
                let number = seen.next_number();
                let message = &mut seen.message;
                let said = std::mem::replace(&mut message.body, body);
                let since = message.since.edited_at.unwrap_or(message.sent_at);
                store::wordings::insert(tx.db(), message.id, number, &said, since).await?;
                message.since.number = number;
                message.since.edited_at = Some(tx.now());
                store::messages::update_body(tx.db(), message).await?;
                let message_id = message.id;
                let subject = Subject::MessageEdited { message_id, seq };
                record(tx, &mut seen.row, subject).await?;
                Ok(())
            })
        })
        .await
}

/// Deletes a message for all, with what it said before and its reactions. Its place stays empty. One that is gone stays so.
///
/// # Errors
/// As [`permissions::delete`] says.
pub async fn delete(state: &AppState, viewer: UserId, room: RoomId, seq: u64) -> Result<()> {
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let mut seen = match Seen::find(tx, room, viewer, seq).await {
                    Err(Error::Api(ApiError::NotFound)) => return Ok(()),
                    seen => seen?,
                };
                let is_own = seen.message.author == viewer;
                permissions::delete(seen.row.facts(), seen.role, is_own).map_err(ApiError::from)?;
                seen.message.since.number = seen.next_number();
                let message = &seen.message;
                store::reactions::delete_all(tx.db(), message.id).await?;
                store::wordings::delete_all(tx.db(), message.id).await?;
                store::messages::clear(tx.db(), message, tx.now()).await?;
                let message_id = message.id;
                let subject = Subject::MessageDeleted { message_id, seq };
                record(tx, &mut seen.row, subject).await?;
                Ok(())
            })
        })
        .await
}

/// Reacts to a message, or takes that back; where it is so already, nothing changes.
///
/// # Errors
/// `InvalidField` for anything but one emoji; as [`permissions::react`] says; `NotFound` where there is no such message, or
/// none that one may see; `TooMany` different emoji under one message.
pub async fn react(
    state: &AppState,
    viewer: UserId,
    room: RoomId,
    seq: u64,
    emoji: &str,
    on: bool,
) -> Result<()> {
    let emoji = emojis::get(emoji)
        .ok_or_else(|| ApiError::invalid(Field::Emoji, TextError::Malformed))?
        .as_str();
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let mut seen = Seen::find(tx, room, viewer, seq).await?;
                permissions::react(seen.row.facts(), seen.role, seen.is_reachable(tx).await?)
                    .map_err(ApiError::from)?;
                let number = seen.next_number();
                let message = &mut seen.message;
                if store::reactions::exists(tx.db(), message.id, viewer, emoji).await? == on {
                    return Ok(());
                }
                if on {
                    let mut known = message.since.reactions.iter();
                    if !known.any(|known| known.emoji == emoji)
                        && message.since.reactions.len() >= REACTIONS_MAX
                    {
                        let max = REACTIONS_MAX as u32;
                        return Err(ApiError::TooMany { max }.into());
                    }
                    store::reactions::insert(tx.db(), message.id, viewer, emoji, number).await?;
                } else {
                    store::reactions::delete(tx.db(), message.id, viewer, emoji).await?;
                }
                let touch = Touch::Reacted {
                    user: viewer,
                    emoji: emoji.to_owned(),
                    on,
                };
                // By the code with which clients apply it, so that all have them in the same order.
                message.touch(number, tx.now(), &touch, NOBODY);
                store::messages::update_reactions(tx.db(), message).await?;
                let subject = Subject::ReactionChanged {
                    seq,
                    user: viewer,
                    emoji: emoji.to_owned(),
                    on,
                };
                record(tx, &mut seen.row, subject).await?;
                Ok(())
            })
        })
        .await
}

/// What one's own message said before, oldest first.
///
/// # Errors
/// `NotAMember`; `NotFound` where there is no such message; `Forbidden` where it is another's.
pub async fn wordings(
    state: &AppState,
    viewer: UserId,
    room: RoomId,
    seq: u64,
) -> Result<Vec<Wording>> {
    let db = state.db.read();
    membership(db, room, viewer).await?;
    let message = store::messages::find(db, room, seq).await?;
    let message = message.ok_or(Error::Api(ApiError::NotFound))?;
    if message.author != viewer {
        return Err(ApiError::Forbidden.into());
    }
    Ok(store::wordings::list(db, message.id).await?)
}

/// A message that someone wants to change, and what decides whether they may.
struct Seen {
    row: RoomRow,
    role: Option<Role>,
    message: Message,
}

impl Seen {
    async fn find(tx: &Tx, room: RoomId, viewer: UserId, seq: u64) -> Result<Self> {
        let row = store::rooms::find_for_update(tx.db(), room).await?;
        let row = row.ok_or(Error::Api(ApiError::NotAMember))?;
        let member = membership(tx.db(), room, viewer).await?;
        let stretch = Stretch {
            from: member.visible_from,
            to: row.head,
        };
        let mut found = store::messages::list_some(tx.db(), room, stretch, [seq]).await?;
        let message = found.pop().ok_or(Error::Api(ApiError::NotFound))?;
        Ok(Self {
            row,
            role: Some(member.role),
            message,
        })
    }

    /// Whether what is said there still reaches someone: in groups always.
    async fn is_reachable(&self, tx: &Tx) -> Result<bool> {
        match self.row.room.kind {
            RoomKind::Group => Ok(true),
            RoomKind::Direct => super::rooms::is_reachable(tx, self.row.room.id).await,
        }
    }

    /// The number that the change will have.
    fn next_number(&self) -> u64 {
        self.row.head + 1
    }
}

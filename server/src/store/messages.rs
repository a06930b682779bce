//! What was said. Pages and counts run along the index on `(room_id, seq)`, however long a room is.

use domain::{
    ClientMessageId, MessageId, RoomId, Timestamp, UserId,
    message::{LAST_LINE_MAX, LastLine, Message},
    room::UNREAD_CAP,
};
use entity::{
    messages::{Column, Entity, Model},
    users,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use super::{Result, counted, number};

/// A stored message; deleted ones keep their place without content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// As members see it.
    pub message: Message,
    /// Its content is gone.
    pub is_deleted: bool,
}

fn row(model: Model) -> MessageRow {
    MessageRow {
        is_deleted: model.deleted_at.is_some(),
        message: Message {
            id: MessageId(model.id),
            room: RoomId(model.room_id),
            seq: counted(model.seq),
            author: UserId(model.author_id),
            client_message_id: ClientMessageId(model.client_message_id),
            body: model.body,
            sent_at: Timestamp(model.sent_at),
        },
    }
}

/// A message as a list of rooms shows it.
#[must_use]
pub fn last_line(message: &Message, author_name: String) -> LastLine {
    LastLine {
        seq: message.seq,
        author: message.author,
        author_name,
        text: domain::text::excerpt(&message.body, LAST_LINE_MAX),
        sent_at: message.sent_at,
    }
}

/// A stretch of numbers, both ends included.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// First.
    pub from: u64,
    /// Last.
    pub to: u64,
}

/// The latest messages of a stretch, newest first, without deleted ones.
pub async fn list_latest(
    db: &impl ConnectionTrait,
    room: RoomId,
    stretch: Stretch,
    limit: u64,
) -> Result<Vec<Message>> {
    let rows = latest(room, stretch, limit).all(db).await?;
    Ok(rows.into_iter().map(|model| row(model).message).collect())
}

pub(super) fn latest(room: RoomId, stretch: Stretch, limit: u64) -> Select<Entity> {
    visible(room, stretch)
        .order_by_desc(Column::Seq)
        .limit(limit)
}

/// The earliest messages of a stretch, oldest first, without deleted ones.
pub async fn list_earliest(
    db: &impl ConnectionTrait,
    room: RoomId,
    stretch: Stretch,
    limit: u64,
) -> Result<Vec<Message>> {
    let rows = earliest(room, stretch, limit).all(db).await?;
    Ok(rows.into_iter().map(|model| row(model).message).collect())
}

pub(super) fn earliest(room: RoomId, stretch: Stretch, limit: u64) -> Select<Entity> {
    visible(room, stretch)
        .order_by_asc(Column::Seq)
        .limit(limit)
}

/// Every post of a stretch in order, deleted ones too: for resuming.
pub async fn list_posts(
    db: &impl ConnectionTrait,
    room: RoomId,
    stretch: Stretch,
    limit: u64,
) -> Result<Vec<MessageRow>> {
    let rows = Entity::find()
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .filter(Column::Seq.between(number(stretch.from), number(stretch.to)))
        .order_by_asc(Column::Seq)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(row).collect())
}

fn visible(room: RoomId, stretch: Stretch) -> Select<Entity> {
    Entity::find()
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .filter(Column::Seq.between(number(stretch.from), number(stretch.to)))
        .filter(Column::DeletedAt.is_null())
}

/// Others' messages in a stretch, counted up to [`UNREAD_CAP`].
pub async fn count_unread(
    db: &impl ConnectionTrait,
    room: RoomId,
    reader: UserId,
    stretch: Stretch,
) -> Result<u32> {
    let counted = unread(room, reader, stretch).count(db).await?;
    Ok(u32::try_from(counted).unwrap_or(UNREAD_CAP).min(UNREAD_CAP))
}

pub(super) fn unread(room: RoomId, reader: UserId, stretch: Stretch) -> Select<Entity> {
    visible(room, stretch)
        .filter(Column::AuthorId.ne(Uuid::from(reader)))
        .select_only()
        .column(Column::Seq)
        .limit(u64::from(UNREAD_CAP))
}

/// First names of these people, for last lines.
pub async fn list_author_names(
    db: &impl ConnectionTrait,
    authors: impl IntoIterator<Item = UserId>,
) -> Result<std::collections::HashMap<UserId, String>> {
    let rows: Vec<(Uuid, String)> = users::Entity::find()
        .select_only()
        .columns([users::Column::Id, users::Column::FirstName])
        .filter(users::Column::Id.is_in(authors.into_iter().map(Uuid::from)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| (id.into(), name))
        .collect())
}

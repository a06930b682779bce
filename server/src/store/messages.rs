//! What was said. Pages and counts run along the index on `(room_id, seq)`, however long a room is.

use std::collections::HashMap;

use domain::{
    ClientMessageId, MessageId, RoomId, Timestamp, UserId, markup,
    message::{LAST_LINE_MAX, LastLine, Message, Since},
    room::UNREAD_CAP,
    text,
};
use entity::{
    messages::{Column, Entity, Model},
    users,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    Statement, Value, sea_query::Expr,
};
use uuid::Uuid;

use super::{Result, counted, listed, number, time};

/// A stored message; deleted ones keep their place without content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRow {
    /// As members see it.
    pub message: Message,
    /// Its content is gone.
    pub is_deleted: bool,
}

fn row(model: Model) -> Result<MessageRow> {
    let reactions = match &model.reactions {
        Some(json) => serde_json::from_str(json).map_err(|error| DbErr::Type(error.to_string()))?,
        None => Vec::new(),
    };
    Ok(MessageRow {
        is_deleted: model.deleted_at.is_some(),
        message: Message {
            id: MessageId(model.id),
            room: RoomId(model.room_id),
            seq: counted(model.seq),
            author: UserId(model.author_id),
            client_message_id: ClientMessageId(model.client_message_id),
            body: model.body,
            sent_at: Timestamp(model.sent_at),
            reply_to: model.reply_to.map(counted),
            since: Since {
                number: model.changed.map_or(0, counted),
                edited_at: time(model.edited_at),
                reactions,
            },
        },
    })
}

fn messages(models: Vec<Model>) -> Result<Vec<Message>> {
    let rows = models.into_iter().map(|model| Ok(row(model)?.message));
    rows.collect()
}

/// A message as a list of rooms shows it.
#[must_use]
pub fn last_line(message: &Message, author_name: String) -> LastLine {
    LastLine {
        seq: message.seq,
        author: message.author,
        author_name,
        text: text::excerpt(&markup::plain(&message.body), LAST_LINE_MAX),
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
    messages(latest(room, stretch, limit).all(db).await?)
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
    messages(earliest(room, stretch, limit).all(db).await?)
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
    rows.into_iter().map(row).collect()
}

/// Messages of a stretch by their numbers, in order, without deleted ones.
pub async fn list_some(
    db: &impl ConnectionTrait,
    room: RoomId,
    stretch: Stretch,
    seqs: impl IntoIterator<Item = u64>,
) -> Result<Vec<Message>> {
    let some = visible(room, stretch)
        .filter(Column::Seq.is_in(seqs.into_iter().map(number)))
        .order_by_asc(Column::Seq);
    messages(some.all(db).await?)
}

/// Every post in one stretch of each of these rooms, deleted ones too, in no particular order.
pub async fn list_posts_of(
    db: &impl ConnectionTrait,
    stretches: &[(RoomId, Stretch)],
) -> Result<Vec<MessageRow>> {
    let (rows, values) = listed(stretches.iter().map(|(room, stretch)| {
        let (from, to) = (number(stretch.from), number(stretch.to));
        [Uuid::from(*room).into(), from.into(), to.into()]
    }));
    let sql = format!(
        "WITH wanted(room_id, first, last) AS (VALUES {rows}) \
         SELECT m.* FROM wanted w JOIN messages m ON m.room_id = w.room_id AND m.seq BETWEEN w.first AND w.last"
    );
    raw(db, sql, values).await?.into_iter().map(row).collect()
}

/// Messages by their rooms and numbers, in no particular order, without deleted ones.
pub async fn list_at(
    db: &impl ConnectionTrait,
    places: impl IntoIterator<Item = (RoomId, u64)>,
) -> Result<Vec<Message>> {
    let (rows, values) = listed(
        places
            .into_iter()
            .map(|(room, seq)| [Uuid::from(room).into(), number(seq).into()]),
    );
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "WITH wanted(room_id, seq) AS (VALUES {rows}) \
         SELECT m.* FROM wanted w JOIN messages m ON m.room_id = w.room_id AND m.seq = w.seq WHERE m.deleted_at IS NULL"
    );
    messages(raw(db, sql, values).await?)
}

/// Of each of these numbers the message before it and the one after it in its stretch, in no particular order, without deleted
/// ones; some may come twice.
pub async fn list_beside(
    db: &impl ConnectionTrait,
    places: impl IntoIterator<Item = (RoomId, u64, Stretch)>,
) -> Result<Vec<Message>> {
    let (rows, values) = listed(places.into_iter().map(|(room, seq, stretch)| {
        let (from, to) = (number(stretch.from), number(stretch.to));
        [
            Uuid::from(room).into(),
            number(seq).into(),
            from.into(),
            to.into(),
        ]
    }));
    if values.is_empty() {
        return Ok(Vec::new());
    }
    messages(raw(db, beside(&rows), values).await?)
}

/// Of each of these stretches of a room the number of the first message that is not deleted, and when it was said; in no
/// particular order, those without one left out. Each is told by its place in the list.
pub async fn list_firsts(
    db: &impl ConnectionTrait,
    room: RoomId,
    stretches: impl IntoIterator<Item = (usize, Stretch)>,
) -> Result<Vec<(usize, u64, Timestamp)>> {
    let (rows, values) = listed(stretches.into_iter().map(|(place, stretch)| {
        let place = number(place as u64);
        let (from, to) = (number(stretch.from), number(stretch.to));
        [
            Uuid::from(room).into(),
            place.into(),
            from.into(),
            to.into(),
        ]
    }));
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), firsts(&rows), values);
    let rows = db.query_all_raw(statement).await?;
    let firsts = rows.iter().map(|row| {
        let place: i64 = row.try_get("", "place")?;
        let seq: i64 = row.try_get("", "seq")?;
        let said_at: i64 = row.try_get("", "sent_at")?;
        Ok((counted(place) as usize, counted(seq), Timestamp(said_at)))
    });
    firsts.collect()
}

/// Each takes one step along the index on `(room_id, seq)`.
pub(super) fn firsts(rows: &str) -> String {
    format!(
        "WITH wanted(room_id, place, first, last) AS (VALUES {rows}) \
         SELECT w.place, m.seq, m.sent_at FROM wanted w JOIN messages m ON m.room_id = w.room_id AND m.seq = (SELECT n.seq \
         FROM messages n WHERE n.room_id = w.room_id AND n.seq BETWEEN w.first AND w.last AND n.deleted_at IS NULL \
         ORDER BY n.seq LIMIT 1)"
    )
}

/// Each walks one step along the index on `(room_id, seq)`.
pub(super) fn beside(rows: &str) -> String {
    // Two bounds and no third beside them: the index would be walked from the wrong one.
    let one = |stretch: &str, order: &str| {
        format!(
            "SELECT m.* FROM wanted w JOIN messages m ON m.room_id = w.room_id AND m.seq = (SELECT n.seq FROM messages n \
             WHERE n.room_id = w.room_id AND n.seq BETWEEN {stretch} \
             AND n.deleted_at IS NULL ORDER BY n.seq {order} LIMIT 1)"
        )
    };
    let (before, after) = (
        one("w.first AND w.seq - 1", "DESC"),
        one("w.seq + 1 AND w.last", "ASC"),
    );
    format!("WITH wanted(room_id, seq, first, last) AS (VALUES {rows}) {before} UNION ALL {after}")
}

async fn raw(db: &impl ConnectionTrait, sql: String, values: Vec<Value>) -> Result<Vec<Model>> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Entity::find().from_raw_sql(statement).all(db).await
}

/// A message by its number, if it is not deleted.
pub async fn find(db: &impl ConnectionTrait, room: RoomId, seq: u64) -> Result<Option<Message>> {
    let one = Stretch { from: seq, to: seq };
    Ok(list_latest(db, room, one, 1).await?.pop())
}

/// Gives a message the text it has now, with the change that did it.
pub async fn update_body(db: &impl ConnectionTrait, now: &Message) -> Result<()> {
    update(
        db,
        now,
        [
            (Column::Body, now.body.clone().into()),
            (Column::EditedAt, now.since.edited_at.map(|at| at.0).into()),
        ],
    )
    .await
}

/// Gives a message the reactions it has now, with the change that did it.
pub async fn update_reactions(db: &impl ConnectionTrait, now: &Message) -> Result<()> {
    let reactions = &now.since.reactions;
    let json = serde_json::to_string(reactions).map_err(|error| DbErr::Type(error.to_string()))?;
    let json = (!reactions.is_empty()).then_some(json);
    update(db, now, [(Column::Reactions, json.into())]).await
}

/// Takes all content of a message away; its place stays.
pub async fn clear(db: &impl ConnectionTrait, message: &Message, at: Timestamp) -> Result<()> {
    update(
        db,
        message,
        [
            (Column::Body, "".into()),
            (Column::Reactions, None::<String>.into()),
            (Column::ReplyTo, None::<i64>.into()),
            (Column::DeletedAt, at.0.into()),
        ],
    )
    .await
}

async fn update<const N: usize>(
    db: &impl ConnectionTrait,
    message: &Message,
    values: [(Column, Value); N],
) -> Result<()> {
    let mut update = Entity::update_many()
        .col_expr(Column::Changed, Expr::value(number(message.since.number)))
        .filter(Column::Id.eq(Uuid::from(message.id)));
    for (column, value) in values {
        update = update.col_expr(column, Expr::value(value));
    }
    update.exec(db).await?;
    Ok(())
}

fn visible(room: RoomId, stretch: Stretch) -> Select<Entity> {
    Entity::find()
        .filter(Column::RoomId.eq(Uuid::from(room)))
        .filter(Column::Seq.between(number(stretch.from), number(stretch.to)))
        .filter(Column::DeletedAt.is_null())
}

/// Others' messages in a stretch of a room for each of these readers, counted up to [`UNREAD_CAP`]. One statement, in which
/// each walks a few steps along the index on `(room_id, seq)`.
pub async fn count_unread(
    db: &impl ConnectionTrait,
    readers: &[(RoomId, UserId, Stretch)],
) -> Result<HashMap<(RoomId, UserId), u32>> {
    if readers.is_empty() {
        return Ok(HashMap::new());
    }
    let (sql, values) = unread(readers);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_all_raw(statement)
        .await?
        .into_iter()
        .map(|row| {
            let room: Uuid = row.try_get("", "room_id")?;
            let reader: Uuid = row.try_get("", "reader_id")?;
            let unread: i64 = row.try_get("", "unread")?;
            let unread = u32::try_from(unread).unwrap_or(UNREAD_CAP);
            Ok(((room.into(), reader.into()), unread))
        })
        .collect()
}

pub(super) fn unread(readers: &[(RoomId, UserId, Stretch)]) -> (String, Vec<Value>) {
    let (rows, values) = listed(readers.iter().map(|(room, reader, stretch)| {
        [
            Uuid::from(*room).into(),
            Uuid::from(*reader).into(),
            number(stretch.from).into(),
            number(stretch.to).into(),
        ]
    }));
    let sql = format!(
        "WITH wanted(room_id, reader_id, first, last) AS (VALUES {rows}) \
         SELECT w.room_id, w.reader_id, (SELECT COUNT(*) FROM (SELECT 1 FROM messages n \
           WHERE n.room_id = w.room_id AND n.seq BETWEEN w.first AND w.last AND n.deleted_at IS NULL \
           AND n.author_id <> w.reader_id LIMIT {UNREAD_CAP}) AS few) AS unread FROM wanted w"
    );
    (sql, values)
}

/// First names of these people, for last lines.
pub async fn list_author_names(
    db: &impl ConnectionTrait,
    authors: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, String>> {
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

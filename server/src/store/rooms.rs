//! Rooms themselves: settings, the counter, the directory.

use std::collections::HashMap;

use domain::{RoomId, Timestamp, UserId, permissions::RoomFacts, room::Room};
use entity::rooms::{ActiveModel, Column, Entity, Model};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Result, counted,
    folded::{fold, holds},
    from_word, number, word,
};

/// A room with its counters.
#[derive(Clone, Debug)]
pub struct RoomRow {
    /// As members know it.
    pub room: Room,
    /// Number of its latest change.
    pub head: u64,
    /// Grows by one with each change of membership.
    pub members_version: u64,
    /// When something was last said.
    pub active_at: Timestamp,
}

impl RoomRow {
    /// What the rules need to know.
    #[must_use]
    pub fn facts(&self) -> RoomFacts {
        RoomFacts {
            kind: self.room.kind,
            visibility: self.room.visibility,
            posting: self.room.posting,
        }
    }
}

pub(super) fn row(model: Model) -> Result<RoomRow> {
    Ok(RoomRow {
        head: counted(model.head),
        members_version: counted(model.members_version),
        active_at: Timestamp(model.active_at),
        room: Room {
            id: model.id.into(),
            kind: from_word(&model.kind)?,
            visibility: from_word(&model.visibility)?,
            posting: from_word(&model.posting)?,
            history: from_word(&model.history)?,
            name: model.name,
            topic: model.topic,
            started_from: model.started_from.map(Into::into),
            created_at: Timestamp(model.created_at),
        },
    })
}

/// A room by its id.
pub async fn find(db: &impl ConnectionTrait, id: RoomId) -> Result<Option<RoomRow>> {
    Entity::find_by_id(Uuid::from(id))
        .one(db)
        .await?
        .map(row)
        .transpose()
}

/// These rooms, kept from changing until the transaction ends, in the order of their ids, so that two transactions that
/// want the same rooms never wait for each other. (SQLite has one writer and locks nothing more.)
pub async fn list_for_update(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = RoomId>,
) -> Result<HashMap<RoomId, RoomRow>> {
    Entity::find()
        .filter(Column::Id.is_in(ids.into_iter().map(Uuid::from)))
        .order_by_asc(Column::Id)
        .lock_exclusive()
        .all(db)
        .await?
        .into_iter()
        .map(|model| Ok((model.id.into(), row(model)?)))
        .collect()
}

/// A room, kept from changing until the transaction ends.
pub async fn find_for_update(db: &impl ConnectionTrait, id: RoomId) -> Result<Option<RoomRow>> {
    Ok(list_for_update(db, [id]).await?.remove(&id))
}

/// The direct chat between two people.
pub async fn find_direct(
    db: &impl ConnectionTrait,
    one: UserId,
    other: UserId,
) -> Result<Option<RoomId>> {
    let found: Option<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::DirectKey.eq(direct_key(one, other)))
        .into_tuple()
        .one(db)
        .await?;
    Ok(found.map(Into::into))
}

/// The same for both of them.
pub(super) fn direct_key(one: UserId, other: UserId) -> Vec<u8> {
    let (first, second) = if one < other {
        (one, other)
    } else {
        (other, one)
    };
    [first.0.into_bytes(), second.0.into_bytes()].concat()
}

/// A new room without members. `between` names the two people of a direct chat.
pub async fn insert(
    db: &impl ConnectionTrait,
    new: &RoomRow,
    created_by: UserId,
    between: Option<(UserId, UserId)>,
) -> Result<()> {
    let room = &new.room;
    Entity::insert(ActiveModel {
        id: Set(room.id.into()),
        kind: Set(word(room.kind)),
        visibility: Set(word(room.visibility)),
        posting: Set(word(room.posting)),
        history: Set(word(room.history)),
        name: Set(room.name.clone()),
        topic: Set(room.topic.clone()),
        search_text: Set(search_text(&room.name, &room.topic)),
        started_from: Set(room.started_from.map(Into::into)),
        direct_key: Set(between.map(|(one, other)| direct_key(one, other))),
        head: Set(number(new.head)),
        members_version: Set(number(new.members_version)),
        created_by: Set(created_by.into()),
        created_at: Set(room.created_at.0),
        active_at: Set(new.active_at.0),
    })
    .exec_without_returning(db)
    .await?;
    Ok(())
}

/// New counters after a change that is no post.
pub async fn update_counters(
    db: &impl ConnectionTrait,
    room: RoomId,
    head: u64,
    members_version: u64,
) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Head, Expr::value(number(head)))
        .col_expr(Column::MembersVersion, Expr::value(number(members_version)))
        .filter(Column::Id.eq(Uuid::from(room)))
        .exec(db)
        .await?;
    Ok(())
}

/// New settings.
pub async fn update_settings(db: &impl ConnectionTrait, room: &Room) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Visibility, Expr::value(word(room.visibility)))
        .col_expr(Column::Posting, Expr::value(word(room.posting)))
        .col_expr(Column::History, Expr::value(word(room.history)))
        .col_expr(Column::Name, Expr::value(room.name.clone()))
        .col_expr(Column::Topic, Expr::value(room.topic.clone()))
        .col_expr(
            Column::SearchText,
            Expr::value(search_text(&room.name, &room.topic)),
        )
        .filter(Column::Id.eq(Uuid::from(room.id)))
        .exec(db)
        .await?;
    Ok(())
}

/// The room with everything in it.
pub async fn delete(db: &impl ConnectionTrait, room: RoomId) -> Result<()> {
    Entity::delete_by_id(Uuid::from(room)).exec(db).await?;
    Ok(())
}

/// Public rooms whose name or topic holds every word of the text, liveliest first.
pub async fn list_public(
    db: &impl ConnectionTrait,
    text: &str,
    limit: u64,
) -> Result<Vec<RoomRow>> {
    let mut query = Entity::find().filter(Column::Visibility.eq("public"));
    for word in fold(text).split_whitespace() {
        query = query.filter(holds(Column::SearchText, word));
    }
    query
        .order_by_desc(Column::ActiveAt)
        .limit(limit)
        .all(db)
        .await?
        .into_iter()
        .map(row)
        .collect()
}

/// What the directory looks into.
pub(super) fn search_text(name: &str, topic: &str) -> String {
    fold(&format!("{name} {topic}"))
}

/// Rooms with their heads in the order of their ids, those after `last`.
pub async fn list_heads(
    db: &impl ConnectionTrait,
    last: Option<RoomId>,
    limit: u64,
) -> Result<Vec<(RoomId, u64)>> {
    let mut rooms = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Head])
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(last) = last {
        rooms = rooms.filter(Column::Id.gt(Uuid::from(last)));
    }
    let rows: Vec<(Uuid, i64)> = rooms.into_tuple().all(db).await?;
    Ok(rows
        .into_iter()
        .map(|(id, head)| (id.into(), counted(head)))
        .collect())
}

/// Heads and membership versions of these rooms.
pub async fn list_counters(
    db: &impl ConnectionTrait,
    ids: &[RoomId],
) -> Result<Vec<(RoomId, u64, u64)>> {
    let rows: Vec<(Uuid, i64, i64)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::Head, Column::MembersVersion])
        .filter(Column::Id.is_in(ids.iter().copied().map(Uuid::from)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, head, version)| (id.into(), counted(head), counted(version)))
        .collect())
}

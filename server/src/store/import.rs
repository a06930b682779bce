//! Writes whole rooms at once, with people and history already in them. Only for a place that nobody uses yet: nothing is
//! checked and nobody is told.

use domain::{
    MessageId, RoomId, Timestamp, UserId,
    room::{HistoryAccess, NotificationLevel, Posting, Role, RoomKind, Visibility},
};
use entity::{members, messages, rooms};
use sea_orm::{ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait};

use super::{
    Result, number,
    rooms::{direct_key, search_text},
    word,
};
use crate::clock::Ids;

/// Rows in one statement: SQLite takes 32,766 values, and a message has twelve.
const ROWS: usize = 1_000;

/// A room to be, with everything in it.
#[derive(Clone, Debug)]
pub struct NewRoom {
    /// Which.
    pub id: RoomId,
    /// Two people, or a group.
    pub kind: RoomKind,
    /// Who can find it.
    pub visibility: Visibility,
    /// Who may post.
    pub posting: Posting,
    /// Empty in a direct chat.
    pub name: String,
    /// One line, may be empty.
    pub topic: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Its people; the first one made it.
    pub members: Vec<NewMember>,
    /// What was said, in order. They take the numbers from 1 on.
    pub messages: Vec<NewMessage>,
}

/// A member of a [`NewRoom`].
#[derive(Clone, Debug)]
pub struct NewMember {
    /// Who.
    pub user: UserId,
    /// Their role.
    pub role: Role,
    /// How many of the messages they have read.
    pub read: u64,
}

/// A message in a [`NewRoom`].
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// Who said it.
    pub author: UserId,
    /// What.
    pub body: String,
    /// When.
    pub sent_at: Timestamp,
}

/// Writes a room and all that is in it.
///
/// # Errors
/// Those of the database.
pub async fn room(db: &impl ConnectionTrait, ids: &Ids, new: NewRoom) -> Result<()> {
    let head = number(new.messages.len() as u64);
    let people: Vec<UserId> = new.members.iter().map(|member| member.user).collect();
    let last = new.messages.last().map(|message| message.sent_at);
    let row = rooms::Model {
        id: new.id.0,
        kind: word(new.kind),
        visibility: word(new.visibility),
        posting: word(new.posting),
        history: word(HistoryAccess::All),
        search_text: search_text(&new.name, &new.topic),
        name: new.name,
        topic: new.topic,
        started_from: None,
        direct_key: match (new.kind, people.as_slice()) {
            (RoomKind::Direct, [one, other]) => Some(direct_key(*one, *other)),
            _ => None,
        },
        head,
        members_version: 1,
        created_by: people.first().map(|person| person.0).unwrap_or_default(),
        created_at: new.created_at.0,
        active_at: last.unwrap_or(new.created_at).0,
    };
    rooms::Entity::insert(row.into_active_model())
        .exec_without_returning(db)
        .await?;
    let rows = new.members.into_iter().map(|member| members::Model {
        room_id: new.id.0,
        user_id: member.user.0,
        role: word(member.role),
        joined_at: new.created_at.0,
        visible_from: 0,
        delivered: head,
        read: number(member.read),
        read_version: 1,
        notification_level: word(NotificationLevel::All),
        theme: None,
    });
    members::Entity::insert_many(rows.map(IntoActiveModel::into_active_model))
        .exec_without_returning(db)
        .await?;
    write_messages(db, ids, new.id, new.messages).await
}

async fn write_messages(
    db: &impl ConnectionTrait,
    ids: &Ids,
    room: RoomId,
    messages: Vec<NewMessage>,
) -> Result<()> {
    let mut rows = Vec::with_capacity(messages.len());
    for (index, message) in messages.into_iter().enumerate() {
        rows.push(
            messages::Model {
                id: ids.make_at::<MessageId>(message.sent_at).0,
                room_id: room.0,
                seq: number(index as u64 + 1),
                author_id: message.author.0,
                client_message_id: ids.make_at(message.sent_at),
                body: message.body,
                sent_at: message.sent_at.0,
                edited_at: None,
                deleted_at: None,
                reply_to: None,
                changed: None,
                reactions: None,
            }
            .into_active_model(),
        );
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(ROWS));
        messages::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
        rows = rest;
    }
    Ok(())
}

/// How many messages there are in all rooms.
///
/// # Errors
/// Those of the database.
pub async fn count_messages(db: &impl ConnectionTrait) -> Result<u64> {
    messages::Entity::find().count(db).await
}

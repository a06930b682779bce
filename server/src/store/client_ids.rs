//! The ledger of client ids: what a client named a message before sending, and what sending it led to. It answers a
//! second sending with the first result, even after the message is gone, until the entry expires.

use std::collections::HashMap;

use domain::{ClientMessageId, MessageId, RoomId, Timestamp, UserId};
use entity::client_ids::{ActiveModel, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::Expr,
};

use super::{Result, counted, is_one_of, number};

/// What sending led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The client's name for it.
    pub client_message_id: ClientMessageId,
    /// Where.
    pub room: RoomId,
    /// The message.
    pub message_id: MessageId,
    /// Its number.
    pub seq: u64,
    /// When it was accepted.
    pub sent_at: Timestamp,
}

/// Which of these have been used.
pub async fn list_used(
    db: &impl ConnectionTrait,
    pairs: impl IntoIterator<Item = (UserId, ClientMessageId)>,
) -> Result<HashMap<(UserId, ClientMessageId), Sent>> {
    let rows = Entity::find()
        .filter(is_one_of(
            Expr::col(Column::UserId),
            Expr::col(Column::ClientMessageId),
            pairs.into_iter().map(|(user, id)| (user.0, id.0)),
        ))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let key = (UserId(row.user_id), ClientMessageId(row.client_message_id));
            let sent = Sent {
                client_message_id: key.1,
                room: RoomId(row.room_id),
                message_id: MessageId(row.message_id),
                seq: counted(row.seq),
                sent_at: Timestamp(row.sent_at),
            };
            (key, sent)
        })
        .collect())
}

/// New entries, all in one statement.
pub async fn insert_many(
    db: &impl ConnectionTrait,
    entries: impl IntoIterator<Item = (UserId, Sent)>,
) -> Result<()> {
    Entity::insert_many(entries.into_iter().map(|(user, sent)| ActiveModel {
        user_id: Set(user.into()),
        client_message_id: Set(sent.client_message_id.into()),
        room_id: Set(sent.room.into()),
        message_id: Set(sent.message_id.into()),
        seq: Set(number(sent.seq)),
        sent_at: Set(sent.sent_at.0),
    }))
    .exec_without_returning(db)
    .await?;
    Ok(())
}

/// Forgets entries from before `time`; answers how many.
pub async fn delete_before(db: &impl ConnectionTrait, time: Timestamp) -> Result<u64> {
    let outcome = Entity::delete_many()
        .filter(Column::SentAt.lt(time.0))
        .exec(db)
        .await?;
    Ok(outcome.rows_affected)
}

//! The ledger of client ids: what a client named a message before sending, and what sending it led to. It answers a
//! second sending with the first result, even after the message is gone, until the entry expires.

use std::collections::HashMap;

use domain::{ClientMessageId, MessageId, RoomId, Timestamp, UserId};
use entity::client_ids::{Column, Entity};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{Result, counted, is_one_of};

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

/// Names that were used before `time`, some of them. There is no index for it: it reads along the table.
pub async fn list_before(
    db: &impl ConnectionTrait,
    time: Timestamp,
    limit: u64,
) -> Result<Vec<(UserId, ClientMessageId)>> {
    let names: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::UserId, Column::ClientMessageId])
        .filter(Column::SentAt.lt(time.0))
        .limit(limit)
        .into_tuple()
        .all(db)
        .await?;
    Ok(names
        .into_iter()
        .map(|(user, name)| (UserId(user), ClientMessageId(name)))
        .collect())
}

/// Forgets these.
pub async fn delete(
    db: &impl ConnectionTrait,
    names: impl IntoIterator<Item = (UserId, ClientMessageId)>,
) -> Result<()> {
    Entity::delete_many()
        .filter(is_one_of(
            Expr::col(Column::UserId),
            Expr::col(Column::ClientMessageId),
            names.into_iter().map(|(user, name)| (user.0, name.0)),
        ))
        .exec(db)
        .await?;
    Ok(())
}

//! What messages said before.

use domain::{MessageId, Timestamp, UserId, message::Wording};
use entity::{
    messages,
    wordings::{ActiveModel, Column, Entity},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{Result, number};

/// Keeps what a message has said since `at`, until the change with this number.
pub async fn insert(
    db: &impl ConnectionTrait,
    message: MessageId,
    change: u64,
    body: &str,
    at: Timestamp,
) -> Result<()> {
    Entity::insert(ActiveModel {
        message_id: Set(message.into()),
        number: Set(number(change)),
        body: Set(body.to_owned()),
        at: Set(at.0),
    })
    .exec_without_returning(db)
    .await?;
    Ok(())
}

/// All of a message, oldest first.
pub async fn list(db: &impl ConnectionTrait, message: MessageId) -> Result<Vec<Wording>> {
    let rows = Entity::find()
        .filter(Column::MessageId.eq(Uuid::from(message)))
        .order_by_asc(Column::Number)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Wording {
            body: row.body,
            at: Timestamp(row.at),
        })
        .collect())
}

/// Takes all of a message away.
pub async fn delete_all(db: &impl ConnectionTrait, message: MessageId) -> Result<()> {
    Entity::delete_many()
        .filter(Column::MessageId.eq(Uuid::from(message)))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes all of an author's messages away. Looks at the wordings, of which there are few, and not at all that they said.
pub async fn delete_of(db: &impl ConnectionTrait, author: UserId) -> Result<()> {
    let message = |column| Expr::col((messages::Entity, column));
    let theirs = Query::select()
        .expr(Expr::val(1))
        .from(messages::Entity)
        .and_where(message(messages::Column::Id).equals((Entity, Column::MessageId)))
        .and_where(message(messages::Column::AuthorId).eq(Uuid::from(author)))
        .to_owned();
    Entity::delete_many()
        .filter(Expr::exists(theirs))
        .exec(db)
        .await?;
    Ok(())
}

//! Who has reacted to what.

use std::collections::HashSet;

use domain::{MessageId, UserId};
use entity::reactions::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{Result, number};

/// Adds a reaction that came with a change. It must not be there.
pub async fn insert(
    db: &impl ConnectionTrait,
    message: MessageId,
    user: UserId,
    emoji: &str,
    change: u64,
) -> Result<()> {
    Entity::insert(ActiveModel {
        message_id: Set(message.into()),
        emoji: Set(emoji.to_owned()),
        user_id: Set(user.into()),
        number: Set(number(change)),
    })
    .exec_without_returning(db)
    .await?;
    Ok(())
}

/// Takes a reaction away.
pub async fn delete(
    db: &impl ConnectionTrait,
    message: MessageId,
    user: UserId,
    emoji: &str,
) -> Result<()> {
    Entity::delete_by_id((message.into(), emoji.to_owned(), user.into()))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes all of a message away.
pub async fn delete_all(db: &impl ConnectionTrait, message: MessageId) -> Result<()> {
    Entity::delete_many()
        .filter(Column::MessageId.eq(Uuid::from(message)))
        .exec(db)
        .await?;
    Ok(())
}

/// Whether someone has reacted to a message with an emoji.
pub async fn exists(
    db: &impl ConnectionTrait,
    message: MessageId,
    user: UserId,
    emoji: &str,
) -> Result<bool> {
    let found = Entity::find_by_id((message.into(), emoji.to_owned(), user.into()));
    Ok(found.one(db).await?.is_some())
}

/// With what someone has reacted to these messages.
pub async fn list_of(
    db: &impl ConnectionTrait,
    user: UserId,
    messages: impl IntoIterator<Item = MessageId>,
) -> Result<HashSet<(MessageId, String)>> {
    let rows = Entity::find()
        .filter(Column::UserId.eq(Uuid::from(user)))
        .filter(Column::MessageId.is_in(messages.into_iter().map(Uuid::from)))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.message_id.into(), row.emoji))
        .collect())
}

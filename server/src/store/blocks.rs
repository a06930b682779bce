//! Who has blocked whom.

use domain::{Timestamp, UserId};
use entity::blocks;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, sea_query::OnConflict,
};

use super::Result;

/// Whom a person has blocked, oldest first.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<UserId>> {
    let rows = blocks::Entity::find()
        .filter(blocks::Column::UserId.eq(user.0))
        .order_by_asc(blocks::Column::CreatedAt)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.blocked_id.into()).collect())
}

/// Whether `user` has blocked `other`.
///
/// # Errors
/// Those of the database.
pub async fn exists(db: &impl ConnectionTrait, user: UserId, other: UserId) -> Result<bool> {
    let count = blocks::Entity::find_by_id((user.0, other.0))
        .count(db)
        .await?;
    Ok(count > 0)
}

/// Blocks; once is enough.
///
/// # Errors
/// Those of the database.
pub async fn insert(
    db: &impl ConnectionTrait,
    user: UserId,
    blocked: UserId,
    now: Timestamp,
) -> Result<()> {
    let row = blocks::ActiveModel {
        user_id: Set(user.0),
        blocked_id: Set(blocked.0),
        created_at: Set(now.0),
    };
    blocks::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([blocks::Column::UserId, blocks::Column::BlockedId])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Unblocks.
///
/// # Errors
/// Those of the database.
pub async fn delete(db: &impl ConnectionTrait, user: UserId, blocked: UserId) -> Result<()> {
    blocks::Entity::delete_by_id((user.0, blocked.0))
        .exec(db)
        .await?;
    Ok(())
}

/// Forgets all that has to do with a person.
///
/// # Errors
/// Those of the database.
pub async fn delete_all(db: &impl ConnectionTrait, user: UserId) -> Result<()> {
    use sea_orm::Condition;
    blocks::Entity::delete_many()
        .filter(
            Condition::any()
                .add(blocks::Column::UserId.eq(user.0))
                .add(blocks::Column::BlockedId.eq(user.0)),
        )
        .exec(db)
        .await?;
    Ok(())
}

//! How people say they feel. What has ended is given to nobody, whether it has been forgotten already or not.

use std::collections::HashMap;

use domain::{Timestamp, UserId, feeling::Declared};
use entity::feelings;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};
use uuid::Uuid;

use super::{Result, from_word, word};

/// What these people say now; who says nothing is left out.
///
/// # Errors
/// Those of the database.
pub async fn list(
    db: &impl ConnectionTrait,
    users: impl IntoIterator<Item = UserId>,
    now: Timestamp,
) -> Result<HashMap<UserId, Declared>> {
    let ids: Vec<Uuid> = users.into_iter().map(Uuid::from).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = feelings::Entity::find()
        .filter(feelings::Column::UserId.is_in(ids))
        .filter(feelings::Column::Until.gt(now.0))
        .all(db)
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.user_id.into(), declared(row)?)))
        .collect()
}

/// What one person says now.
///
/// # Errors
/// Those of the database.
pub async fn find(
    db: &impl ConnectionTrait,
    user: UserId,
    now: Timestamp,
) -> Result<Option<Declared>> {
    Ok(list(db, [user], now).await?.remove(&user))
}

/// A person says it, instead of what they said before.
///
/// # Errors
/// Those of the database.
pub async fn set(db: &impl ConnectionTrait, user: UserId, declared: &Declared) -> Result<()> {
    let row = feelings::ActiveModel {
        user_id: Set(user.0),
        feeling: Set(word(declared.feeling)),
        note: Set(declared.note.clone()),
        until: Set(declared.until.0),
    };
    feelings::Entity::insert(row)
        .on_conflict(
            OnConflict::column(feelings::Column::UserId)
                .update_columns([
                    feelings::Column::Feeling,
                    feelings::Column::Note,
                    feelings::Column::Until,
                ])
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// A person says nothing any more. False if they said nothing.
///
/// # Errors
/// Those of the database.
pub async fn delete(db: &impl ConnectionTrait, user: UserId) -> Result<bool> {
    let gone = feelings::Entity::delete_by_id(user.0).exec(db).await?;
    Ok(gone.rows_affected > 0)
}

/// Forgets what has ended; how much that was.
///
/// # Errors
/// Those of the database.
pub async fn delete_ended(db: &impl ConnectionTrait, now: Timestamp) -> Result<u64> {
    let gone = feelings::Entity::delete_many()
        .filter(feelings::Column::Until.lte(now.0))
        .exec(db)
        .await?;
    Ok(gone.rows_affected)
}

fn declared(row: feelings::Model) -> Result<Declared> {
    Ok(Declared {
        feeling: from_word(&row.feeling)?,
        note: row.note,
        until: Timestamp(row.until),
    })
}

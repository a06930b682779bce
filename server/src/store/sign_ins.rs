//! Sign-ins: which device may act for whom, and for how long.

use domain::{SignInId, Timestamp, UserId};
use entity::sign_ins;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::Result;

/// One sign-in, without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInRow {
    /// Which.
    pub id: SignInId,
    /// Whose.
    pub user: UserId,
    /// "Firefox on Linux".
    pub device_name: String,
    /// When it began.
    pub created_at: Timestamp,
    /// To the minute.
    pub last_used_at: Timestamp,
    /// When it ends, used or not.
    pub expires_at: Timestamp,
}

impl From<sign_ins::Model> for SignInRow {
    fn from(row: sign_ins::Model) -> Self {
        Self {
            id: row.id.into(),
            user: row.user_id.into(),
            device_name: row.device_name,
            created_at: Timestamp(row.created_at),
            last_used_at: Timestamp(row.last_used_at),
            expires_at: Timestamp(row.expires_at),
        }
    }
}

/// Adds a sign-in.
///
/// # Errors
/// Those of the database.
pub async fn insert(db: &impl ConnectionTrait, new: SignInRow, token_hash: Vec<u8>) -> Result<()> {
    let row = sign_ins::ActiveModel {
        id: Set(new.id.0),
        user_id: Set(new.user.0),
        token_hash: Set(token_hash),
        device_name: Set(new.device_name),
        created_at: Set(new.created_at.0),
        last_used_at: Set(new.last_used_at.0),
        expires_at: Set(new.expires_at.0),
    };
    sign_ins::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// By the hash of its token, whether it has ended or not.
///
/// # Errors
/// Those of the database.
pub async fn find_by_token(
    db: &impl ConnectionTrait,
    token_hash: Vec<u8>,
) -> Result<Option<SignInRow>> {
    let row = sign_ins::Entity::find()
        .filter(sign_ins::Column::TokenHash.eq(token_hash))
        .one(db)
        .await?;
    Ok(row.map(SignInRow::from))
}

/// A person's, last used first.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<SignInRow>> {
    let rows = sign_ins::Entity::find()
        .filter(sign_ins::Column::UserId.eq(user.0))
        .order_by_desc(sign_ins::Column::LastUsedAt)
        .order_by_desc(sign_ins::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(SignInRow::from).collect())
}

/// Those of `ids` that have not ended: for the sockets' check.
///
/// # Errors
/// Those of the database.
pub async fn list_live(
    db: &impl ConnectionTrait,
    ids: &[SignInId],
    now: Timestamp,
    idle_ms: i64,
) -> Result<Vec<SignInId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = sign_ins::Entity::find()
        .filter(sign_ins::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(sign_ins::Column::ExpiresAt.gt(now.0))
        .filter(sign_ins::Column::LastUsedAt.gt(now.0.saturating_sub(idle_ms)))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.id.into()).collect())
}

/// It was used just now.
///
/// # Errors
/// Those of the database.
pub async fn touch(db: &impl ConnectionTrait, id: SignInId, now: Timestamp) -> Result<()> {
    // Not an update of a row that must exist: it may have ended a moment ago.
    sign_ins::Entity::update_many()
        .set(sign_ins::ActiveModel {
            last_used_at: Set(now.0),
            ..Default::default()
        })
        .filter(sign_ins::Column::Id.eq(id.0))
        .filter(sign_ins::Column::LastUsedAt.lt(now.0))
        .exec(db)
        .await?;
    Ok(())
}

/// These are being used.
///
/// # Errors
/// Those of the database.
pub async fn touch_all(db: &impl ConnectionTrait, ids: &[SignInId], now: Timestamp) -> Result<()> {
    sign_ins::Entity::update_many()
        .set(sign_ins::ActiveModel {
            last_used_at: Set(now.0),
            ..Default::default()
        })
        .filter(sign_ins::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .exec(db)
        .await?;
    Ok(())
}

/// Ends one of a person's. False: they have no such.
///
/// # Errors
/// Those of the database.
pub async fn delete(db: &impl ConnectionTrait, user: UserId, id: SignInId) -> Result<bool> {
    let outcome = sign_ins::Entity::delete_many()
        .filter(sign_ins::Column::Id.eq(id.0))
        .filter(sign_ins::Column::UserId.eq(user.0))
        .exec(db)
        .await?;
    Ok(outcome.rows_affected > 0)
}

/// Ends all of a person's but `kept`, and says which those were.
///
/// # Errors
/// Those of the database.
pub async fn delete_others(
    db: &impl ConnectionTrait,
    user: UserId,
    kept: Option<SignInId>,
) -> Result<Vec<SignInId>> {
    let mut ended: Vec<SignInId> = list(db, user).await?.iter().map(|row| row.id).collect();
    ended.retain(|id| Some(*id) != kept);
    if !ended.is_empty() {
        sign_ins::Entity::delete_many()
            .filter(sign_ins::Column::Id.is_in(ended.iter().map(|id| id.0)))
            .exec(db)
            .await?;
    }
    Ok(ended)
}

/// Forgets those of a person that have run out.
///
/// # Errors
/// Those of the database.
pub async fn delete_ended(
    db: &impl ConnectionTrait,
    user: UserId,
    now: Timestamp,
    idle_ms: i64,
) -> Result<()> {
    sign_ins::Entity::delete_many()
        .filter(sign_ins::Column::UserId.eq(user.0))
        .filter(
            Condition::any()
                .add(sign_ins::Column::ExpiresAt.lte(now.0))
                .add(sign_ins::Column::LastUsedAt.lte(now.0.saturating_sub(idle_ms))),
        )
        .exec(db)
        .await?;
    Ok(())
}

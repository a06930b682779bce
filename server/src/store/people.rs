//! People as rooms need them: many at once.

use std::collections::HashMap;

use domain::{UserId, people::Person};
use entity::users;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

use super::{Result, users::person};

/// These people; who is not there is left out.
pub async fn list(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, Person>> {
    let ids: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = users::Entity::find()
        .filter(users::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id.into(), person(row)))
        .collect())
}

/// Which of these have an account that is not deleted, in the order of their ids. None of them is deleted until the
/// transaction ends.
pub async fn list_present(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<Vec<UserId>> {
    let ids: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Uuid> = users::Entity::find()
        .select_only()
        .column(users::Column::Id)
        .filter(users::Column::Id.is_in(ids))
        .filter(users::Column::DeletedAt.is_null())
        .order_by_asc(users::Column::Id)
        .lock_shared()
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// When these people were last there, as far as it is known.
pub async fn list_last_seen(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = UserId>,
) -> Result<HashMap<UserId, domain::Timestamp>> {
    let ids: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, Option<i64>)> = users::Entity::find()
        .select_only()
        .columns([users::Column::Id, users::Column::LastSeenAt])
        .filter(users::Column::Id.is_in(ids))
        .filter(users::Column::LastSeenAt.is_not_null())
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, at)| Some((id.into(), domain::Timestamp(at?))))
        .collect())
}

/// They went at this time.
pub async fn update_last_seen(
    db: &impl ConnectionTrait,
    user: UserId,
    at: domain::Timestamp,
) -> Result<()> {
    users::Entity::update_many()
        .col_expr(users::Column::LastSeenAt, Expr::value(at.0))
        .filter(users::Column::Id.eq(Uuid::from(user)))
        .filter(users::Column::DeletedAt.is_null())
        .exec(db)
        .await?;
    Ok(())
}

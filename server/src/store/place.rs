//! The place: one row, and the secrets that are made at the first start.

use domain::{
    RoomId,
    place::{JoinPolicy, Purpose},
};
use entity::{place, secrets};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect,
    sea_query::OnConflict,
};

use super::{Result, from_word, word};

const ONLY: i32 = 1;

/// The place as its owner set it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceRow {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Who may sign up.
    pub join_policy: JoinPolicy,
    /// The owner has answered.
    pub is_set_up: bool,
    /// The code in the invitation link.
    pub invitation_code: String,
    /// The room that everyone who signs up joins.
    pub first_room: Option<RoomId>,
}

/// The place; nothing before the first start has made it.
///
/// # Errors
/// Those of the database.
pub async fn find(db: &impl ConnectionTrait) -> Result<Option<PlaceRow>> {
    let Some(row) = place::Entity::find_by_id(ONLY).one(db).await? else {
        return Ok(None);
    };
    Ok(Some(PlaceRow {
        purpose: from_word(&row.purpose)?,
        join_policy: from_word(&row.join_policy)?,
        name: row.name,
        is_set_up: row.is_set_up,
        invitation_code: row.invitation_code,
        first_room: row.first_room_id.map(RoomId::from),
    }))
}

/// Keeps others from what concerns the place as a whole until the transaction ends: who its owners are, what they have
/// decided.
///
/// # Errors
/// Those of the database.
pub async fn lock(db: &impl ConnectionTrait) -> Result<()> {
    place::Entity::find_by_id(ONLY)
        .lock_exclusive()
        .one(db)
        .await?;
    Ok(())
}

/// Makes the place.
///
/// # Errors
/// Those of the database; there can be one only.
pub async fn insert(db: &impl ConnectionTrait, row: PlaceRow) -> Result<()> {
    place::Entity::insert(model(row))
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Writes what has changed of it.
///
/// # Errors
/// Those of the database.
pub async fn update(db: &impl ConnectionTrait, row: PlaceRow) -> Result<()> {
    model(row).update(db).await?;
    Ok(())
}

fn model(row: PlaceRow) -> place::ActiveModel {
    let row = place::Model {
        id: ONLY,
        name: row.name,
        purpose: word(row.purpose),
        join_policy: word(row.join_policy),
        is_set_up: row.is_set_up,
        invitation_code: row.invitation_code,
        first_room_id: row.first_room.map(|room| room.0),
    };
    row.into_active_model().reset_all()
}

/// A secret by name.
///
/// # Errors
/// Those of the database.
pub async fn secret(db: &impl ConnectionTrait, name: &str) -> Result<Option<Vec<u8>>> {
    let row = secrets::Entity::find_by_id(name.to_owned()).one(db).await?;
    Ok(row.map(|row| row.value))
}

/// Keeps a secret, in place of an older one of this name.
///
/// # Errors
/// Those of the database.
pub async fn keep_secret(db: &impl ConnectionTrait, name: &str, value: Vec<u8>) -> Result<()> {
    let row = secrets::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value),
    };
    secrets::Entity::insert(row)
        .on_conflict(
            OnConflict::column(secrets::Column::Name)
                .update_column(secrets::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// Forgets a secret.
///
/// # Errors
/// Those of the database.
pub async fn forget_secret(db: &impl ConnectionTrait, name: &str) -> Result<()> {
    secrets::Entity::delete_by_id(name.to_owned())
        .exec(db)
        .await?;
    Ok(())
}

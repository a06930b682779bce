//! What people sign in with. Apart from [`super::users`], so that no query for people can meet an address.

use domain::UserId;
use entity::{credentials, users};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect,
};

use super::Result;

/// What a sign-in is checked against.
#[derive(Clone)]
pub struct Credential {
    /// Whose.
    pub user: UserId,
    /// Their address; for their own eyes.
    pub email: String,
    /// argon2id, as a PHC string.
    pub password_hash: String,
}

impl From<credentials::Model> for Credential {
    fn from(row: credentials::Model) -> Self {
        Self {
            user: row.user_id.into(),
            email: row.email,
            password_hash: row.password_hash,
        }
    }
}

/// Adds what a person signs in with.
///
/// # Errors
/// Those of the database.
pub async fn insert(db: &impl ConnectionTrait, new: Credential) -> Result<()> {
    let row = credentials::ActiveModel {
        user_id: Set(new.user.0),
        email: Set(new.email),
        password_hash: Set(new.password_hash),
    };
    credentials::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// A person's own.
///
/// # Errors
/// Those of the database.
pub async fn find(db: &impl ConnectionTrait, user: UserId) -> Result<Option<Credential>> {
    let row = credentials::Entity::find_by_id(user.0).one(db).await?;
    Ok(row.map(Credential::from))
}

/// A person's own, kept from changing until the transaction ends.
///
/// # Errors
/// Those of the database.
pub async fn find_for_update(
    db: &impl ConnectionTrait,
    user: UserId,
) -> Result<Option<Credential>> {
    let row = credentials::Entity::find_by_id(user.0)
        .lock_exclusive()
        .one(db)
        .await?;
    Ok(row.map(Credential::from))
}

/// By e-mail address.
///
/// # Errors
/// Those of the database.
pub async fn find_by_email(db: &impl ConnectionTrait, email: &str) -> Result<Option<Credential>> {
    let row = credentials::Entity::find()
        .filter(credentials::Column::Email.eq(email))
        .one(db)
        .await?;
    Ok(row.map(Credential::from))
}

/// By username.
///
/// # Errors
/// Those of the database.
pub async fn find_by_username(
    db: &impl ConnectionTrait,
    username: &str,
) -> Result<Option<Credential>> {
    let user = users::Entity::find()
        .filter(users::Column::Username.eq(username))
        .filter(users::Column::DeletedAt.is_null())
        .one(db)
        .await?;
    match user {
        Some(user) => find(db, user.id.into()).await,
        None => Ok(None),
    }
}

/// Whether an address is in use.
///
/// # Errors
/// Those of the database.
pub async fn is_taken(db: &impl ConnectionTrait, email: &str) -> Result<bool> {
    let count = credentials::Entity::find()
        .filter(credentials::Column::Email.eq(email))
        .count(db)
        .await?;
    Ok(count > 0)
}

/// A new password.
///
/// # Errors
/// Those of the database.
pub async fn update_password(
    db: &impl ConnectionTrait,
    user: UserId,
    password_hash: String,
) -> Result<()> {
    let row = credentials::ActiveModel {
        user_id: Set(user.0),
        password_hash: Set(password_hash),
        ..Default::default()
    };
    row.update(db).await?;
    Ok(())
}

/// Forgets address and password.
///
/// # Errors
/// Those of the database.
pub async fn delete(db: &impl ConnectionTrait, user: UserId) -> Result<()> {
    credentials::Entity::delete_by_id(user.0).exec(db).await?;
    Ok(())
}

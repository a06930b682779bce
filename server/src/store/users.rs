//! People. What comes out is what others may know of them; addresses and passwords are elsewhere ([`super::credentials`]).

use domain::{
    Timestamp, UserId,
    people::{Person, PlaceRole},
};
use entity::{blocks, users};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Expr,
};

use super::{
    Result,
    folded::{fold, holds},
    from_word, time, word,
};

/// A person to be.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Who.
    pub id: UserId,
    /// Checked.
    pub username: String,
    /// Checked.
    pub first_name: String,
    /// Checked.
    pub last_name: String,
    /// In the place.
    pub role: PlaceRole,
}

/// Adds a person.
///
/// # Errors
/// Those of the database.
pub async fn insert(db: &impl ConnectionTrait, new: NewUser, now: Timestamp) -> Result<()> {
    let row = users::ActiveModel {
        id: Set(new.id.0),
        search_text: Set(search_text(&new.first_name, &new.last_name, &new.username)),
        username: Set(new.username),
        first_name: Set(new.first_name),
        last_name: Set(new.last_name),
        about: Set(String::new()),
        role: Set(word(new.role)),
        created_at: Set(now.0),
        deleted_at: Set(None),
        last_seen_at: Set(None),
    };
    users::Entity::insert(row)
        .exec_without_returning(db)
        .await?;
    Ok(())
}

/// One person, deleted or not.
///
/// # Errors
/// Those of the database.
pub async fn find(db: &impl ConnectionTrait, id: UserId) -> Result<Option<Person>> {
    Ok(users::Entity::find_by_id(id.0).one(db).await?.map(person))
}

/// One person by username. A deleted account has none.
///
/// # Errors
/// Those of the database.
pub async fn find_by_username(db: &impl ConnectionTrait, username: &str) -> Result<Option<Person>> {
    let row = users::Entity::find()
        .filter(users::Column::Username.eq(username))
        .filter(users::Column::DeletedAt.is_null())
        .one(db)
        .await?;
    Ok(row.map(person))
}

/// These people, in no order, deleted ones too.
///
/// # Errors
/// Those of the database.
pub async fn list(db: &impl ConnectionTrait, ids: &[UserId]) -> Result<Vec<Person>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = users::Entity::find()
        .filter(users::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(person).collect())
}

/// People whose name or username holds every word of `query`, those where a word begins with it first, then by name.
/// Leaves out `viewer`, deleted accounts and whoever has blocked `viewer`.
///
/// # Errors
/// Those of the database.
pub async fn search(
    db: &impl ConnectionTrait,
    viewer: UserId,
    query: &str,
    limit: u64,
) -> Result<Vec<Person>> {
    let folded = fold(query);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let blocking = blocks::Entity::find()
        .select_only()
        .column(blocks::Column::UserId)
        .filter(blocks::Column::BlockedId.eq(viewer.0))
        .into_query();
    let mut people = users::Entity::find()
        .filter(users::Column::Id.ne(viewer.0))
        .filter(users::Column::DeletedAt.is_null())
        .filter(users::Column::Id.not_in_subquery(blocking));
    for word in &words {
        people = people.filter(holds(users::Column::SearchText, word));
    }
    if let Some(first) = words.first() {
        let begins: Expr = Expr::case(holds(users::Column::SearchText, &format!(" {first}")), 0)
            .finally(1)
            .into();
        people = people.order_by_asc(begins);
    }
    let rows = people
        .order_by_asc(users::Column::SearchText)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(person).collect())
}

/// A person's role in the place; none if there is no such person any more.
///
/// # Errors
/// Those of the database.
pub async fn role(db: &impl ConnectionTrait, id: UserId) -> Result<Option<PlaceRole>> {
    let row = users::Entity::find_by_id(id.0)
        .filter(users::Column::DeletedAt.is_null())
        .one(db)
        .await?;
    row.map(|row| from_word(&row.role)).transpose()
}

/// How many accounts there are.
///
/// # Errors
/// Those of the database.
pub async fn count(db: &impl ConnectionTrait) -> Result<u64> {
    users::Entity::find()
        .filter(users::Column::DeletedAt.is_null())
        .count(db)
        .await
}

/// How many owners the place has.
///
/// # Errors
/// Those of the database.
pub async fn count_owners(db: &impl ConnectionTrait) -> Result<u64> {
    users::Entity::find()
        .filter(users::Column::DeletedAt.is_null())
        .filter(users::Column::Role.eq(word(PlaceRole::Owner)))
        .count(db)
        .await
}

/// New names and a new line about oneself.
///
/// # Errors
/// Those of the database.
pub async fn update_profile(
    db: &impl ConnectionTrait,
    id: UserId,
    first_name: &str,
    last_name: &str,
    about: &str,
) -> Result<Option<Person>> {
    let row = users::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(db)
        .await?;
    // Nothing is written into what is left of an account.
    let Some(row) = row.filter(|row| row.deleted_at.is_none()) else {
        return Ok(None);
    };
    let search = search_text(first_name, last_name, &row.username);
    let mut row = row.into_active_model();
    row.first_name = Set(first_name.to_owned());
    row.last_name = Set(last_name.to_owned());
    row.about = Set(about.to_owned());
    row.search_text = Set(search);
    Ok(Some(person(row.update(db).await?)))
}

/// Takes names, username and everything else that tells who it was out of the row; what is left keeps the author of
/// what was said.
///
/// # Errors
/// Those of the database.
pub async fn erase(
    db: &impl ConnectionTrait,
    id: UserId,
    now: Timestamp,
) -> Result<Option<Person>> {
    let row = users::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(db)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let mut row = row.into_active_model();
    // Longer than any username that can be chosen, so it stands in nobody's way.
    row.username = Set(format!("former-{}", id.0.simple()));
    row.first_name = Set("Former".to_owned());
    row.last_name = Set("member".to_owned());
    row.about = Set(String::new());
    row.search_text = Set(String::new());
    row.role = Set(word(PlaceRole::Member));
    row.deleted_at = Set(Some(now.0));
    row.last_seen_at = Set(None);
    Ok(Some(person(row.update(db).await?)))
}

/// When a person was last there.
///
/// # Errors
/// Those of the database.
pub async fn last_seen(db: &impl ConnectionTrait, id: UserId) -> Result<Option<Timestamp>> {
    let row = users::Entity::find_by_id(id.0).one(db).await?;
    Ok(row.and_then(|row| time(row.last_seen_at)))
}

/// A row as others may see it.
#[must_use]
pub fn person(row: users::Model) -> Person {
    Person {
        id: row.id.into(),
        username: row.username,
        first_name: row.first_name,
        last_name: row.last_name,
        about: row.about,
        is_deleted: row.deleted_at.is_some(),
    }
}

/// Each word begins after a blank, so that "begins with" is a search too.
fn search_text(first_name: &str, last_name: &str, username: &str) -> String {
    format!(" {} {} {username}", fold(first_name), fold(last_name))
}

//! Bringing the schema up to date, also where a newer version has been here before: while servers are brought up to date
//! one after the other, the old ones go on beside the new ones, and may have to start again.

use std::collections::HashSet;

use anyhow::Context;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, IntoDatabaseExecutor};

/// What is to be done to a database.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outlook {
    /// The newest migration that has been made.
    pub last: Option<String>,
    /// Some of this version are missing.
    pub is_behind: bool,
    /// Some were made by a newer version.
    pub is_ahead: bool,
}

pub(super) async fn outlook(db: &impl ConnectionTrait) -> anyhow::Result<Outlook> {
    let made: Vec<String> = Migrator::get_migration_models(db)
        .await?
        .into_iter()
        .map(|row| row.version)
        .collect();
    let known: HashSet<String> = Migrator::migrations()
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect();
    Ok(Outlook {
        is_behind: known.iter().any(|name| !made.contains(name)),
        is_ahead: made.iter().any(|name| !known.contains(name)),
        // They are named by date.
        last: made.into_iter().max(),
    })
}

/// Makes the migrations that are missing. A database of a newer version stays as it is: each version leaves the one
/// before it able to work.
///
/// # Errors
/// Where one fails, or the database has some of a newer version but not all of this one.
pub(super) async fn up<'a, C>(db: &'a C) -> anyhow::Result<()>
where
    C: ConnectionTrait,
    &'a C: IntoDatabaseExecutor<'a>,
{
    let outlook = outlook(db).await?;
    if outlook.is_ahead && outlook.is_behind {
        anyhow::bail!(
            "The database is of another version of Moodlight (its newest migration is {}) and lacks some of this one.",
            outlook.last.unwrap_or_default()
        );
    }
    if outlook.is_ahead {
        tracing::warn!(
            database.version = outlook.last.as_deref().unwrap_or_default(),
            "the database is of a newer version than this server"
        );
        return Ok(());
    }
    Migrator::up(db, None)
        .await
        .context("The database could not be brought up to date.")
}

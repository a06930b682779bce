//! Whether a file is a whole Moodlight database, and what is in it: asked of every copy before anyone relies on it.

use std::path::Path;

use anyhow::{Context, bail, ensure};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, Statement,
    sqlx::{
        ConnectOptions as _,
        sqlite::{SqliteConnectOptions, SqlitePoolOptions},
    },
};

use super::migrations;

/// How much is in a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Accounts, also deleted ones.
    pub people: u64,
    /// Rooms of all kinds.
    pub rooms: u64,
    /// Messages in them.
    pub messages: u64,
}

/// Reads all of a file to which nobody writes.
///
/// # Errors
/// One sentence that says what is wrong with it.
pub(super) async fn check(path: &Path) -> anyhow::Result<Contents> {
    // Immutable: no log beside the file is looked for, and none is made.
    let options = SqliteConnectOptions::new()
        .filename(path)
        .read_only(true)
        .immutable(true)
        .disable_statement_logging();
    let db: DatabaseConnection = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await
        .context("It is not a database.")?
        .into();
    let outcome = check_database(&db).await;
    db.close().await?;
    outcome
}

async fn check_database(db: &DatabaseConnection) -> anyhow::Result<Contents> {
    is_known_version(db).await?;
    let told: Vec<String> = list(db, "PRAGMA integrity_check").await?;
    // One fault may take several lines.
    let lines: Vec<&str> = told.iter().flat_map(|told| told.lines()).collect();
    ensure!(lines == ["ok"], "It is damaged: {}.", lines.join("; "));
    let lost: Vec<String> = list(db, "PRAGMA foreign_key_check").await?;
    ensure!(
        lost.is_empty(),
        "Rows that belong to others are without them, in {}.",
        lost.join(", ")
    );
    // Every number that a room has given is a message or another change.
    let gaps = count(
        db,
        "SELECT count(*) FROM rooms WHERE head <> (SELECT count(*) FROM messages WHERE room_id = rooms.id) \
         + (SELECT count(*) FROM room_changes WHERE room_id = rooms.id)",
    )
    .await?;
    ensure!(gaps == 0, "Changes are missing in {gaps} of its rooms.");
    Ok(Contents {
        people: count(db, "SELECT count(*) FROM users").await?,
        rooms: count(db, "SELECT count(*) FROM rooms").await?,
        messages: count(db, "SELECT count(*) FROM messages").await?,
    })
}

/// Of this version, or of an older one.
///
/// # Errors
/// Where it is of a newer one, or no database of Moodlight.
async fn is_known_version(db: &DatabaseConnection) -> anyhow::Result<migrations::Outlook> {
    let is_ours = "SELECT count(*) FROM sqlite_schema WHERE name = 'seaql_migrations'";
    let outlook = match count(db, is_ours).await.context("It is not a database.")? {
        0 => None,
        _ => Some(migrations::outlook(db).await?),
    };
    match outlook {
        Some(outlook) if outlook.is_ahead => {
            bail!("It is of a newer version of Moodlight than this program.")
        }
        Some(outlook) if outlook.last.is_some() => Ok(outlook),
        _ => bail!("It is not a database of Moodlight."),
    }
}

/// Refuses a database that this version would first have to bring up to date.
///
/// # Errors
/// One sentence that says so.
pub(super) async fn is_of_this_version(db: &DatabaseConnection) -> anyhow::Result<()> {
    let outlook = is_known_version(db).await?;
    ensure!(
        !outlook.is_behind,
        "It is of an older version of Moodlight: start a server of this version on it once, which brings it up to date."
    );
    Ok(())
}

async fn count(db: &DatabaseConnection, sql: &str) -> anyhow::Result<u64> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await?;
    let number: i64 = row.context("a count has a row")?.try_get_by_index(0)?;
    Ok(u64::try_from(number)?)
}

/// The first column of every row.
async fn list(db: &DatabaseConnection, sql: &str) -> anyhow::Result<Vec<String>> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await?;
    let mut texts = Vec::with_capacity(rows.len());
    for row in rows {
        texts.push(row.try_get_by_index(0)?);
    }
    Ok(texts)
}

//! The database of a server: a directory of its own, or PostgreSQL that it may share with others.

mod appender;
pub mod copies;
mod directory;
mod migrations;
mod moving;
mod postgres;
mod sqlite;
mod whole;

use std::path::Path;

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};
use tokio_util::sync::CancellationToken;

use super::search::Index;
use crate::config::Storage;
pub(crate) use appender::Appender;
pub use moving::Moving;
use postgres::Postgres;
use sqlite::Sqlite;
pub use whole::Contents;

/// See the module. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database(Engine);

#[derive(Clone, Debug)]
enum Engine {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Database {
    /// Opens the database, making it where it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// Where it cannot be reached or written, is not what it should be, or another server uses the directory.
    pub async fn open(storage: &Storage) -> anyhow::Result<Self> {
        match storage {
            Storage::Directory(path) => Self::open_directory(path).await,
            Storage::Postgres(url) => Ok(Self(Engine::Postgres(Postgres::open(url).await?))),
        }
    }

    /// The same for a directory.
    ///
    /// # Errors
    /// As [`Database::open`].
    pub async fn open_directory(path: &Path) -> anyhow::Result<Self> {
        Ok(Self(Engine::Sqlite(Sqlite::open(path).await?)))
    }

    /// One connection that may write, beside servers that may be running: for the operator's commands.
    ///
    /// # Errors
    /// Where there is no database.
    pub async fn open_beside(storage: &Storage) -> anyhow::Result<DatabaseConnection> {
        match storage {
            Storage::Directory(path) => Sqlite::open_beside(path).await,
            Storage::Postgres(url) => Postgres::open_beside(url).await,
        }
    }

    /// For queries outside a transaction. Cannot write.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.read(),
            Engine::Postgres(postgres) => postgres.read(),
        }
    }

    /// A transaction that may write. Only the writer asks for it.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.begin().await,
            Engine::Postgres(postgres) => postgres.begin().await,
        }
    }

    /// What writes posts where nobody else writes to this database; none where others may.
    pub(crate) fn appender(&self) -> Option<&Appender> {
        match &self.0 {
            Engine::Sqlite(sqlite) => Some(sqlite.appender()),
            Engine::Postgres(_) => None,
        }
    }

    /// What finds messages by their words.
    #[must_use]
    pub fn index(&self) -> Index {
        match &self.0 {
            Engine::Sqlite(sqlite) => Index::Sqlite(sqlite.index().clone()),
            Engine::Postgres(postgres) => Index::Postgres(postgres.index().clone()),
        }
    }

    /// Does what the engine needs done now and then, until `stop`.
    pub async fn tend_until(self, stop: CancellationToken) {
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.checkpoint_until(stop).await,
            // PostgreSQL looks after itself.
            Engine::Postgres(_) => {}
        }
    }

    /// An orderly end.
    pub async fn close(&self) {
        self.index().close().await;
        match &self.0 {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }
}

/// A connection that does not close is the system's to take back.
async fn close(connections: [&DatabaseConnection; 2]) {
    for connection in connections {
        if let Err(error) = connection.close_by_ref().await {
            tracing::warn!(error.cause = %error, "a database connection did not close");
        }
    }
}

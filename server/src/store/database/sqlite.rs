//! SQLite in a directory of one's own: one connection that writes, several that only read, a lock against a second server.
//!
//! WAL mode lets readers go on while one connection writes. All writes are made one after the other by
//! [`crate::services::writer`], with `synchronous=FULL`: a commit is on disk when it returns. Checkpoints are a task of
//! their own, so that no commit has to wait for one.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
    sqlx::{
        self, ConnectOptions as _, Connection as _,
        sqlite::{
            SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions,
            SqliteSynchronous,
        },
    },
};
use tokio_util::sync::CancellationToken;

use super::{appender::Appender, directory, migrations};
use crate::store::search::sqlite::SqliteIndex;

/// Connections that read: queries run on threads of their own, so a few more than cores keep both cores busy.
const READERS: u32 = 6;
/// How often what was written ahead is moved into the file, besides what the appender moves.
const CHECKPOINT_EVERY: Duration = Duration::from_secs(5);
/// Copies of the file made before migrations, of which the newest are kept.
const COPIES_KEPT: usize = 3;
/// How their names begin; the newest migration of the database follows.
const AFTER: &str = "after-";

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Sqlite {
    write: DatabaseConnection,
    read: DatabaseConnection,
    posts: Appender,
    index: SqliteIndex,
    /// Held as long as any clone lives; the system lets it go when the process ends, however it ends.
    _lock: Arc<File>,
}

impl Sqlite {
    /// Migrates after taking a copy.
    pub async fn open(data_dir: &Path) -> anyhow::Result<Self> {
        directory::make(data_dir).with_context(|| {
            format!("The data directory {} cannot be made.", data_dir.display())
        })?;
        let lock = directory::lock(data_dir)?;
        let path = directory::database(data_dir);
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("wal_autocheckpoint", "0")
            .pragma("cache_size", "-8192")
            .disable_statement_logging();
        let write: DatabaseConnection = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .after_release(|connection, _| Box::pin(is_clean(connection)))
            .connect_with(options)
            .await
            .with_context(|| format!("The database {} cannot be opened.", path.display()))?
            .into();
        copy_before_migrations(&write, data_dir).await?;
        migrations::up(&write).await?;

        let options = SqliteConnectOptions::new()
            .filename(&path)
            .read_only(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("mmap_size", "268435456")
            .pragma("cache_size", "-2048")
            .disable_statement_logging();
        let read = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(READERS)
            .idle_timeout(Duration::from_secs(60))
            .max_lifetime(None)
            .connect_with(options)
            .await
            .context("The database cannot be opened for reading.")?
            .into();
        Ok(Self {
            posts: Appender::start(&path)?,
            index: SqliteIndex::open(&directory::index(data_dir))?,
            write,
            read,
            _lock: Arc::new(lock),
        })
    }

    pub async fn open_beside(data_dir: &Path) -> anyhow::Result<DatabaseConnection> {
        let path = directory::database(data_dir);
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(false)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .disable_statement_logging();
        let connection = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options)
            .await
            .with_context(|| {
                format!("There is no Moodlight database in {}.", data_dir.display())
            })?;
        Ok(connection.into())
    }

    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Only the writer asks for it, so none ever waits for another.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.write
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    pub fn index(&self) -> &SqliteIndex {
        &self.index
    }

    /// Only the writer asks for it, outside of its transactions.
    pub fn appender(&self) -> &Appender {
        &self.posts
    }

    /// Moves what was written ahead into the file, every few seconds until `stop`.
    pub async fn checkpoint_until(&self, stop: CancellationToken) {
        let mut ticks = tokio::time::interval(CHECKPOINT_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = ticks.tick() => {}
            }
            // PASSIVE takes what it can without stopping anyone; readers come and go, so the log stays small.
            self.checkpoint("PASSIVE").await;
        }
    }

    /// Leaves a single file behind.
    pub async fn close(&self) {
        self.posts.end().await;
        self.checkpoint("TRUNCATE").await;
        super::close([&self.read, &self.write]).await;
    }

    async fn checkpoint(&self, mode: &str) {
        let sql = format!("PRAGMA wal_checkpoint({mode})");
        if let Err(error) = self.write.execute_unprepared(&sql).await {
            tracing::warn!(error.cause = %error, "a checkpoint failed");
        }
    }
}

/// False where a connection is still in a transaction, which nobody would ever commit: it is closed then. So it is when
/// SQLite has rolled back by itself, on a full disk, what its driver goes on counting as open.
async fn is_clean(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    // A rollback may still be queued; this waits behind it.
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

/// A copy of the whole database, consistent and compact, if migrations are about to change one that is in use.
async fn copy_before_migrations(db: &DatabaseConnection, data_dir: &Path) -> anyhow::Result<()> {
    let outlook = migrations::outlook(db).await?;
    let (Some(last), true) = (outlook.last, outlook.is_behind) else {
        return Ok(());
    };
    let copies = directory::copies(data_dir);
    std::fs::create_dir_all(&copies)?;
    let path = copies.join(format!("{AFTER}{last}.db"));
    // One from an attempt that failed half-way would stop VACUUM INTO.
    if path.exists() {
        std::fs::remove_file(&path)?;
    }
    vacuum_into(db, &path)
        .await
        .context("The copy before the migration could not be written.")?;
    tracing::info!(file.path = %path.display(), "copied the database before bringing it up to date");
    forget_old(&copies)
}

/// Writes all of the database as it is at this moment into a file that is empty or not there; nobody who writes waits.
pub(super) async fn vacuum_into(db: &DatabaseConnection, path: &Path) -> Result<(), DbErr> {
    let quoted = path.display().to_string().replace('\'', "''");
    db.execute_unprepared(&format!("VACUUM INTO '{quoted}'"))
        .await?;
    Ok(())
}

/// Of the copies made before migrations; those that somebody asked for stay.
fn forget_old(copies: &Path) -> anyhow::Result<()> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(copies)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(AFTER) && name.ends_with(".db"))
        })
        .collect();
    // Migrations are named by date, so names sort by age.
    files.sort();
    let surplus = files.len().saturating_sub(COPIES_KEPT);
    for path in &files[..surplus] {
        std::fs::remove_file(path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use migration::{Migrator, MigratorTrait};

    use super::{
        super::{Database, Engine},
        *,
    };

    #[tokio::test]
    async fn a_second_server_is_turned_away() {
        let directory = tempfile::tempdir().expect("a directory");
        let first = Sqlite::open(directory.path()).await.expect("opens");
        let second = Sqlite::open(directory.path()).await;
        assert!(second.is_err_and(|error| error.to_string().contains("Another Moodlight")));
        first.close().await;
        drop(first);
        Sqlite::open(directory.path())
            .await
            .expect("opens again when the first is gone");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_new_data_directory_is_readable_by_nobody_else() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().expect("a directory");
        let data = directory.path().join("data");
        let db = Sqlite::open(&data).await.expect("opens");
        let mode = std::fs::metadata(&data).expect("made").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        db.close().await;
    }

    #[tokio::test]
    async fn an_orderly_end_leaves_nothing_half_written_behind() {
        let directory = tempfile::tempdir().expect("a directory");
        let db = Sqlite::open(directory.path()).await.expect("opens");
        Database(Engine::Sqlite(db)).close().await;
        let mut left: Vec<_> = std::fs::read_dir(directory.path())
            .expect("a list")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["moodlight.db", "moodlight.lock", "search.db"]);
    }

    /// Commits fail from now on, as on a full disk, or do not any more.
    async fn let_commit(db: &Sqlite, may: bool) {
        let pool = db.write.get_sqlite_connection_pool();
        let mut connection = pool.acquire().await.expect("a connection");
        let mut handle = connection.lock_handle().await.expect("its handle");
        handle.set_commit_hook(move || may);
    }

    async fn make_table(db: &Sqlite, name: &str) -> Result<(), sea_orm::DbErr> {
        let transaction = db.begin().await?;
        // As each change of a batch has its own.
        let savepoint = transaction.begin().await?;
        let sql = format!("CREATE TABLE {name} (n INTEGER)");
        savepoint.execute_unprepared(&sql).await?;
        savepoint.commit().await?;
        transaction.commit().await
    }

    #[tokio::test]
    async fn what_is_written_after_a_commit_failed_is_kept() {
        let directory = tempfile::tempdir().expect("a directory");
        let db = Sqlite::open(directory.path()).await.expect("opens");
        for name in ["one", "two"] {
            let_commit(&db, false).await;
            assert!(make_table(&db, name).await.is_err());
        }
        let_commit(&db, true).await;
        make_table(&db, "three").await.expect("written");
        // Another connection sees only what is committed.
        for (name, is_there) in [("one", false), ("two", false), ("three", true)] {
            let sql = format!("SELECT n FROM {name}");
            let outcome = db.read().execute_unprepared(&sql).await;
            assert_eq!(outcome.is_ok(), is_there, "{name}: {outcome:?}");
        }
    }

    #[tokio::test]
    async fn readers_cannot_write() {
        let directory = tempfile::tempdir().expect("a directory");
        let db = Sqlite::open(directory.path()).await.expect("opens");
        let outcome = db.read().execute_unprepared("DELETE FROM users").await;
        assert!(outcome.is_err_and(|error| error.to_string().contains("readonly")));
    }

    #[tokio::test]
    async fn a_database_in_use_is_copied_before_it_is_migrated() {
        let directory = tempfile::tempdir().expect("a directory");
        let copies = directory.path().join("copies");
        let db = Sqlite::open(directory.path()).await.expect("opens");
        assert!(!copies.exists(), "a new database needs no copy");
        Migrator::down(&db.write, Some(1)).await.expect("one back");
        db.close().await;
        drop(db);
        Sqlite::open(directory.path()).await.expect("opens");
        let copies: Vec<_> = std::fs::read_dir(copies).expect("made").collect();
        assert_eq!(copies.len(), 1);
    }

    #[tokio::test]
    async fn rooms_of_an_older_database_are_found_by_their_names() {
        let directory = tempfile::tempdir().expect("a directory");
        let db = Sqlite::open(directory.path()).await.expect("opens");
        // Back to when rooms were new.
        let since = u32::try_from(Migrator::migrations().len() - 2).expect("a few");
        Migrator::down(&db.write, Some(since)).await.expect("back");
        let insert = "INSERT INTO rooms (id, kind, visibility, posting, history, name, topic, head, members_version, \
            created_by, created_at, active_at) VALUES (x'0192f0c12b7e7c559d2f3a1b5c7d9e0f', 'group', 'public', 'everyone', \
            'all', 'Türkçe', 'ÇAY', 0, 1, x'0192f0c12b7e7c559d2f3a1b5c7d9e0f', 0, 0)";
        db.write.execute_unprepared(insert).await.expect("inserted");
        db.close().await;
        drop(db);
        let db = Sqlite::open(directory.path()).await.expect("opens");
        for (text, found) in [("TÜRKÇE", 1), ("çay", 1), ("kahve", 0)] {
            let rooms = crate::store::rooms::list_public(db.read(), text, 10).await;
            assert_eq!(rooms.expect("a list").len(), found, "{text}");
        }
    }
}

//! PostgreSQL, which several servers may share: connections that write, and others that only read.
//!
//! Every other server writes too, so nothing that was read is certain outside of a transaction, and inside one only what
//! it has locked. Transactions are READ COMMITTED: each statement sees what was committed before it, so what is read
//! after a room has been locked is what it was when the room was locked.

use std::{str::FromStr, time::Duration};

use anyhow::{Context, anyhow, ensure};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, Statement, TransactionTrait,
    sqlx::{
        self, ConnectOptions as _, Connection as _,
        postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgSslMode},
    },
};

use super::migrations;
use crate::{
    config::EngineUrl,
    store::{search::postgres::PostgresIndex, tables::TABLES},
    trust,
};

/// Connections that write: the writer uses one at a time, and a new one must not wait for the end of a broken one.
const WRITERS: u32 = 2;
/// Connections that read.
const READERS: u32 = 10;
/// How long somebody waits for a connection, when all are in use or the database is away.
const PATIENCE: Duration = Duration::from_secs(5);
/// Any number that nothing else in this database uses: who holds it, migrates.
const MIGRATION_LOCK: i64 = 0x6d6f_6f64_6c69_6768;

/// Tables that are made from others, and not copied.
const DERIVED: [&str; 2] = ["search_progress", "search_terms"];

/// A statement that takes longer has gone wrong, and so has a transaction that waits for its server.
const LIMITS: &str = "SET statement_timeout = '30s'; SET lock_timeout = '10s'; \
    SET idle_in_transaction_session_timeout = '30s'";

/// See the module.
#[derive(Clone, Debug)]
pub(super) struct Postgres {
    write: DatabaseConnection,
    read: DatabaseConnection,
    index: PostgresIndex,
}

impl Postgres {
    pub async fn open(url: &EngineUrl) -> anyhow::Result<Self> {
        let options = options(url)?;
        let away = || format!("The database {url} cannot be reached.");
        // Servers that start together migrate one after the other; the lock goes with the connection.
        let mut lock = options
            .connect()
            .await
            .map_err(|error| unreached(url, error))?;
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(MIGRATION_LOCK)
            .execute(&mut lock)
            .await
            .with_context(away)?;
        // What a commit has acknowledged is on disk, whatever the database is set to.
        let durable = format!("{LIMITS}; SET synchronous_commit = on");
        let write: DatabaseConnection = pool(options.clone(), WRITERS, durable).into();
        migrations::up(&write).await?;
        lock.close().await.with_context(away)?;
        let read_only = format!("{LIMITS}; SET default_transaction_read_only = on");
        let read: DatabaseConnection = pool(options.clone(), READERS, read_only).into();
        // What the index loses in a crash is made again.
        let in_time = format!("{LIMITS}; SET synchronous_commit = off");
        let index = PostgresIndex::new(pool(options, 1, in_time).into(), read.clone());
        Ok(Self { write, read, index })
    }

    pub async fn open_beside(url: &EngineUrl) -> anyhow::Result<DatabaseConnection> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(options(url)?)
            .await
            .map_err(|error| unreached(url, error))?;
        Ok(pool.into())
    }

    /// A transaction that has made the tables in a database that was empty, or held nothing but them. No server can begin
    /// with the database before its end. Of the connection it is the only use.
    pub async fn open_empty(
        url: &EngineUrl,
    ) -> anyhow::Result<(DatabaseConnection, DatabaseTransaction)> {
        let connection = Self::open_beside(url).await?;
        let transaction = connection.begin().await?;
        transaction
            .execute_unprepared(&format!(
                "SET LOCAL synchronous_commit = on; SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"
            ))
            .await?;
        let found = transaction
            .query_all_raw(Statement::from_string(
                transaction.get_database_backend(),
                "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()",
            ))
            .await?;
        let not_empty = || format!("The database {url} is not empty");
        for row in found {
            let name: String = row.try_get_by_index(0)?;
            if name == "seaql_migrations" || DERIVED.contains(&name.as_str()) {
                continue;
            }
            let table = TABLES.iter().find(|table| table.name() == name);
            let table =
                table.with_context(|| format!("{}: it has a table {name:?}.", not_empty()))?;
            let rows = table.count(&transaction).await?;
            ensure!(
                rows == 0,
                "{}: it has rows in the table {name:?}.",
                not_empty()
            );
        }
        migrations::up(&transaction).await?;
        Ok((connection, transaction))
    }

    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    pub fn index(&self) -> &PostgresIndex {
        &self.index
    }

    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.write.begin().await
    }

    pub async fn close(&self) {
        super::close([&self.read, &self.write]).await;
    }
}

/// Why there is no connection.
fn unreached(url: &EngineUrl, error: sqlx::Error) -> anyhow::Error {
    match trust::refusal(&error) {
        Some(why) => anyhow!("The database {url} is not trusted: {why}."),
        None => anyhow::Error::new(error).context(format!("The database {url} cannot be reached.")),
    }
}

fn options(url: &EngineUrl) -> anyhow::Result<PgConnectOptions> {
    let mut options = PgConnectOptions::from_str(url.reveal())
        .with_context(|| format!("The address {url} is not one of a PostgreSQL database."))?;
    // The file is read again for each connection; what is wrong with it is better told here.
    trust::authority(url)?;
    let names_an_authority = options
        .to_url_lossy()
        .query_pairs()
        .any(|(name, _)| name == "sslrootcert");
    // As PostgreSQL's own programs do it: who names an authority wants its certificates, not any. sqlx takes any.
    if names_an_authority && matches!(options.get_ssl_mode(), PgSslMode::Require) {
        options = options.ssl_mode(PgSslMode::VerifyCa);
    }
    Ok(options
        .application_name("moodlight")
        .disable_statement_logging())
}

/// Connects when it is needed, so that a server stands through a database that is away. Each connection begins with
/// these statements.
fn pool(options: PgConnectOptions, connections: u32, first: String) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(Duration::from_secs(600))
        .after_connect(move |connection, _| {
            let first = sqlx::AssertSqlSafe(first.clone());
            Box::pin(async move {
                sqlx::raw_sql(first).execute(connection).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options)
}

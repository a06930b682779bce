//! What a server of a test keeps: a directory, or a database of its own in one PostgreSQL for all tests.

use std::{
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use engines::{Durability, Postgres};
use server::{
    config::{EngineUrl, Storage},
    store::Database,
};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// Gone with the last who holds it.
pub struct Data {
    directory: TempDir,
    storage: Storage,
}

impl Data {
    /// New and empty.
    pub async fn new() -> Arc<Self> {
        let directory = tempfile::tempdir().unwrap();
        let storage = if crate::ON_POSTGRES {
            new_database().await
        } else {
            Storage::Directory(directory.path().to_owned())
        };
        Arc::new(Self { directory, storage })
    }

    /// A database in which nothing was made yet, not even a table.
    #[allow(dead_code, reason = "for the tests of several servers")]
    pub async fn empty() -> Arc<Self> {
        let name = new_name();
        postgres().create_database(&name, None).unwrap();
        Arc::new(Self {
            directory: tempfile::tempdir().unwrap(),
            storage: storage(&name),
        })
    }

    /// In a database of a PostgreSQL of one's own.
    #[allow(dead_code, reason = "for the tests of several servers")]
    pub fn on(postgres: &Postgres) -> Arc<Self> {
        let name = new_name();
        postgres.create_database(&name, None).unwrap();
        Arc::new(Self {
            directory: tempfile::tempdir().unwrap(),
            storage: storage_at(&postgres.url(&name)),
        })
    }

    /// In a database that is there already.
    #[allow(dead_code, reason = "for the tests of several servers")]
    pub fn at(url: &str) -> Arc<Self> {
        Arc::new(Self {
            directory: tempfile::tempdir().unwrap(),
            storage: storage_at(url),
        })
    }

    /// Where files are.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// Where everything is kept.
    pub fn storage(&self) -> Storage {
        self.storage.clone()
    }
}

/// A copy of a database that was migrated once.
async fn new_database() -> Storage {
    static TEMPLATE: OnceCell<()> = OnceCell::const_new();
    let template = "moodlight_template";
    TEMPLATE
        .get_or_init(|| async {
            postgres().create_database(template, None).unwrap();
            let db = Database::open(&storage(template)).await.unwrap();
            db.close().await;
        })
        .await;
    let name = new_name();
    postgres().create_database(&name, Some(template)).unwrap();
    storage(&name)
}

fn new_name() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("test_{}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

fn storage(database: &str) -> Storage {
    storage_at(&postgres().url(database))
}

fn storage_at(url: &str) -> Storage {
    Storage::Postgres(EngineUrl::parse("database-url", url, &["postgres"]).unwrap())
}

/// One for all tests of this program; ends with it.
#[expect(
    clippy::exit,
    reason = "the only way to pass over all tests of a program"
)]
fn postgres() -> &'static Postgres {
    static POSTGRES: OnceLock<Postgres> = OnceLock::new();
    POSTGRES.get_or_init(|| {
        if engines::find("initdb").is_none() && std::env::var_os("MOODLIGHT_STRICT").is_none() {
            eprintln!("TESTS ON POSTGRESQL SKIPPED: there is no PostgreSQL here.");
            std::process::exit(0);
        }
        Postgres::start(Durability::None).unwrap()
    })
}

//! Moving all that is in a data directory to PostgreSQL: one moment of the one, one transaction of the other. Until
//! [`Moving::commit`] nothing is there, not even a table; what fails leaves nothing behind.

use std::{fs::File, path::Path};

use anyhow::{Context, ensure};
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, TransactionTrait};

use super::{directory, postgres::Postgres, sqlite::Sqlite, whole};
use crate::{
    config::EngineUrl,
    store::{
        Result,
        tables::{TABLES, Table, Weight},
    },
};

/// See the module.
#[derive(Debug)]
pub struct Moving {
    from: DatabaseTransaction,
    to: DatabaseTransaction,
    /// They end with their last owner.
    _connections: [DatabaseConnection; 2],
    /// No server begins to write meanwhile.
    _lock: Option<File>,
}

/// A table on both sides.
#[derive(Clone, Copy, Debug)]
pub struct Compared {
    /// Its name.
    pub table: &'static str,
    /// In the data directory.
    pub from: Weight,
    /// In PostgreSQL.
    pub to: Weight,
}

impl Compared {
    /// Both hold the same rows.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.from == self.to
    }
}

impl Moving {
    /// Looks at the directory as it is now, and makes the tables in a database that has to be empty. Unless `beside` a
    /// server, none may be using the directory.
    ///
    /// # Errors
    /// In words for the operator.
    pub async fn begin(from: &Path, to: &EngineUrl, beside: bool) -> anyhow::Result<Self> {
        ensure!(
            directory::database(from).exists(),
            "There is no Moodlight database in {}.",
            from.display()
        );
        let lock = (!beside).then(|| directory::lock(from)).transpose()?;
        let source = Sqlite::open_beside(from).await?;
        whole::is_of_this_version(&source)
            .await
            .with_context(|| format!("The database in {} cannot be moved.", from.display()))?;
        let target = Postgres::open_empty(to).await?;
        let snapshot = source.begin().await?;
        // The moment is that of the first reading.
        TABLES[0].count(&snapshot).await?;
        Ok(Self {
            from: snapshot,
            to: target.1,
            _connections: [source, target.0],
            _lock: lock,
        })
    }

    /// Copies a table; `told` hears how many rows are there so far.
    ///
    /// # Errors
    /// Those of either database.
    pub async fn copy(&self, table: &dyn Table, told: &mut (dyn FnMut(u64) + Send)) -> Result<u64> {
        table.copy(&self.from, &self.to, told).await
    }

    /// Reads a table on both sides.
    ///
    /// # Errors
    /// Those of either database.
    pub async fn compare(&self, table: &dyn Table) -> Result<Compared> {
        let (from, to) = tokio::try_join!(table.weigh(&self.from), table.weigh(&self.to))?;
        Ok(Compared {
            table: table.name(),
            from,
            to,
        })
    }

    /// All of it is there, on disk, and not before.
    ///
    /// # Errors
    /// Those of PostgreSQL.
    pub async fn commit(self) -> Result<()> {
        // Or the first readers would be served without knowing how much there is.
        self.to.execute_unprepared("ANALYZE").await?;
        self.to.commit().await?;
        self.from.rollback().await
    }
}

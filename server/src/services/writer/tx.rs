//! What a change has in hand while it is made.

use domain::Timestamp;
use sea_orm::DatabaseTransaction;

use crate::{clock::Ids, realtime::Notice};

/// A savepoint inside the writer's transaction, the time of the batch, and what is to be told once it is on disk.
pub struct Tx {
    db: DatabaseTransaction,
    now: Timestamp,
    ids: Ids,
    notices: Vec<Notice>,
}

impl Tx {
    pub(super) fn new(db: DatabaseTransaction, now: Timestamp, ids: Ids) -> Self {
        Self {
            db,
            now,
            ids,
            notices: Vec::new(),
        }
    }

    pub(super) fn into_parts(self) -> (DatabaseTransaction, Vec<Notice>) {
        (self.db, self.notices)
    }

    /// For queries of `store`.
    #[must_use]
    pub fn db(&self) -> &DatabaseTransaction {
        &self.db
    }

    /// The time of this batch.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Makes ids.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.ids
    }

    /// Tells this once the change is on disk.
    pub fn publish(&mut self, notice: Notice) {
        self.notices.push(notice);
    }
}

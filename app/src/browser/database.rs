//! Larger things kept on this device: texts by key in an IndexedDB database, with local storage where there is none.

use std::collections::HashMap;

use super::storage::{self, Keep};

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Messages on their way.
    Outbox,
    /// What is written but not sent.
    Drafts,
}

impl Table {
    /// Its name in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Outbox => "outbox",
            Self::Drafts => "drafts",
        }
    }

    /// The beginning of its keys in local storage, where a value stands until the database has it.
    #[must_use]
    pub fn journal_key(self, key: &str) -> String {
        format!("moodlight.{}/{key}", self.name())
    }
}

/// Keeps a text, first in local storage (done when this returns), then in the database. Never an empty one.
pub fn put(table: Table, key: &str, text: &str) {
    storage::set(Keep::Device, &table.journal_key(key), text);
    super::spawn(settle(table, key.to_owned(), text.to_owned()));
}

/// Forgets a text: done when this returns, as an empty one in local storage.
pub fn remove(table: Table, key: &str) {
    put(table, key, "");
}

/// Brings what stands in local storage into the database.
async fn settle(table: Table, key: String, text: String) {
    let journal = table.journal_key(&key);
    let kept = (!text.is_empty()).then_some(text.as_str());
    let is_settled = write(table, &key, kept).await
        // Where there is no database, nothing is in it.
        || kept.is_none() && !is_there().await;
    // Not if something newer stands there by now.
    if is_settled && storage::get(Keep::Device, &journal).as_deref() == Some(text.as_str()) {
        storage::remove(Keep::Device, &journal);
    }
}

/// All texts under keys with this beginning, in any order.
pub async fn list(table: Table, prefix: &str) -> Vec<(String, String)> {
    let mut found: HashMap<String, String> = read(table, prefix).await.into_iter().collect();
    let journal = table.journal_key("");
    for (key, text) in storage::list(&table.journal_key(prefix)) {
        // What stands in local storage has not reached the database yet, so it is newer.
        let key = key[journal.len()..].to_owned();
        if text.is_empty() {
            found.remove(&key);
        } else {
            found.insert(key, text);
        }
    }
    found.into_iter().collect()
}

/// Forgets all texts under keys with this beginning.
pub async fn clear(table: Table, prefix: &str) {
    for (key, _) in storage::list(&table.journal_key(prefix)) {
        storage::remove(Keep::Device, &key);
    }
    for (key, _) in read(table, prefix).await {
        write(table, &key, None).await;
    }
}

#[cfg(feature = "hydrate")]
use indexed::{is_there, read, write};

#[cfg(not(feature = "hydrate"))]
async fn is_there() -> bool {
    false
}

#[cfg(not(feature = "hydrate"))]
async fn read(_table: Table, _prefix: &str) -> Vec<(String, String)> {
    Vec::new()
}

#[cfg(not(feature = "hydrate"))]
async fn write(_table: Table, _key: &str, _text: Option<&str>) -> bool {
    false
}

#[cfg(feature = "hydrate")]
mod indexed {
    use std::{cell::RefCell, rc::Rc};

    use idb::{
        Database, KeyRange, Query, TransactionMode,
        builder::{DatabaseBuilder, ObjectStoreBuilder},
    };
    use wasm_bindgen::JsValue;

    use super::Table;

    thread_local! {
        /// Opened once; a page's life is one database.
        static OPEN: RefCell<Option<Rc<Database>>> = const { RefCell::new(None) };
    }

    async fn database() -> Result<Rc<Database>, idb::Error> {
        if let Some(database) = OPEN.with_borrow(Clone::clone) {
            return Ok(database);
        }
        let mut builder = DatabaseBuilder::new("moodlight").version(1);
        for table in [Table::Outbox, Table::Drafts] {
            builder = builder.add_object_store(ObjectStoreBuilder::new(table.name()));
        }
        let database = Rc::new(builder.build().await?);
        OPEN.set(Some(Rc::clone(&database)));
        Ok(database)
    }

    /// This browser has a database.
    pub async fn is_there() -> bool {
        database().await.is_ok()
    }

    /// Every key that begins with `prefix`: no character sorts after U+FFFF.
    fn range(prefix: &str) -> Result<Query, idb::Error> {
        let end = format!("{prefix}\u{ffff}");
        let range = KeyRange::bound(&prefix.into(), &end.as_str().into(), None, None)?;
        Ok(Query::KeyRange(range))
    }

    pub async fn read(table: Table, prefix: &str) -> Vec<(String, String)> {
        try_read(table, prefix).await.unwrap_or_default()
    }

    async fn try_read(table: Table, prefix: &str) -> Result<Vec<(String, String)>, idb::Error> {
        let database = database().await?;
        let transaction = database.transaction(&[table.name()], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(table.name())?;
        let keys = store.get_all_keys(Some(range(prefix)?), None)?.await?;
        let texts = store.get_all(Some(range(prefix)?), None)?.await?;
        let pairs = keys.iter().zip(&texts);
        Ok(pairs
            .filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?)))
            .collect())
    }

    /// Writes or removes one text; false where it could not.
    pub async fn write(table: Table, key: &str, text: Option<&str>) -> bool {
        try_write(table, key, text).await.is_ok()
    }

    async fn try_write(table: Table, key: &str, text: Option<&str>) -> Result<(), idb::Error> {
        let database = database().await?;
        let transaction = database.transaction(&[table.name()], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(table.name())?;
        let key = JsValue::from_str(key);
        match text {
            Some(text) => {
                store.put(&text.into(), Some(&key))?.await?;
            }
            None => {
                store.delete(key)?.await?;
            }
        }
        transaction.commit()?.await?;
        Ok(())
    }
}

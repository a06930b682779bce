//! Larger things kept on this device: texts by key in an IndexedDB database, with local storage where there is none.

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

/// Keeps a text, first in local storage (done when this returns), then in the database.
pub fn put(table: Table, key: &str, text: &str) {
    use super::storage::{self, Keep};
    let journal = table.journal_key(key);
    storage::set(Keep::Device, &journal, text);
    let (key, text) = (key.to_owned(), text.to_owned());
    super::spawn(async move {
        if write(table, &key, Some(&text)).await
            // Not if something newer stands there by now.
            && storage::get(Keep::Device, &journal).as_deref() == Some(text.as_str())
        {
            storage::remove(Keep::Device, &journal);
        }
    });
}

/// Forgets a text. Done in local storage when this returns.
pub fn remove(table: Table, key: &str) {
    use super::storage::{self, Keep};
    storage::remove(Keep::Device, &table.journal_key(key));
    let key = key.to_owned();
    super::spawn(async move {
        write(table, &key, None).await;
    });
}

/// All texts under keys with this beginning, by key.
pub async fn list(table: Table, prefix: &str) -> Vec<(String, String)> {
    let mut found: std::collections::BTreeMap<String, String> =
        read(table, prefix).await.into_iter().collect();
    let journal = table.journal_key("");
    for (key, text) in super::storage::list(&table.journal_key(prefix)) {
        // What stands in local storage has not reached the database yet, so it is newer.
        found.insert(key[journal.len()..].to_owned(), text);
    }
    found.into_iter().collect()
}

/// Forgets all texts under keys with this beginning.
pub async fn clear(table: Table, prefix: &str) {
    for (key, _) in list(table, prefix).await {
        super::storage::remove(super::storage::Keep::Device, &table.journal_key(&key));
        write(table, &key, None).await;
    }
}

#[cfg(feature = "hydrate")]
use indexed::{read, write};

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

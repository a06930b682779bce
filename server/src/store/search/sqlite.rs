//! A full-text index of SQLite (FTS5) that holds terms and no text.
//!
//! It has a file of its own beside the database, and writing there waits for no disk: what a power cut takes is made again,
//! and so is the whole file where it is missing, cannot be read when it is opened, or is of another version.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::{Context, ensure};
use domain::{RoomId, search::Term};
use rusqlite::{
    Connection, OpenFlags, OptionalExtension, Row, Transaction, TransactionBehavior, params,
};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{Candidate, Entry, Key, Wanted};
use crate::store::{counted, number};

/// Of the tables and of the way in which terms are made. Raised with either.
const VERSION: i64 = 1;

/// So many read at the same time: a few more than cores.
const READERS: usize = 6;

/// `places` says which message each row of `known` is.
const SCHEMA: &str = "
    CREATE TABLE places (id INTEGER PRIMARY KEY, room BLOB NOT NULL, seq INTEGER NOT NULL, UNIQUE (room, seq));
    CREATE TABLE progress (room BLOB PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID;
    CREATE VIRTUAL TABLE known
        USING fts5 (terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
";

/// See the module.
#[derive(Clone, Debug)]
pub struct SqliteIndex(Arc<Connections>);

#[derive(Debug)]
struct Connections {
    path: PathBuf,
    writer: Mutex<Option<Connection>>,
    /// Those that nobody uses at the moment.
    readers: Mutex<Vec<Connection>>,
    /// To read with one of them, or a new one.
    permits: Semaphore,
}

impl SqliteIndex {
    /// Opens the file, making it where it is missing and anew where it cannot be used.
    ///
    /// # Errors
    /// Where none can be made.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let writer = match open(path) {
            Ok(writer) => writer,
            Err(error) => {
                tracing::warn!(error.cause = %error, "the search index is made anew");
                remove(path)?;
                open(path).with_context(|| format!("{} cannot be opened.", path.display()))?
            }
        };
        Ok(Self(Arc::new(Connections {
            path: path.to_owned(),
            writer: Mutex::new(Some(writer)),
            readers: Mutex::default(),
            permits: Semaphore::new(READERS),
        })))
    }

    pub async fn progress(&self, rooms: Vec<RoomId>) -> anyhow::Result<HashMap<RoomId, u64>> {
        self.read(move |connection| {
            let mut find = connection.prepare_cached("SELECT upto FROM progress WHERE room = ?")?;
            let mut known = HashMap::with_capacity(rooms.len());
            for room in rooms {
                let upto = find.query_row([room.0.as_bytes()], |row| row.get(0));
                if let Some(upto) = upto.optional()? {
                    known.insert(room, counted(upto));
                }
            }
            Ok(known)
        })
        .await
    }

    pub async fn write(
        &self,
        known: HashMap<RoomId, u64>,
        entries: Vec<Entry>,
    ) -> anyhow::Result<()> {
        self.change(move |transaction| {
            let advanced = advance(transaction, &known)?;
            for entry in &entries {
                if advanced.contains(&entry.room) {
                    put(transaction, entry)?;
                }
            }
            Ok(())
        })
        .await
    }

    pub async fn list_rooms(
        &self,
        last: Option<RoomId>,
        limit: u32,
    ) -> anyhow::Result<Vec<RoomId>> {
        self.read(move |connection| {
            let last = last.map_or_else(Vec::new, |room| room.0.as_bytes().to_vec());
            connection
                .prepare_cached("SELECT room FROM progress WHERE room > ? ORDER BY room LIMIT ?")?
                .query_map(params![last, limit], |row| {
                    Ok(Uuid::from_bytes(row.get(0)?).into())
                })?
                .collect()
        })
        .await
    }

    pub async fn forget(&self, rooms: Vec<RoomId>) -> anyhow::Result<()> {
        self.change(move |transaction| {
            for room in rooms {
                for sql in [
                    "DELETE FROM known WHERE rowid IN (SELECT id FROM places WHERE room = ?)",
                    "DELETE FROM places WHERE room = ?",
                    "DELETE FROM progress WHERE room = ?",
                ] {
                    transaction.execute(sql, [room.0.as_bytes()])?;
                }
            }
            Ok(())
        })
        .await
    }

    pub async fn list(&self, wanted: Wanted) -> anyhow::Result<Vec<Candidate>> {
        self.read(move |connection| {
            let (from, until) = wanted.keys();
            let limit = wanted.limit;
            match expression(&wanted.terms) {
                Some(expression) => connection
                    .prepare_cached(
                        "SELECT p.id, p.room, p.seq FROM known JOIN places p ON p.id = known.rowid \
                         WHERE known MATCH ? AND known.rowid >= ? AND known.rowid < ? ORDER BY known.rowid DESC LIMIT ?",
                    )?
                    .query_map(params![expression, from.0, until.0, limit], candidate)?
                    .collect(),
                None => connection
                    .prepare_cached(
                        "SELECT id, room, seq FROM places WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?",
                    )?
                    .query_map(params![from.0, until.0, limit], candidate)?
                    .collect(),
            }
        })
        .await
    }

    pub async fn close(&self) {
        let connections = self.0.clone();
        let closing = tokio::task::spawn_blocking(move || {
            lock(&connections.readers).clear();
            // The last connection leaves the file alone.
            drop(lock(&connections.writer).take());
        });
        if let Err(error) = closing.await {
            tracing::warn!(error.cause = %error, "the search index was not closed");
        }
    }

    async fn change(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<()> + Send + 'static,
    ) -> anyhow::Result<()> {
        let connections = self.0.clone();
        tokio::task::spawn_blocking(move || {
            let mut writer = lock(&connections.writer);
            let writer = writer.as_mut().context("the index is closed")?;
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            change(&transaction)?;
            Ok(transaction.commit()?)
        })
        .await?
    }

    async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> anyhow::Result<T> {
        let _permit = self.0.permits.acquire().await?;
        let connections = self.0.clone();
        tokio::task::spawn_blocking(move || {
            let free = lock(&connections.readers).pop();
            let connection = match free {
                Some(connection) => connection,
                None => {
                    let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY;
                    let connection = Connection::open_with_flags(&connections.path, read_only)?;
                    connection.busy_timeout(Duration::from_secs(5))?;
                    connection
                }
            };
            let outcome = read(&connection);
            // After an error another one is opened.
            if outcome.is_ok() {
                lock(&connections.readers).push(connection);
            }
            Ok(outcome?)
        })
        .await?
    }
}

/// Nothing is left half-way in here by a panic: transactions that are dropped are undone.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open(path: &Path) -> anyhow::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192;",
    )?;
    let version = || connection.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0));
    if version()? == 0 {
        connection.execute_batch(&format!(
            "BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;"
        ))?;
    }
    ensure!(version()? == VERSION, "it is of another version");
    // Whether its tables can be read.
    for table in ["places", "progress", "known"] {
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT 1)");
        connection.query_row(&sql, [], |_| Ok(()))?;
    }
    Ok(connection)
}

/// Takes the file away, with what SQLite keeps beside it.
///
/// # Errors
/// Where that is not allowed.
pub fn remove(path: &Path) -> anyhow::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error)
                    .with_context(|| format!("{} cannot be removed.", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        key: Key(row.get(0)?),
        room: Uuid::from_bytes(row.get(1)?).into(),
        seq: counted(row.get(2)?),
    })
}

/// Answers the rooms that are known further than before.
fn advance(
    transaction: &Transaction<'_>,
    known: &HashMap<RoomId, u64>,
) -> rusqlite::Result<HashSet<RoomId>> {
    let mut advance = transaction.prepare_cached(
        "INSERT INTO progress (room, upto) VALUES (?, ?) \
         ON CONFLICT (room) DO UPDATE SET upto = excluded.upto WHERE upto < excluded.upto",
    )?;
    let mut advanced = HashSet::new();
    for (room, upto) in known {
        if advance.execute(params![room.0.as_bytes(), number(*upto)])? > 0 {
            advanced.insert(*room);
        }
    }
    Ok(advanced)
}

fn put(transaction: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<()> {
    let (room, seq) = (entry.room.0.as_bytes(), number(entry.seq));
    let known: Option<i64> = transaction
        .prepare_cached("SELECT id FROM places WHERE room = ? AND seq = ?")?
        .query_row(params![room, seq], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        transaction
            .prepare_cached("DELETE FROM known WHERE rowid = ?")?
            .execute([id])?;
    }
    if entry.terms.is_empty() {
        if let Some(id) = known {
            transaction
                .prepare_cached("DELETE FROM places WHERE id = ?")?
                .execute([id])?;
        }
        return Ok(());
    }
    let id = match known {
        Some(id) => id,
        None => {
            let mut is_taken = transaction.prepare_cached("SELECT 1 FROM places WHERE id = ?")?;
            let Key(mut id) = Key::of(entry);
            while is_taken.exists([id])? {
                id += 1;
            }
            transaction
                .prepare_cached("INSERT INTO places (id, room, seq) VALUES (?, ?, ?)")?
                .execute(params![id, room, seq])?;
            id
        }
    };
    transaction
        .prepare_cached("INSERT INTO known (rowid, terms) VALUES (?, ?)")?
        .execute(params![id, written(&entry.terms)])?;
    Ok(())
}

/// Terms as words of the index: numbers in base 16, which mean nothing else to it.
fn written<'a>(terms: impl IntoIterator<Item = &'a Term>) -> String {
    let mut text = String::new();
    for Term(term) in terms {
        // A string takes everything.
        let _ = write!(text, "{term:x} ");
    }
    text
}

/// What FTS5 is asked; none: for everything.
fn expression(terms: &[Vec<Vec<Term>>]) -> Option<String> {
    let all_of = |terms: &Vec<Term>| {
        let words: Vec<String> = terms.iter().map(|Term(term)| format!("{term:x}")).collect();
        format!("({})", words.join(" AND "))
    };
    let any_of = |alternatives: &Vec<Vec<Term>>| {
        let alternatives: Vec<String> = alternatives.iter().map(all_of).collect();
        format!("({})", alternatives.join(" OR "))
    };
    let is_asked = |alternatives: &&Vec<Vec<Term>>| alternatives.iter().all(|all| !all.is_empty());
    let groups: Vec<String> = terms.iter().filter(is_asked).map(any_of).collect();
    (!groups.is_empty()).then(|| groups.join(" AND "))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::Timestamp;

    use super::*;

    fn room(number: u64) -> RoomId {
        RoomId::from_parts(number, [1; 10])
    }

    fn entry(number: u64, seq: u64, terms: &[u32]) -> Entry {
        let own = Term::of_room(room(number));
        Entry {
            room: room(number),
            seq,
            said_at: Timestamp(1_000),
            terms: terms.iter().copied().map(Term).chain([own]).collect(),
        }
    }

    async fn found(index: &SqliteIndex, terms: Vec<Vec<Vec<Term>>>) -> Vec<(RoomId, u64)> {
        let wanted = Wanted {
            terms,
            limit: 100,
            ..Wanted::default()
        };
        let found = index.list(wanted).await.expect("a list");
        found.into_iter().map(|it| (it.room, it.seq)).collect()
    }

    #[tokio::test]
    async fn rooms_without_number_are_no_obstacle() {
        let directory = tempfile::tempdir().expect("a directory");
        let index = SqliteIndex::open(&directory.path().join("search.db")).expect("opens");
        let known = HashMap::from([(room(7), 2), (room(4_999), 1)]);
        let entries = vec![
            entry(7, 1, &[1]),
            entry(7, 2, &[1, 2]),
            entry(4_999, 1, &[1]),
        ];
        index.write(known, entries).await.expect("writes");
        let rooms: Vec<Vec<Term>> = (0..5_000).map(|n| vec![Term::of_room(room(n))]).collect();
        let all = found(&index, vec![vec![vec![Term(1)]], rooms]).await;
        let all: BTreeSet<_> = all.into_iter().collect();
        assert_eq!(
            all,
            BTreeSet::from([(room(7), 1), (room(7), 2), (room(4_999), 1)])
        );
        let one = vec![vec![vec![Term(1), Term(2)], vec![Term(9)]]];
        assert_eq!(found(&index, one).await, [(room(7), 2)]);
    }

    #[tokio::test]
    async fn what_is_known_is_not_undone_by_who_knows_less() {
        let directory = tempfile::tempdir().expect("a directory");
        let index = SqliteIndex::open(&directory.path().join("search.db")).expect("opens");
        let upto = |number| HashMap::from([(room(1), number)]);
        index
            .write(upto(5), vec![entry(1, 1, &[5])])
            .await
            .expect("writes");
        index
            .write(upto(3), vec![entry(1, 1, &[3])])
            .await
            .expect("passes it over");
        assert_eq!(found(&index, vec![vec![vec![Term(3)]]]).await, []);
        assert_eq!(
            found(&index, vec![vec![vec![Term(5)]]]).await,
            [(room(1), 1)]
        );
        assert_eq!(
            index.progress(vec![room(1), room(2)]).await.expect("read"),
            upto(5)
        );
        assert_eq!(index.list_rooms(None, 9).await.expect("read"), [room(1)]);
        assert_eq!(index.list_rooms(Some(room(1)), 9).await.expect("read"), []);
        index.forget(vec![room(1)]).await.expect("forgets");
        assert_eq!(found(&index, Vec::new()).await, []);
        assert_eq!(
            index.progress(vec![room(1)]).await.expect("read"),
            HashMap::new()
        );
    }
}

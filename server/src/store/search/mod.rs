//! The index of what was said: which messages may have what somebody looks for, newest first. It brings a few too many and
//! none too few ([`domain::search`]), and everything in it can be made again from the messages.
//!
//! SQLite's lies in a file of its own, so that nobody who writes a message ever waits for it ([`sqlite`]); PostgreSQL's in
//! tables that all servers share ([`postgres`]).

pub(super) mod postgres;
pub(super) mod sqlite;

use std::collections::{BTreeSet, HashMap};

use domain::{RoomId, Timestamp, search::Term};

use postgres::PostgresIndex;
use sqlite::SqliteIndex;

/// See the module. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Index {
    /// In a file.
    Sqlite(SqliteIndex),
    /// In the database that all servers share.
    Postgres(PostgresIndex),
}

/// What becomes of one message in the index.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where.
    pub room: RoomId,
    /// Its number.
    pub seq: u64,
    /// When it was said.
    pub said_at: Timestamp,
    /// What it is known by from now on; nothing: it is known no more.
    pub terms: BTreeSet<Term>,
}

/// What messages are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Of each of these, all terms of one alternative.
    pub terms: Vec<Vec<Vec<Term>>>,
    /// Only what was said then or later.
    pub since: Option<Timestamp>,
    /// Only what was said earlier.
    pub until: Option<Timestamp>,
    /// Only what comes after this one in the order of the answer.
    pub after: Option<Key>,
    /// At most so many.
    pub limit: u32,
}

/// The place of a message in the order of the index: by the time it was said, then by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(pub i64);

/// Numbers of one millisecond that keep their order.
const IN_ONE_MS: u64 = 1 << 10;

impl Key {
    /// The first key of this moment.
    fn at(time: Timestamp) -> Self {
        let ms = time.0.clamp(0, i64::MAX / IN_ONE_MS as i64 - 1);
        Self(ms * IN_ONE_MS as i64)
    }

    /// The key of a message, if no other has it. Two rooms may come to the same one.
    fn of(entry: &Entry) -> Self {
        let Self(first) = Self::at(entry.said_at);
        Self(first + (entry.seq % IN_ONE_MS) as i64)
    }
}

impl Wanted {
    /// The first key that is wanted, and the first after it that is not.
    fn keys(&self) -> (Key, Key) {
        let from = self.since.map_or(Key(0), Key::at);
        let until = self.until.map_or(Key(i64::MAX), Key::at);
        (from, self.after.map_or(until, |after| after.min(until)))
    }
}

/// A message that may be one of those wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its place in the order.
    pub key: Key,
    /// Where it was said.
    pub room: RoomId,
    /// Its number.
    pub seq: u64,
}

impl Index {
    /// Up to which number each of these rooms is known; those of which nothing is known are missing.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn progress(&self, rooms: Vec<RoomId>) -> anyhow::Result<HashMap<RoomId, u64>> {
        match self {
            Self::Sqlite(index) => index.progress(rooms).await,
            Self::Postgres(index) => index.progress(rooms).await,
        }
    }

    /// Writes all entries, of each message at most one, and up to which number their rooms are known by them, or nothing. A room
    /// that is known as far already, because another server was faster, is left as it is, with all its entries.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn write(
        &self,
        known: HashMap<RoomId, u64>,
        entries: Vec<Entry>,
    ) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(index) => index.write(known, entries).await,
            Self::Postgres(index) => index.write(known, entries).await,
        }
    }

    /// Nothing can be read or written after it.
    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(index) => index.close().await,
            Self::Postgres(index) => index.close().await,
        }
    }

    /// Rooms of which something is known, in the order of their ids, those after `last`.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list_rooms(
        &self,
        last: Option<RoomId>,
        limit: u32,
    ) -> anyhow::Result<Vec<RoomId>> {
        match self {
            Self::Sqlite(index) => index.list_rooms(last, limit).await,
            Self::Postgres(index) => index.list_rooms(last, limit).await,
        }
    }

    /// Takes out rooms that are gone.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget(&self, rooms: Vec<RoomId>) -> anyhow::Result<()> {
        match self {
            Self::Sqlite(index) => index.forget(rooms).await,
            Self::Postgres(index) => index.forget(rooms).await,
        }
    }

    /// What may be wanted, newest first.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn list(&self, wanted: Wanted) -> anyhow::Result<Vec<Candidate>> {
        match self {
            Self::Sqlite(index) => index.list(wanted).await,
            Self::Postgres(index) => index.list(wanted).await,
        }
    }
}

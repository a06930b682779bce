//! Rooms in which something has happened that the search index does not know yet.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use domain::RoomId;
use tokio::sync::Notify;

/// Noted by whoever changes a room, taken by what keeps the index. Cheap to clone. It lives in memory: what a stop leaves in it is
/// found again by comparing all rooms.
#[derive(Clone, Debug, Default)]
pub struct Unindexed(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    rooms: Mutex<HashSet<RoomId>>,
    news: Notify,
}

impl Unindexed {
    /// Something has happened in these rooms, and is on disk.
    pub fn note(&self, rooms: impl IntoIterator<Item = RoomId>) {
        self.rooms().extend(rooms);
        self.0.news.notify_one();
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.rooms().len()
    }

    /// All of them. Waits until there is one.
    pub(super) async fn take(&self) -> HashSet<RoomId> {
        loop {
            let rooms = std::mem::take(&mut *self.rooms());
            if !rooms.is_empty() {
                return rooms;
            }
            self.0.news.notified().await;
        }
    }

    fn rooms(&self) -> std::sync::MutexGuard<'_, HashSet<RoomId>> {
        // A set that grows and is taken whole is sound after any panic.
        self.0.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

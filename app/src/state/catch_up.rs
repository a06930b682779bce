//! Going through the rooms in which something is unread, one after the other.

use domain::RoomId;
use leptos::prelude::*;

use super::RoomsStore;

/// A room on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Which.
    pub room: RoomId,
    /// Up to which number it was read when the way began.
    pub read: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Way {
    stops: Vec<Stop>,
    at: usize,
}

impl Way {
    /// None behind the last one.
    fn now(&self) -> Option<Stop> {
        self.stops.get(self.at).copied()
    }

    /// Goes on. What is unread by now: rooms that are not on the way come last, and those that were read meanwhile are left
    /// out.
    fn go_on(&mut self, unread: &[Stop]) {
        self.at += 1;
        let is_unread = |stop: &Stop| unread.iter().any(|now| now.room == stop.room);
        let ahead = self.stops.split_off(self.at.min(self.stops.len()));
        self.stops.extend(ahead.into_iter().filter(is_unread));
        let known: Vec<RoomId> = self.stops.iter().map(|stop| stop.room).collect();
        let more = unread.iter().filter(|stop| !known.contains(&stop.room));
        self.stops.extend(more);
    }
}

/// See the module.
#[derive(Clone, Copy)]
pub struct CatchUpStore {
    way: RwSignal<Option<Way>>,
}

impl CatchUpStore {
    pub(super) fn new() -> Self {
        Self {
            way: RwSignal::new(None),
        }
    }

    /// Where one is on the way. Tracked.
    #[must_use]
    pub fn now(self) -> Option<Stop> {
        self.way.with(|way| way.as_ref()?.now())
    }

    /// How many rooms are behind one, and how many there are. Tracked.
    #[must_use]
    pub fn progress(self) -> (usize, usize) {
        self.way
            .with(|way| way.as_ref().map_or((0, 0), |way| (way.at, way.stops.len())))
    }

    /// The room after this one, if there is any. Tracked.
    #[must_use]
    pub fn next(self) -> Option<RoomId> {
        let at = |way: &Way| way.stops.get(way.at + 1).copied();
        self.way
            .with(|way| way.as_ref().and_then(at))
            .map(|stop| stop.room)
    }

    /// Begins; answers the first room.
    #[must_use]
    pub fn begin(self, rooms: RoomsStore) -> Option<RoomId> {
        let stops = unread(rooms);
        let first = stops.first()?.room;
        self.way.set(Some(Way { stops, at: 0 }));
        Some(first)
    }

    /// Goes on; answers the next room. Behind the last one the way ends.
    pub fn go_on(self, rooms: RoomsStore) -> Option<RoomId> {
        let mut way = self.way.get_untracked()?;
        way.go_on(&unread(rooms));
        let now = way.now();
        self.way.set(now.map(|_| way));
        now.map(|now| now.room)
    }

    /// Leaves the way.
    pub fn end(self) {
        self.way.set(None);
    }
}

/// Where something is unread, the latest first.
fn unread(rooms: RoomsStore) -> Vec<Stop> {
    let unread = rooms.list_unread().into_iter();
    unread
        .map(|summary| Stop {
            room: summary.room.id,
            read: summary.read,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(number: u64) -> Stop {
        Stop {
            room: RoomId::from_parts(number, [0; 10]),
            read: number,
        }
    }

    #[test]
    fn the_way_leads_on_through_what_is_unread_by_then() {
        let mut way = Way {
            stops: vec![stop(1), stop(2), stop(3)],
            at: 0,
        };
        // The first was kept unread, the second read elsewhere, and something came into a fourth.
        let unread = [stop(4), stop(1), stop(3)];
        way.go_on(&unread);
        assert_eq!(way.now(), Some(stop(3)));
        assert_eq!((way.at, way.stops.len()), (1, 3));
        way.go_on(&unread);
        assert_eq!(way.now(), Some(stop(4)));
        way.go_on(&unread);
        assert_eq!(way.now(), None, "none comes twice");
    }
}

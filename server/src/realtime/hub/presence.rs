//! Who is there. A person is online with a page in use, away with pages open but not in use, offline a grace after the
//! last one closed. Counted per node and kept in memory only; a node that crashes takes its counts with it.

use std::{sync::Arc, time::Duration};

use domain::{
    ConnectionId, Timestamp, UserId,
    people::{Presence, PresenceState},
};

use tokio::time::Instant;

use super::{Hub, State, fan_out::drop_listener};

/// How long after the last page closed a person is shown as offline: longer than a reload takes.
pub const GRACE: Duration = Duration::from_secs(8);

/// Someone came, went, or left the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Who.
    pub user: UserId,
    /// How it is now.
    pub state: PresenceState,
}

impl Hub {
    /// The person at this connection left the keyboard, or came back.
    pub fn set_away(&self, id: ConnectionId, away: bool) {
        let mut state = self.lock();
        let Some(connection) = state.connections.get_mut(&id) else {
            return;
        };
        connection.away = away;
        let user = connection.user;
        drop(state);
        self.sight(user);
    }

    /// Presence of these people as `viewer` may know it, those who are or were here.
    #[must_use]
    pub fn presence_of(
        &self,
        viewer: UserId,
        people: impl IntoIterator<Item = UserId>,
    ) -> Vec<Sighting> {
        let state = self.lock();
        people
            .into_iter()
            .filter_map(|user| {
                let listener = state.people.get(&user)?;
                (!listener.hidden.contains(&viewer)).then_some(Sighting {
                    user,
                    state: PresenceState {
                        presence: listener.shown,
                        last_seen: listener.last_seen,
                    },
                })
            })
            .collect()
    }

    /// Tells how it is with the person, if that changed.
    pub(super) fn sight(&self, user: UserId) {
        let now = self.0.clock.now();
        let mut state = self.lock();
        let presence = presence(&state, user);
        let Some(listener) = state.people.get_mut(&user) else {
            return;
        };
        if listener.shown == presence {
            return;
        }
        listener.shown = presence;
        listener.last_seen = (presence != Presence::Online).then_some(now);
        self.report(user, presence, listener.last_seen);
    }

    pub(super) fn after_disconnect(&self, user: UserId) {
        let mut state = self.lock();
        let is_gone = state
            .people
            .get(&user)
            .is_some_and(|listener| listener.connections.is_empty());
        if !is_gone {
            drop(state);
            // The one that is left may be away.
            self.sight(user);
            return;
        }
        if let Some(listener) = state.people.get_mut(&user) {
            listener.last_seen = Some(self.0.clock.now());
            listener.left_at = Some(Instant::now());
        }
        drop(state);
        let hub = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            tokio::time::sleep(GRACE).await;
            if let Some(inner) = hub.upgrade() {
                Hub(inner).forget(user);
            }
        });
    }

    /// The person has not come back within the grace.
    fn forget(&self, user: UserId) {
        let mut state = self.lock();
        let Some(listener) = state.people.get_mut(&user) else {
            return;
        };
        // Who came and went again meanwhile has a grace of their own.
        let is_over = listener.left_at.is_some_and(|left| left.elapsed() >= GRACE);
        if !listener.connections.is_empty() || !is_over {
            return;
        }
        if listener.shown == Presence::Offline {
            drop(state);
            self.release(user);
            return;
        }
        // Let go of only when it has been told: their rooms decide who hears of it.
        listener.shown = Presence::Offline;
        self.report(user, Presence::Offline, listener.last_seen);
    }

    /// Lets go of a person of whose absence everyone has been told.
    pub(super) fn release(&self, user: UserId) {
        let mut state = self.lock();
        let Some(listener) = state.people.get(&user) else {
            return;
        };
        if !listener.connections.is_empty() || listener.shown != Presence::Offline {
            return;
        }
        let rooms: Vec<_> = listener.rooms.iter().copied().collect();
        for room in rooms {
            drop_listener(&mut state, room, user);
        }
        state.people.remove(&user);
    }

    fn report(&self, user: UserId, presence: Presence, last_seen: Option<Timestamp>) {
        let sighting = Sighting {
            user,
            state: PresenceState {
                presence,
                last_seen,
            },
        };
        // Nobody listens only while the server stops.
        let _ = self.0.sightings.send(sighting);
    }
}

fn presence(state: &State, user: UserId) -> Presence {
    let Some(listener) = state.people.get(&user) else {
        return Presence::Offline;
    };
    let mut away = listener
        .connections
        .iter()
        .filter_map(|id| state.connections.get(id))
        .map(|connection| connection.away)
        .peekable();
    if away.peek().is_none() {
        Presence::Offline
    } else if away.all(|away| away) {
        Presence::Away
    } else {
        Presence::Online
    }
}

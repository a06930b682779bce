//! Who is there; and telling the others when the viewer goes away from the keyboard.

use domain::{Timestamp, UserId, people::PresenceState};
use leptos::prelude::*;
use protocol::{Command, Event, accounts::Bootstrap};

use super::{ConnectionStore, signal_map::SignalMap};
use crate::browser::{self, clock};

/// Away after so long without key or pointer.
const AWAY_AFTER_MS: u64 = 5 * 60_000;
/// How often that is looked at.
const LOOK_MS: u32 = 20_000;

/// Presence of the people the viewer shares a room with.
#[derive(Clone, Copy)]
pub struct PresenceStore {
    people: SignalMap<UserId, PresenceState>,
    own: StoredValue<Own>,
}

#[derive(Clone, Copy, Default)]
struct Own {
    is_away: bool,
    is_watched: bool,
    last_input: Timestamp,
}

impl PresenceStore {
    pub(super) fn new() -> Self {
        Self {
            people: SignalMap::new(),
            own: StoredValue::new(Own::default()),
        }
    }

    pub(super) fn load(self, bootstrap: &Bootstrap) {
        for user in self.people.known() {
            if !bootstrap.presence.iter().any(|known| known.user == user) {
                self.people.set(user, None);
            }
        }
        for known in &bootstrap.presence {
            self.people.set(known.user, Some(known.state));
        }
    }

    pub(super) fn apply(self, event: &Event) {
        if let Event::PresenceChanged { user, state } = event {
            self.people.set(*user, Some(*state));
        }
    }

    /// How someone is; offline where nothing is known. Tracked: only this person.
    #[must_use]
    pub fn of(self, user: UserId) -> PresenceState {
        self.people.get(user).unwrap_or_default()
    }

    /// The viewer has not touched this page for a while.
    #[must_use]
    pub fn is_away(self) -> bool {
        self.own.try_with_value(|own| own.is_away).unwrap_or(false)
    }

    /// The viewer did something.
    pub(super) fn input(self, connection: ConnectionStore) {
        let now = clock::now();
        let (was_away, is_watched) = self
            .own
            .try_update_value(|own| {
                let before = (own.is_away, own.is_watched);
                own.is_away = false;
                own.is_watched = true;
                own.last_input = now;
                before
            })
            .unwrap_or((false, true));
        if was_away {
            connection.tell(Command::SetAway { away: false });
        }
        if !is_watched {
            browser::spawn(self.watch(connection));
        }
    }

    /// Told again after each opening: to the server a new connection is at the keyboard.
    pub(super) fn connected(self, connection: ConnectionStore) {
        if self.is_away() {
            connection.tell(Command::SetAway { away: true });
        }
    }

    async fn watch(self, connection: ConnectionStore) {
        loop {
            clock::sleep(LOOK_MS).await;
            let now = clock::now();
            let went = self.own.try_update_value(|own| {
                let is_idle = now.since(own.last_input) >= AWAY_AFTER_MS;
                let went = is_idle && !own.is_away;
                own.is_away = is_idle;
                went
            });
            match went {
                Some(true) => connection.tell(Command::SetAway { away: true }),
                Some(false) => {}
                None => return,
            }
        }
    }
}

//! Who is there; and telling the others when the viewer goes away from the keyboard.

use domain::{UserId, people::PresenceState};
use protocol::{Event, accounts::Bootstrap};

use super::signal_map::SignalMap;

/// Presence of the people the viewer shares a room with.
#[derive(Clone, Copy)]
pub struct PresenceStore {
    people: SignalMap<UserId, PresenceState>,
}

impl PresenceStore {
    pub(super) fn new() -> Self {
        Self {
            people: SignalMap::new(),
        }
    }

    pub(super) fn load(self, bootstrap: &Bootstrap) {
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
}

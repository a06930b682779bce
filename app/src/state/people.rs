//! People by id, as far as the page has met them, and whom the viewer has blocked.

use std::collections::{HashMap, HashSet};

use domain::{UserId, people::Person};
use leptos::prelude::*;
use protocol::{ApiError, Event, RoomChangeKind, accounts::Bootstrap};

use super::signal_map::SignalMap;
use crate::api;

/// The people the page has met.
#[derive(Clone, Copy)]
pub struct PeopleStore {
    people: SignalMap<UserId, Person>,
    /// Who has which username.
    usernames: StoredValue<HashMap<String, UserId>>,
    blocked: RwSignal<HashSet<UserId>>,
}

impl PeopleStore {
    pub(super) fn new() -> Self {
        Self {
            people: SignalMap::new(),
            usernames: StoredValue::new(HashMap::new()),
            blocked: RwSignal::new(HashSet::new()),
        }
    }

    pub(super) fn load(self, bootstrap: &Bootstrap) {
        self.learn([&bootstrap.account.person]);
        self.learn(&bootstrap.people);
        self.learn(
            bootstrap
                .rooms
                .iter()
                .filter_map(|room| room.other.as_ref()),
        );
        let blocked: HashSet<UserId> = bootstrap.account.blocked.iter().copied().collect();
        if self.blocked.with_untracked(|known| *known != blocked) {
            self.blocked.set(blocked);
        }
    }

    pub(super) fn apply(self, event: &Event) {
        match event {
            Event::PersonChanged { person } => self.learn([person]),
            Event::RoomJoined { summary } => self.learn(summary.other.as_ref()),
            Event::BlocksChanged { blocked } => self.blocked.set(blocked.iter().copied().collect()),
            Event::RoomChanged(change) => {
                if let RoomChangeKind::MemberJoined { member, .. } = &change.kind {
                    self.learn([&member.person]);
                }
            }
            _ => {}
        }
    }

    /// Remembers people that came with an answer.
    pub fn learn<'a>(self, people: impl IntoIterator<Item = &'a Person>) {
        self.usernames.update_value(|usernames| {
            for person in people {
                self.people.set(person.id, Some(person.clone()));
                usernames.insert(person.username.clone(), person.id);
            }
        });
    }

    /// Who has this username, if the page has met them. Not tracked.
    #[must_use]
    pub fn named(self, username: &str) -> Option<Person> {
        let user = self
            .usernames
            .try_with_value(|usernames| usernames.get(username).copied());
        // A username may have changed hands.
        self.get_untracked(user.flatten()?)
            .filter(|person| person.username == username && !person.is_deleted)
    }

    /// A person, if the page has met them. Tracked: only this person.
    #[must_use]
    pub fn get(self, user: UserId) -> Option<Person> {
        self.people.get(user)
    }

    /// A person, not tracked.
    #[must_use]
    pub fn get_untracked(self, user: UserId) -> Option<Person> {
        self.people.get_untracked(user)
    }

    /// Full name, or an ellipsis while it is not known. Tracked.
    #[must_use]
    pub fn full_name(self, user: UserId) -> String {
        self.get(user)
            .map_or_else(|| "…".to_owned(), |person| person.full_name())
    }

    /// First name, or an ellipsis while it is not known. Tracked.
    #[must_use]
    pub fn first_name(self, user: UserId) -> String {
        self.get(user)
            .map_or_else(|| "…".to_owned(), |person| person.first_name)
    }

    /// Whether the viewer has blocked someone. Tracked.
    #[must_use]
    pub fn is_blocked(self, user: UserId) -> bool {
        self.blocked.with(|blocked| blocked.contains(&user))
    }

    /// Blocks or unblocks someone, on all own devices.
    ///
    /// # Errors
    /// What the server answers.
    pub async fn set_blocked(self, user: UserId, blocked: bool) -> Result<(), ApiError> {
        api::people::set_blocked(user, blocked)
            .await
            .map_err(|failure| failure.0)?;
        let _ = self.blocked.try_update(|set| {
            if blocked {
                set.insert(user);
            } else {
                set.remove(&user);
            }
        });
        Ok(())
    }
}

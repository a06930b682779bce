//! How people say they feel, until it ends.

use domain::{Timestamp, UserId, feeling::Declared};
use leptos::prelude::*;
use protocol::{Event, accounts::Bootstrap};

use super::signal_map::SignalMap;
use crate::browser::{self, clock};

/// What people say of how they feel, the viewer too.
#[derive(Clone, Copy)]
pub struct FeelingsStore {
    people: SignalMap<UserId, Declared>,
    /// The viewer is saying how they feel.
    is_asked: RwSignal<bool>,
}

impl FeelingsStore {
    pub(super) fn new() -> Self {
        Self {
            people: SignalMap::new(),
            is_asked: RwSignal::new(false),
        }
    }

    pub(super) fn load(self, bootstrap: &Bootstrap) {
        for user in self.people.known() {
            if !bootstrap.feelings.iter().any(|known| known.user == user) {
                self.people.set(user, None);
            }
        }
        for known in &bootstrap.feelings {
            self.learn(known.user, Some(known.declared.clone()));
        }
    }

    pub(super) fn apply(self, event: &Event) {
        if let Event::FeelingChanged { user, declared } = event {
            self.learn(*user, declared.clone());
        }
    }

    /// What a person says, as it came with an answer.
    pub fn learn(self, user: UserId, declared: Option<Declared>) {
        if let Some(declared) = &declared
            && browser::IS_BROWSER
            && self.people.get_untracked(user).as_ref() != Some(declared)
        {
            browser::spawn(self.end(user, declared.until));
        }
        self.people.set(user, declared);
    }

    /// What a person says; nothing once it has ended. Tracked: only this person.
    #[must_use]
    pub fn of(self, user: UserId) -> Option<Declared> {
        self.people.get(user)
    }

    /// The same, not tracked.
    #[must_use]
    pub fn of_untracked(self, user: UserId) -> Option<Declared> {
        self.people.get_untracked(user)
    }

    /// Whether the viewer is asked how they feel, in a window that sets it to false when it closes.
    #[must_use]
    pub fn is_asked(self) -> RwSignal<bool> {
        self.is_asked
    }

    /// The page is visible again: a device that slept had no time to end what has ended.
    pub(super) fn shown_again(self) {
        let now = clock::now();
        for user in self.people.known() {
            self.end_now(user, now);
        }
    }

    /// Takes it away at its time. Not before the page has come alive: the server drew it as it was.
    async fn end(self, user: UserId, until: Timestamp) {
        let left = until.since(clock::now());
        clock::sleep(u32::try_from(left).unwrap_or(u32::MAX)).await;
        self.end_now(user, clock::now());
    }

    fn end_now(self, user: UserId, now: Timestamp) {
        if self
            .people
            .get_untracked(user)
            .is_some_and(|declared| declared.is_over(now))
        {
            self.people.set(user, None);
        }
    }
}

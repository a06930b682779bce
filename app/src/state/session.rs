//! Who is signed in, and the place they are in.

use domain::{UserId, place::Place};
use leptos::prelude::*;
use protocol::{
    Event,
    accounts::{Account, Bootstrap},
};

/// The viewer's account and the place.
#[derive(Clone, Copy)]
pub struct SessionStore {
    account: RwSignal<Option<Account>>,
    place: RwSignal<Option<Place>>,
    build: RwSignal<String>,
}

impl SessionStore {
    pub(super) fn new() -> Self {
        Self {
            account: RwSignal::new(None),
            place: RwSignal::new(None),
            build: RwSignal::new(String::new()),
        }
    }

    pub(super) fn load(self, bootstrap: &Bootstrap) {
        self.account.set(Some(bootstrap.account.clone()));
        self.place.set(Some(bootstrap.place.clone()));
        self.build.set(bootstrap.build.clone());
    }

    /// The same, later. The build stays the one that made this page.
    pub(super) fn refresh(self, bootstrap: &Bootstrap) {
        let (account, place) = (Some(&bootstrap.account), Some(&bootstrap.place));
        if self
            .account
            .try_with_untracked(|known| known.as_ref() == account)
            == Some(false)
        {
            self.account.set(account.cloned());
        }
        if self
            .place
            .try_with_untracked(|known| known.as_ref() == place)
            == Some(false)
        {
            self.place.set(place.cloned());
        }
    }

    pub(super) fn apply(self, event: &Event) {
        if let Event::PersonChanged { person } = event {
            self.account.maybe_update(|account| match account {
                Some(account) if account.person.id == person.id && account.person != *person => {
                    account.person = person.clone();
                    true
                }
                _ => false,
            });
        }
    }

    /// The viewer's account; `None` before the start.
    #[must_use]
    pub fn account(self) -> Signal<Option<Account>> {
        self.account.into()
    }

    /// The viewer; `None` before the start. Tracked.
    #[must_use]
    pub fn me(self) -> Option<UserId> {
        self.account
            .with(|account| account.as_ref().map(|account| account.person.id))
    }

    /// The viewer, not tracked.
    #[must_use]
    pub fn me_untracked(self) -> Option<UserId> {
        self.account
            .try_with_untracked(|account| account.as_ref().map(|account| account.person.id))
            .flatten()
    }

    /// The place; `None` before the start.
    #[must_use]
    pub fn place(self) -> Signal<Option<Place>> {
        self.place.into()
    }

    /// The server's build that made this page.
    #[must_use]
    pub fn build(self) -> String {
        self.build.get_untracked()
    }

    /// The account after an own change (`api::accounts::update_profile` answers with it).
    pub fn set_account(self, account: Account) {
        self.account.set(Some(account));
    }

    /// The place after its owner changed it.
    pub fn set_place(self, place: Place) {
        self.place.set(Some(place));
    }
}

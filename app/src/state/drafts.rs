//! What is written but not sent, one text per room. It never moves to another room, and survives a closed tab.

use std::collections::HashSet;

use domain::{RoomId, UserId};
use leptos::prelude::*;

use super::{ClientSlot, signal_map::SignalMap, tab_news::TabNews};
use crate::browser::{
    self, clock,
    database::{self, Table},
};

/// Written to the device after so long without a key; at once when the page is left.
const SETTLE_MS: u32 = 400;

/// The drafts.
#[derive(Clone, Copy)]
pub struct DraftsStore {
    client: ClientSlot,
    texts: SignalMap<RoomId, String>,
    account: StoredValue<Option<UserId>>,
    /// Changed since they were written down.
    changed: StoredValue<HashSet<RoomId>>,
    is_settling: StoredValue<bool>,
}

impl DraftsStore {
    pub(super) fn new(client: ClientSlot) -> Self {
        Self {
            client,
            texts: SignalMap::new(),
            account: StoredValue::new(None),
            changed: StoredValue::new(HashSet::new()),
            is_settling: StoredValue::new(false),
        }
    }

    /// A room's draft, empty where there is none; tracked. On the server and at the first render always empty: the
    /// device's own store is read after hydration, and another tab's typing arrives here too.
    #[must_use]
    pub fn text(self, room: RoomId) -> String {
        self.texts.get(room).unwrap_or_default()
    }

    /// The composer's text changed. Also feeds the typing notice and the mood, so this is all the composer calls.
    pub fn set(self, room: RoomId, text: &str) {
        if self.texts.get_untracked(room).unwrap_or_default() == text {
            return;
        }
        self.texts.set(room, Some(text.to_owned()));
        self.changed.update_value(|changed| {
            changed.insert(room);
        });
        self.settle();
        if let Some(client) = self.client.try_get_value().flatten() {
            client
                .typing
                .typed(client.connection, room, text.trim().is_empty());
            client.mood.typed(room, text);
        }
    }

    /// Takes up what this device keeps for the account.
    pub(super) fn load(self, account: UserId) {
        self.account.set_value(Some(account));
        browser::spawn(async move {
            let prefix = format!("{account}/");
            for (key, text) in database::list(Table::Drafts, &prefix).await {
                let room = key.strip_prefix(&prefix).and_then(|room| room.parse().ok());
                let Some(room) = room else { continue };
                let is_written_here = self
                    .changed
                    .try_with_value(|changed| changed.contains(&room))
                    .unwrap_or(false);
                match self.texts.get_untracked(room) {
                    None => self.texts.set(room, Some(text)),
                    Some(written) if is_written_here => {
                        self.texts.set(room, Some(both(text, written)));
                    }
                    // From another tab, which knew.
                    Some(_) => {}
                }
            }
        });
    }

    /// The person wrote in another tab: shown here too, unless they are writing here at this moment.
    pub(super) fn changed_elsewhere(self, room: RoomId, text: String) {
        let is_written_here = self
            .changed
            .try_with_value(|changed| changed.contains(&room))
            .unwrap_or(true);
        if !is_written_here {
            self.texts.set(room, Some(text));
        }
    }

    /// Writes down what has changed. What is in local storage when this returns survives the page.
    pub(super) fn save(self) {
        let Some(account) = self.account.try_get_value().flatten() else {
            return;
        };
        let changed = self
            .changed
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        for room in changed {
            let key = format!("{account}/{room}");
            let text = self.texts.get_untracked(room).unwrap_or_default();
            if text.is_empty() {
                database::remove(Table::Drafts, &key);
            } else {
                database::put(Table::Drafts, &key, &text);
            }
            TabNews::Draft { room, text }.post();
        }
    }

    /// Forgets everything of this account.
    pub(super) async fn clear(self, account: UserId) {
        self.changed.update_value(HashSet::clear);
        for room in self.texts.known() {
            self.texts.set(room, None);
        }
        database::clear(Table::Drafts, &format!("{account}/")).await;
    }

    fn settle(self) {
        if !browser::IS_BROWSER || self.is_settling.get_value() {
            return;
        }
        self.is_settling.set_value(true);
        browser::spawn(async move {
            clock::sleep(SETTLE_MS).await;
            self.is_settling.try_set_value(false);
            self.save();
        });
    }
}

/// What was kept, and what was written before it could be read. One that begins with the other is a later state of it.
fn both(kept: String, written: String) -> String {
    if written.starts_with(&kept) {
        written
    } else if kept.starts_with(&written) {
        kept
    } else {
        format!("{kept}\n{written}")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_of_two_drafts_is_lost() {
        let both = |kept: &str, written: &str| super::both(kept.to_owned(), written.to_owned());
        assert_eq!(both("a long story", ""), "a long story");
        assert_eq!(both("a long", "a long story"), "a long story");
        assert_eq!(both("a long story", "a long"), "a long story");
        assert_eq!(both("a long story", "Hi"), "a long story\nHi");
    }
}

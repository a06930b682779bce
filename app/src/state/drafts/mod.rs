//! What is written but not sent, one text per room. It never moves to another room, survives a closed tab, and is the same on
//! all devices of a person.

mod written;

use std::collections::{HashMap, HashSet};

use domain::{RoomId, UserId};
use leptos::prelude::*;
use protocol::{Command, Event, Reply, drafts::Draft};

use self::written::Written;
use super::{Client, ClientSlot, signal_map::SignalMap, tab_news::TabNews};
use crate::{
    api::messages::list_drafts,
    browser::{
        self, clock,
        database::{self, Table},
    },
};

/// Written to the device after so long without a key; at once when the page is left.
const SETTLE_MS: u32 = 400;
/// Sent to the server after so long without a key: most messages are sent before.
const REST_MS: u32 = 2_000;
/// The same for what another tab wrote, which sends it if it lives so long.
const REST_ELSEWHERE_MS: u32 = 10_000;
/// So long after the drafts could not be asked for they are asked for again.
const AGAIN_MS: u32 = 2_000;

/// The drafts.
#[derive(Clone, Copy)]
pub struct DraftsStore {
    client: ClientSlot,
    texts: SignalMap<RoomId, String>,
    written: StoredValue<HashMap<RoomId, Written>>,
    account: StoredValue<Option<UserId>>,
    /// Changed here since they were written to the device.
    changed: StoredValue<HashSet<RoomId>>,
    /// What the device kept has been taken up.
    is_loaded: StoredValue<bool>,
    is_settling: StoredValue<bool>,
    /// Counts keys.
    keys: StoredValue<u32>,
}

impl DraftsStore {
    pub(super) fn new(client: ClientSlot) -> Self {
        Self {
            client,
            texts: SignalMap::new(),
            written: StoredValue::new(HashMap::new()),
            account: StoredValue::new(None),
            changed: StoredValue::new(HashSet::new()),
            is_loaded: StoredValue::new(false),
            is_settling: StoredValue::new(false),
            keys: StoredValue::new(0),
        }
    }

    /// A room's draft, empty where there is none; tracked. On the server and at the first render always empty: the
    /// device's own store is read after hydration, and what is written in other tabs and on other devices arrives here too.
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
        self.change(room, |written| text.clone_into(&mut written.text));
        self.changed.update_value(|changed| {
            changed.insert(room);
        });
        self.settle();
        self.save_after(REST_MS);
        if let Some(client) = self.client() {
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
                if let Some(room) = room {
                    self.change(room, |written| written.found(Written::kept(&text)));
                    self.show(room);
                }
            }
            self.is_loaded.try_set_value(true);
            self.connected();
        });
    }

    /// The connection stands: what is written on other devices is asked for, and what is not saved yet is sent. What this device
    /// kept comes first.
    pub(super) fn connected(self) {
        if !self.has_loaded() {
            return;
        }
        browser::spawn(async move {
            while self
                .client()
                .is_some_and(|client| client.connection.is_open())
            {
                if let Ok(drafts) = list_drafts().await {
                    drafts.iter().for_each(|draft| self.heard(draft));
                    return self.save_all().await;
                }
                clock::sleep(AGAIN_MS).await;
            }
        });
    }

    /// What comes before the device's own is asked for then.
    pub(super) fn apply(self, event: &Event) {
        if let Event::DraftChanged(draft) = event
            && self.has_loaded()
        {
            self.heard(draft);
        }
    }

    /// The person wrote in another tab: shown here too, unless they are writing here at this moment.
    pub(super) fn changed_elsewhere(self, room: RoomId, text: &str) {
        let is_written_here = self
            .changed
            .try_with_value(|changed| changed.contains(&room))
            .unwrap_or(true);
        if !is_written_here {
            self.change(room, |written| *written = Written::kept(text));
            self.show(room);
            self.save_after(REST_ELSEWHERE_MS);
        }
    }

    /// Writes down what has changed. What is in local storage when this returns survives the page.
    pub(super) fn save(self) {
        let changed = self
            .changed
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        for room in changed {
            if let Some(text) = self.keep(room) {
                TabNews::Draft { room, text }.post();
            }
        }
    }

    /// Forgets everything of this account.
    pub(super) async fn clear(self, account: UserId) {
        self.changed.update_value(HashSet::clear);
        self.written.update_value(HashMap::clear);
        for room in self.texts.known() {
            self.texts.set(room, None);
        }
        database::clear(Table::Drafts, &format!("{account}/")).await;
    }

    fn client(self) -> Option<Client> {
        self.client.try_get_value().flatten()
    }

    fn change<T>(self, room: RoomId, change: impl FnOnce(&mut Written) -> T) -> Option<T> {
        self.written
            .try_update_value(|written| change(written.entry(room).or_default()))
    }

    fn heard(self, draft: &Draft) {
        let room = draft.room;
        let was_nothing = self.change(room, |written| written.is_nothing());
        if self.change(room, |written| written.heard(draft)) == Some(true) {
            self.show(room);
            self.save_after(REST_MS);
        }
        // Of most rooms there is nothing to be kept, before and after.
        if was_nothing == Some(false) || !draft.text.is_empty() {
            self.keep(room);
        }
    }

    fn has_loaded(self) -> bool {
        self.is_loaded.try_get_value() == Some(true)
    }

    /// Shows what is written now.
    fn show(self, room: RoomId) {
        if let Some(text) = self.change(room, |written| written.text.clone())
            && self.texts.get_untracked(room).unwrap_or_default() != text
        {
            self.texts.set(room, Some(text));
        }
    }

    /// Writes one to the device; answers how.
    fn keep(self, room: RoomId) -> Option<String> {
        let account = self.account.try_get_value().flatten()?;
        let key = format!("{account}/{room}");
        let (text, is_nothing) = self.change(room, |written| {
            (serde_json::to_string(written).ok(), written.is_nothing())
        })?;
        let text = text?;
        if is_nothing {
            database::remove(Table::Drafts, &key);
        } else {
            database::put(Table::Drafts, &key, &text);
        }
        Some(text)
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

    /// Sends all to the server after so long a rest from typing.
    fn save_after(self, ms: u32) {
        if !browser::IS_BROWSER {
            return;
        }
        let at = self.keys.try_update_value(|keys| {
            *keys = keys.wrapping_add(1);
            *keys
        });
        browser::spawn(async move {
            clock::sleep(ms).await;
            if self.keys.try_get_value() == at && self.has_loaded() {
                self.save_all().await;
            }
        });
    }

    async fn save_all(self) {
        let unsaved = self.written.try_with_value(|written| {
            let unsaved = written.iter().filter(|(_, written)| !written.is_saved());
            unsaved.map(|(room, _)| *room).collect::<Vec<RoomId>>()
        });
        for room in unsaved.unwrap_or_default() {
            let Some(client) = self.client().filter(|client| client.connection.is_open()) else {
                // The next connection sends them.
                return;
            };
            let Some(Some((text, after))) = self.change(room, Written::next_to_save) else {
                continue;
            };
            self.keep(room);
            let command = Command::SaveDraft { room, text, after };
            let answer = client.connection.request(command).await;
            let is_refused = match &answer {
                Ok(_) => false,
                Err(error) => !error.is_temporary(),
            };
            let is_saved = self.change(room, |written| {
                match &answer {
                    Ok(Reply::Draft(draft)) => {
                        written.answered(draft);
                    }
                    _ => written.failed(is_refused),
                }
                written.is_saved()
            });
            self.show(room);
            self.keep(room);
            // Typed meanwhile, or put together with another device's, or nobody answered.
            if is_saved == Some(false) && !is_refused {
                self.save_after(REST_MS);
            }
        }
    }
}

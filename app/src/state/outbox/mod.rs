//! Messages on their way: kept on the device until the server has them.
//!
//! A message is on the device before it is shown as sending. Each room's messages are sent one after the other, so that
//! their order stays even when one has to wait. What a closed tab left is sent by the tab that leads, which looks for it
//! whenever it connects and whenever a tab closes or finds something; should two tabs send the same one, the server takes
//! it once.

mod item;

use std::collections::{HashMap, HashSet};

use domain::{ClientMessageId, MessageId, RoomId, Timestamp, UserId, timeline::Pending};
use leptos::prelude::*;
use protocol::{ApiError, Command, Reply};

use self::item::{After, Item, after};
use super::{Client, tab_news::TabNews};
use crate::browser::{
    self, clock,
    database::{self, Table},
    random, tabs,
};

/// By room, each in the order of their names, which is that of the writing.
type Rooms = HashMap<RoomId, Vec<Item>>;

#[derive(Default)]
struct Core {
    account: Option<UserId>,
    rooms: Rooms,
    /// Rooms whose messages are being sent.
    sending: HashSet<RoomId>,
    leads: bool,
}

/// Messages on their way.
#[derive(Clone, Copy)]
pub struct OutboxStore {
    core: StoredValue<Core>,
    waiting: RwSignal<usize>,
}

impl OutboxStore {
    pub(super) fn new() -> Self {
        Self {
            core: StoredValue::new(Core::default()),
            waiting: RwSignal::new(0),
        }
    }

    /// How many messages of this account the server does not have yet, in all rooms.
    #[must_use]
    pub fn waiting(self) -> Signal<usize> {
        self.waiting.into()
    }

    /// How many those are, with what the device keeps and this page has perhaps not read yet.
    pub(super) async fn count(self, client: Client, account: UserId) -> usize {
        self.core
            .try_update_value(|core| core.account = Some(account));
        self.take_up(client, account).await;
        self.waiting.try_get_untracked().unwrap_or_default()
    }

    /// Takes up what this device keeps for the account.
    pub(super) fn load(self, client: Client, account: UserId) {
        if !browser::IS_BROWSER {
            return;
        }
        self.core.update_value(|core| core.account = Some(account));
        browser::spawn(self.take_up(client, account));
        tabs::when_leading(&format!("moodlight.outbox.{account}"), move || {
            self.core.try_update_value(|core| core.leads = true);
            // The tab that led before may have left something.
            browser::spawn(self.take_up(client, account));
        });
    }

    /// A new message: kept, shown, sent.
    pub(super) fn post(self, client: Client, room: RoomId, text: &str, reply_to: Option<u64>) {
        let item = Item {
            room,
            id: random::client_message_id(),
            text: text.to_owned(),
            reply_to,
            written_at: clock::now(),
            error: None,
            is_ours: true,
        };
        self.keep(&item);
        client.timelines.queue(room, item.pending());
        self.change(|rooms| {
            put(rooms.entry(room).or_default(), item);
        });
        self.send(client, room);
    }

    /// A failed message is sent again.
    pub(super) fn retry(self, client: Client, room: RoomId, id: ClientMessageId) {
        let item = self.change(|rooms| {
            let mut items = rooms.get_mut(&room)?.iter_mut();
            let item = items.find(|item| item.id == id)?;
            item.error = None;
            item.is_ours = true;
            Some(item.clone())
        });
        if let Some(Some(item)) = item {
            self.keep(&item);
            self.send(client, room);
        }
    }

    /// A failed message is dropped.
    pub(super) fn discard(self, _client: Client, room: RoomId, id: ClientMessageId) {
        self.forget(room, id);
    }

    /// Its event says that the server has it.
    pub(super) fn posted(self, room: RoomId, id: ClientMessageId) {
        self.forget(room, id);
    }

    /// A room's messages, for a timeline that opens.
    pub(super) fn pending(self, room: RoomId) -> Vec<Pending<ApiError>> {
        self.core
            .try_with_value(|core| {
                let items = core.rooms.get(&room).into_iter().flatten();
                items.map(Item::pending).collect()
            })
            .unwrap_or_default()
    }

    /// The connection stands: everything that waits is sent, of tabs that are closed too.
    pub(super) fn connected(self, client: Client) {
        if !self.take_up_if_leading(client) {
            self.send_all(client);
        }
    }

    /// This tab may be gone after this.
    pub(super) fn leaving(self) {
        if self
            .waiting
            .try_get_untracked()
            .is_some_and(|count| count > 0)
        {
            TabNews::Left.post();
        }
    }

    /// A tab has left messages.
    pub(super) fn left_elsewhere(self, client: Client) {
        self.take_up_if_leading(client);
    }

    fn take_up_if_leading(self, client: Client) -> bool {
        let account = self
            .core
            .try_with_value(|core| core.account.filter(|_| core.leads))
            .flatten();
        if let Some(account) = account {
            browser::spawn(self.take_up(client, account));
        }
        account.is_some()
    }

    fn send_all(self, client: Client) {
        let rooms: Vec<RoomId> = self
            .core
            .try_with_value(|core| core.rooms.keys().copied().collect())
            .unwrap_or_default();
        for room in rooms {
            self.send(client, room);
        }
    }

    /// Another tab had it acknowledged.
    pub(super) fn acked_elsewhere(self, client: Client, ack: &Acked) {
        self.change(|rooms| remove(rooms, ack.room, ack.id));
        show_acked(client, ack);
    }

    /// Forgets everything of this account.
    pub(super) async fn clear(self, account: UserId) {
        self.change(HashMap::clear);
        database::clear(Table::Outbox, &format!("{account}/")).await;
    }

    async fn take_up(self, client: Client, account: UserId) {
        let kept = database::list(Table::Outbox, &format!("{account}/")).await;
        let items: Vec<Item> = kept
            .iter()
            .filter_map(|(_, text)| crate::json::read_json(text.as_bytes()))
            .collect();
        let leads = self.core.try_with_value(|core| core.leads);
        if leads == Some(false) && items.iter().any(|item| item.error.is_none()) {
            TabNews::Left.post();
        }
        for item in items {
            client.timelines.queue(item.room, item.pending());
            self.change(|rooms| {
                let room = rooms.entry(item.room).or_default();
                // What is here already is as new, or newer.
                if !room.iter().any(|known| known.id == item.id) {
                    put(room, item);
                }
            });
        }
        self.send_all(client);
    }

    /// Sends a room's messages one after the other, as long as there are any and the connection stands.
    fn send(self, client: Client, room: RoomId) {
        let is_first = self.core.try_update_value(|core| core.sending.insert(room));
        if is_first != Some(true) {
            return;
        }
        browser::spawn(async move {
            while client.connection.is_open()
                && let Some(item) = self.next(room)
            {
                let command = Command::SendMessage {
                    room,
                    client_message_id: item.id,
                    body: item.text.clone(),
                    reply_to: item.reply_to,
                };
                match client.connection.request(command).await {
                    Ok(Reply::Sent {
                        message_id,
                        seq,
                        sent_at,
                        ..
                    }) => self.acked(
                        client,
                        Acked {
                            room,
                            id: item.id,
                            message_id,
                            seq,
                            sent_at,
                        },
                    ),
                    // No other answer belongs to this question.
                    Ok(_) => self.failed(client, item, ApiError::Internal),
                    Err(error) => match after(&error) {
                        After::Fail => self.failed(client, item, error),
                        After::Again(ms) => clock::sleep(ms).await,
                        After::WhenOpen if client.connection.is_open() => clock::sleep(500).await,
                        After::WhenOpen => break,
                    },
                }
            }
            self.core
                .try_update_value(|core| core.sending.remove(&room));
        });
    }

    fn next(self, room: RoomId) -> Option<Item> {
        self.core
            .try_with_value(|core| {
                let mut items = core.rooms.get(&room)?.iter();
                items
                    .find(|item| item.error.is_none() && (item.is_ours || core.leads))
                    .cloned()
            })
            .flatten()
    }

    fn acked(self, client: Client, ack: Acked) {
        self.forget(ack.room, ack.id);
        show_acked(client, &ack);
        TabNews::Acked(ack).post();
    }

    fn failed(self, client: Client, mut item: Item, error: ApiError) {
        item.error = Some(error.clone());
        self.keep(&item);
        let (room, id) = (item.room, item.id);
        self.change(|rooms| {
            put(rooms.entry(room).or_default(), item);
        });
        if let Some(timeline) = client.timelines.get(room) {
            timeline.update(|timeline| timeline.failed(id, error));
        }
    }

    fn keep(self, item: &Item) {
        let account = self.core.try_with_value(|core| core.account).flatten();
        if let (Some(account), Ok(text)) = (account, serde_json::to_string(item)) {
            database::put(Table::Outbox, &item.key(account), &text);
        }
    }

    fn forget(self, room: RoomId, id: ClientMessageId) {
        let removed = self.change(|rooms| remove(rooms, room, id)).flatten();
        let account = self.core.try_with_value(|core| core.account).flatten();
        if let (Some(item), Some(account)) = (removed, account) {
            database::remove(Table::Outbox, &item.key(account));
        }
    }

    /// Changes what is on its way, and counts it.
    fn change<T>(self, change: impl FnOnce(&mut Rooms) -> T) -> Option<T> {
        let (answer, count) = self.core.try_update_value(|core| {
            let answer = change(&mut core.rooms);
            (answer, core.rooms.values().map(Vec::len).sum())
        })?;
        if self.waiting.try_get_untracked() != Some(count) {
            let _ = self.waiting.try_set(count);
        }
        Some(answer)
    }
}

/// The server's answer to one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Acked {
    room: RoomId,
    id: ClientMessageId,
    message_id: MessageId,
    seq: u64,
    sent_at: Timestamp,
}

fn remove(rooms: &mut Rooms, room: RoomId, id: ClientMessageId) -> Option<Item> {
    let items = rooms.get_mut(&room)?;
    let at = items.iter().position(|item| item.id == id)?;
    let item = items.remove(at);
    if items.is_empty() {
        rooms.remove(&room);
    }
    Some(item)
}

/// Puts one in its place, instead of the one of this name if there is one.
fn put(items: &mut Vec<Item>, item: Item) {
    match items.binary_search_by_key(&item.id, |known| known.id) {
        Ok(at) => items[at] = item,
        Err(at) => items.insert(at, item),
    }
}

fn show_acked(client: Client, ack: &Acked) {
    if let Some(timeline) = client.timelines.get(ack.room) {
        timeline.update(|timeline| timeline.acked(ack.id, ack.message_id, ack.seq, ack.sent_at));
    }
}

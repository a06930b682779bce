//! The viewer's rooms as the list shows them, latest activity first, with their unread counts.

mod line;

use std::collections::{HashMap, HashSet};

use domain::{
    RoomId,
    room::{NotificationLevel, RoomSummary},
    unread::{Known, Unread},
};
use leptos::prelude::*;
use protocol::{Command, Event, RoomChange, RoomChangeKind, accounts::Bootstrap};

use super::{Client, signal_map::SignalMap};
use crate::{
    api,
    browser::{self, clock},
};

/// Questions to the server are gathered for so long.
const GATHER_MS: u32 = 150;

/// What to ask the server for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Wanted {
    #[default]
    Nothing,
    Some(HashSet<RoomId>),
    All,
}

/// The list of rooms.
#[derive(Clone, Copy)]
pub struct RoomsStore {
    order: RwSignal<Vec<RoomId>>,
    summaries: SignalMap<RoomId, RoomSummary>,
    unread: StoredValue<HashMap<RoomId, Unread>>,
    wanted: StoredValue<Wanted>,
}

impl RoomsStore {
    pub(super) fn new() -> Self {
        Self {
            order: RwSignal::new(Vec::new()),
            summaries: SignalMap::new(),
            unread: StoredValue::new(HashMap::new()),
            wanted: StoredValue::new(Wanted::Nothing),
        }
    }

    pub(super) fn load(self, bootstrap: &Bootstrap) {
        self.replace(&bootstrap.rooms);
    }

    pub(super) fn apply(self, client: Client, event: &Event) {
        match event {
            Event::RoomChanged(change) => self.changed(client, change),
            Event::RoomAdvanced {
                room,
                after,
                head,
                posts,
                posts_left_out,
                last,
            } => {
                let me = client.session.me_untracked();
                let others: Vec<u64> = posts
                    .iter()
                    .filter(|post| Some(post.author) != me)
                    .map(|post| post.seq)
                    .collect();
                let after = if *posts_left_out { u64::MAX } else { *after };
                self.count(*room, |unread| unread.advanced(after, *head, &others));
                if let Some(last) = last {
                    self.said(*room, last.clone());
                }
                client.delivery.received(client.connection, *room, *head);
            }
            Event::ReadPositionChanged {
                room,
                read,
                unread,
                head,
                version,
            } => self.count(*room, |known| known.moved(*read, *unread, *head, *version)),
            Event::RoomJoined { summary } => self.learn(summary),
            Event::RoomLeft { room } => self.forget(*room),
            Event::PersonChanged { person } => {
                for room in self.order.get_untracked() {
                    self.summaries
                        .change(room, |summary| match &mut summary.other {
                            Some(other) if other.id == person.id && other != person => {
                                *other = person.clone();
                                true
                            }
                            _ => false,
                        });
                }
            }
            _ => {}
        }
    }

    /// The rooms' ids, latest activity first. For a keyed list; each row reads its own [`RoomsStore::get`].
    #[must_use]
    pub fn order(self) -> Signal<Vec<RoomId>> {
        self.order.into()
    }

    /// One room; `None` if the viewer is not a member (any more) or it is not known yet. Tracked: only this room.
    #[must_use]
    pub fn get(self, room: RoomId) -> Option<RoomSummary> {
        self.summaries.get(room)
    }

    /// One room, not tracked.
    #[must_use]
    pub fn get_untracked(self, room: RoomId) -> Option<RoomSummary> {
        self.summaries.get_untracked(room)
    }

    /// How many rooms have unread messages and are not muted. Tracked.
    #[must_use]
    pub fn unread_rooms(self) -> u32 {
        let rooms = self.order.get().into_iter();
        let unread = rooms.filter(|&room| self.get(room).is_some_and(|summary| calls(&summary)));
        u32::try_from(unread.count()).unwrap_or(u32::MAX)
    }

    /// Those rooms, the latest first.
    pub(super) fn list_unread(self) -> Vec<RoomSummary> {
        let rooms = self.order.get_untracked().into_iter();
        rooms
            .filter_map(|room| self.get_untracked(room).filter(calls))
            .collect()
    }

    /// Takes a room's summary that came with an answer (a room page, a new room); asks anew if something newer is known.
    pub fn learn(self, summary: &RoomSummary) {
        let room = summary.room.id;
        let is_old = self
            .unread
            .try_with_value(|known| {
                known.get(&room).is_some_and(|known| {
                    known.head() > summary.head || known.version() > summary.read_version
                })
            })
            .unwrap_or(false);
        if is_old {
            self.refresh(vec![room]);
            return;
        }
        let counted = Unread::new(
            summary.head,
            summary.read,
            summary.read_version,
            summary.unread,
        );
        self.unread.update_value(|known| {
            known.insert(room, counted);
        });
        self.summaries.set(room, Some(summary.clone()));
        self.sort();
    }

    /// Asks the server for these rooms afresh, or for all if none are named. Call it with the id of a room that was just
    /// made or joined; the server also tells by itself.
    pub fn refresh(self, rooms: Vec<RoomId>) {
        if !browser::IS_BROWSER {
            return;
        }
        let was_quiet = self.wanted.try_update_value(|wanted| {
            let was_quiet = *wanted == Wanted::Nothing;
            match wanted {
                _ if rooms.is_empty() => *wanted = Wanted::All,
                Wanted::All => {}
                Wanted::Some(known) => known.extend(rooms),
                Wanted::Nothing => *wanted = Wanted::Some(rooms.into_iter().collect()),
            }
            was_quiet
        });
        if was_quiet == Some(true) {
            browser::spawn(async move {
                clock::sleep(GATHER_MS).await;
                self.ask().await;
            });
        }
    }

    /// Everything counts as read, on all own devices.
    pub(crate) fn all_read(self, client: Client) {
        for (room, head) in self.heads_with_unread() {
            self.read_here(room, head);
            client.connection.tell(Command::MarkRead {
                room,
                up_to: head,
                backwards: false,
            });
        }
    }

    /// The viewer has read up to here on this device: shown at once, before the server has answered.
    pub(super) fn read_here(self, room: RoomId, number: u64) {
        self.count(room, |unread| {
            unread.read_here(number);
            Known::Exact
        });
    }

    /// Rooms with unread messages and their heads: what has reached this device with the first page.
    pub(super) fn heads_with_unread(self) -> Vec<(RoomId, u64)> {
        let rooms = self.order.get_untracked().into_iter();
        rooms
            .filter_map(|room| self.get_untracked(room))
            .filter(|summary| summary.unread > 0)
            .map(|summary| (summary.room.id, summary.head))
            .collect()
    }

    async fn ask(self) {
        let Some(wanted) = self.wanted.try_update_value(std::mem::take) else {
            return;
        };
        let rooms: Vec<RoomId> = match &wanted {
            Wanted::Nothing => return,
            Wanted::Some(rooms) => rooms.iter().copied().collect(),
            Wanted::All => Vec::new(),
        };
        // Without an answer nothing is lost: the next opening of the connection asks for all.
        let Ok(summaries) = api::rooms::room_summaries(rooms.clone()).await else {
            return;
        };
        if wanted == Wanted::All {
            self.replace(&summaries);
            return;
        }
        for room in rooms {
            match summaries.iter().find(|summary| summary.room.id == room) {
                Some(summary) => self.learn(summary),
                None => self.forget(room),
            }
        }
    }

    /// These are all.
    fn replace(self, summaries: &[RoomSummary]) {
        for room in self.summaries.known() {
            if !summaries.iter().any(|summary| summary.room.id == room) {
                self.forget(room);
            }
        }
        for summary in summaries {
            self.learn(summary);
        }
    }

    fn forget(self, room: RoomId) {
        self.unread.update_value(|known| {
            known.remove(&room);
        });
        self.summaries.set(room, None);
        self.sort();
    }

    /// Counts again, and asks the server where that cannot be exact.
    fn count(self, room: RoomId, count: impl FnOnce(&mut Unread) -> Known) {
        let counted = self.unread.try_update_value(|all| {
            let unread = all.get_mut(&room)?;
            let known = count(unread);
            Some((
                known,
                unread.count(),
                unread.head(),
                unread.read(),
                unread.version(),
            ))
        });
        match counted.flatten() {
            Some((Known::Exact, count, head, read, version)) => {
                self.summaries.change(room, |summary| {
                    let before = (summary.unread, summary.head, summary.read);
                    summary.unread = count;
                    summary.head = head;
                    summary.read = read;
                    summary.read_version = version;
                    before != (count, head, read)
                });
            }
            Some((Known::Stale, ..)) | None => self.refresh(vec![room]),
        }
    }

    /// A change in an open room.
    fn changed(self, client: Client, change: &RoomChange) {
        let room = change.room;
        let me = client.session.me_untracked();
        let others: &[u64] = match &change.kind {
            RoomChangeKind::MessagePosted { message } if Some(message.author) != me => {
                &[change.number]
            }
            _ => &[],
        };
        let before = change.number.saturating_sub(1);
        self.count(room, |unread| {
            unread.advanced(before, change.number, others)
        });
        client
            .delivery
            .received(client.connection, room, change.number);
        match &change.kind {
            RoomChangeKind::MessagePosted { message } => {
                let author = client.people.get_untracked(message.author);
                let name = author.map(|person| person.first_name).unwrap_or_default();
                self.said(room, line::last_line(message, name));
            }
            // Which message is the last one now, and whether the deleted one was read, only the server knows.
            RoomChangeKind::MessageDeleted { .. } => self.refresh(vec![room]),
            RoomChangeKind::MessageEdited { seq, .. } => {
                let last = self.get_untracked(room).and_then(|summary| summary.last);
                if last.is_some_and(|last| last.seq == *seq) {
                    self.refresh(vec![room]);
                }
            }
            RoomChangeKind::RoomUpdated { room_now } => self.summaries.change(room, |summary| {
                let differs = summary.room != **room_now;
                summary.room = room_now.as_ref().clone();
                differs
            }),
            RoomChangeKind::MemberJoined { .. } | RoomChangeKind::MemberLeft { .. } => {
                self.refresh(vec![room]);
            }
            RoomChangeKind::RoleChanged { user, role } if Some(*user) == me => {
                self.summaries.change(room, |summary| {
                    let differs = summary.role != *role;
                    summary.role = *role;
                    differs
                });
            }
            RoomChangeKind::RoleChanged { .. }
            | RoomChangeKind::ReactionChanged { .. }
            | RoomChangeKind::Withheld => {}
        }
    }

    /// Something was said: the room's last line, and its place in the list.
    fn said(self, room: RoomId, line: domain::message::LastLine) {
        self.summaries.change(room, |summary| {
            let is_newer = summary.last.as_ref().is_none_or(|last| last.seq < line.seq);
            if is_newer {
                summary.active_at = summary.active_at.max(line.sent_at);
                summary.last = Some(line);
            }
            is_newer
        });
        self.sort();
    }

    fn sort(self) {
        let mut rooms: Vec<_> = self
            .summaries
            .known()
            .into_iter()
            .filter_map(|room| Some((self.get_untracked(room)?.active_at, room)))
            .collect();
        rooms.sort_unstable_by(|a, b| b.cmp(a));
        let order: Vec<RoomId> = rooms.into_iter().map(|(_, room)| room).collect();
        if self.order.with_untracked(|known| *known != order) {
            self.order.set(order);
        }
    }
}

/// Something unread is there that is not muted.
fn calls(summary: &RoomSummary) -> bool {
    summary.unread > 0 && summary.notifications != NotificationLevel::Muted
}

//! One room as this node's hub knows it: who of those connected here is in it, and what the others than its readers are
//! still to be told.

use std::sync::Arc;

use domain::{ConnectionId, RoomId, UserId, message::Message};
use protocol::{
    Event, RoomChange, RoomChangeKind, ServerFrame, command::RoomPosition, event::Post,
};

use super::{IdMap, IdSet};
use crate::{
    realtime::{
        Notice,
        framed::{Framed, Gathered},
        inbox::Inbox,
    },
    store::messages::last_line,
};

/// Posts that a notice lists; beyond it clients ask for the summary.
const POSTS_MAX: usize = 100;

/// See the module.
#[derive(Debug)]
pub(super) struct Topic {
    /// Of the member list from which `listeners` was made.
    pub version: u64,
    /// The room's latest number that came by.
    pub head: u64,
    /// The number of the latest message that came by; zero: none has.
    last_post: u64,
    /// Members that are connected here.
    pub listeners: IdSet<UserId>,
    /// Connections that have the room open.
    pub open: IdMap<ConnectionId, Reader>,
    /// Changes that are told to them together.
    gathered: Gathered,
    /// How many of them are messages.
    gathered_messages: u64,
    /// Notices that wait until the member list is read anew; present while it is being read.
    pub waiting: Option<Vec<Notice>>,
    /// What the next coalesced notice will tell.
    pending: Option<Advance>,
    /// The head that the previous one told.
    told: u64,
    /// One was told a moment ago.
    pub cooling: bool,
    /// A head that the database had when last compared, greater than the one here.
    missed: Option<u64>,
}

/// A connection that has a room open.
#[derive(Debug)]
pub(super) struct Reader {
    /// Whose.
    pub user: UserId,
    /// Where it is told.
    pub inbox: Arc<Inbox>,
}

#[derive(Debug, Default)]
struct Advance {
    posts: Vec<Post>,
    posts_left_out: bool,
    /// The last message, and how a list calls its author.
    last: Option<(Message, String)>,
}

impl Topic {
    pub fn new(version: u64, head: u64) -> Self {
        Self {
            version,
            head,
            last_post: 0,
            listeners: IdSet::default(),
            open: IdMap::default(),
            gathered: Gathered::default(),
            gathered_messages: 0,
            waiting: None,
            pending: None,
            told: head,
            cooling: false,
            missed: None,
        }
    }

    /// Takes a change along for those who have the room open; true: it is the first since the last sending.
    pub fn gather_whole(&mut self, change: &RoomChange) -> bool {
        if self.open.is_empty() {
            return false;
        }
        let is_first = self.gathered.is_empty();
        let is_message = matches!(change.kind, RoomChangeKind::MessagePosted { .. });
        self.gathered_messages += u64::from(is_message);
        let event = Event::RoomChanged(change.clone());
        self.gathered.push(&ServerFrame::Event(event));
        is_first
    }

    /// Tells what was taken along, to those who are members and have the room open now; answers how many copies of
    /// messages that were.
    pub fn send_gathered(&mut self) -> u64 {
        let Some(frames) = self.gathered.take() else {
            return 0;
        };
        let messages = std::mem::take(&mut self.gathered_messages);
        let mut readers = 0;
        for reader in self.open.values() {
            // Somebody may have opened it whose membership is just being looked up.
            if self.listeners.contains(&reader.user) {
                reader.inbox.push(frames.clone());
                readers += 1;
            }
        }
        messages * readers
    }

    /// Takes a change into the next coalesced notice.
    pub fn gather(&mut self, change: RoomChange, author_name: Option<String>) {
        self.head = self.head.max(change.number);
        let pending = self.pending.get_or_insert_default();
        match change.kind {
            RoomChangeKind::MessagePosted { message } => {
                self.last_post = self.last_post.max(message.seq);
                if pending.posts.len() < POSTS_MAX {
                    pending.posts.push(Post {
                        seq: message.seq,
                        author: message.author,
                    });
                } else {
                    pending.posts_left_out = true;
                }
                let is_last = pending
                    .last
                    .as_ref()
                    .is_none_or(|(last, _)| last.seq < message.seq);
                if is_last && let Some(name) = author_name {
                    pending.last = Some((message, name));
                }
            }
            // A new name is in the summary.
            RoomChangeKind::MessageDeleted { .. } | RoomChangeKind::RoomUpdated { .. } => {
                pending.posts_left_out = true;
            }
            // The last line says something else now; others are in no list.
            RoomChangeKind::MessageEdited { seq, .. } if seq >= self.last_post => {
                pending.posts_left_out = true;
            }
            _ => {}
        }
    }

    /// Whether notices were lost: the database was already ahead of this when last asked. A head that is ahead for the
    /// first time is most likely only on its way.
    pub fn is_behind(&mut self, head: u64) -> bool {
        let missed = std::mem::replace(&mut self.missed, (head > self.head).then_some(head));
        self.waiting.is_none() && missed.is_some_and(|missed| missed > self.head)
    }

    /// The room has advanced without this node hearing of it. Those who have it open ask for what they miss.
    pub fn jump(&mut self, room: RoomId, head: u64) {
        self.head = head;
        self.pending.get_or_insert_default().posts_left_out = true;
        let heads = vec![RoomPosition { room, number: head }];
        let frame = Framed::new(&ServerFrame::Heartbeat { heads });
        for reader in self.open.values() {
            if self.listeners.contains(&reader.user) {
                reader.inbox.push(frame.clone());
            }
        }
    }

    /// The coalesced notice, if there is something to tell.
    pub fn advance(&mut self, room: RoomId) -> Option<Event> {
        let pending = self.pending.take()?;
        let after = std::mem::replace(&mut self.told, self.head);
        Some(Event::RoomAdvanced {
            room,
            after,
            head: self.head,
            posts: if pending.posts_left_out {
                Vec::new()
            } else {
                pending.posts
            },
            posts_left_out: pending.posts_left_out,
            last: pending
                .last
                .map(|(message, name)| last_line(&message, name)),
        })
    }
}

//! The part of a room's history that is held: a run of numbers from `lower` to `upper` without holes among its messages.

use std::{collections::HashSet, sync::Arc};

use super::Notice;
use crate::{ClientMessageId, Timestamp, UserId, message::Message};

/// Rows the window holds after a trim.
pub const WINDOW_MAX: usize = 200;

/// One end of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// The oldest rows.
    Start,
    /// The newest rows.
    End,
}

/// One page of history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// In the order of `seq`.
    pub messages: Vec<Message>,
    /// There is nothing before them.
    pub at_start: bool,
    /// There was nothing after them.
    pub at_end: bool,
    /// The room's number when it was read.
    pub head: u64,
}

/// A message or notice with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub number: u64,
    pub at: Timestamp,
    pub kind: EntryKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// The text is held once more in the form in which rows share it.
    Message(Arc<Message>, Arc<str>),
    Notice(Notice),
}

impl Entry {
    pub fn message(&self) -> Option<&Arc<Message>> {
        match &self.kind {
            EntryKind::Message(message, _) => Some(message),
            EntryKind::Notice(_) => None,
        }
    }
}

/// What is held.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    entries: Vec<Entry>,
    lower: u64,
    upper: u64,
    at_start: bool,
    at_end: bool,
    /// Numbers of deleted messages: a page that was read before the deletion must not bring them back.
    deleted: HashSet<u64>,
}

impl Window {
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub fn lower(&self) -> u64 {
        self.lower
    }

    pub fn upper(&self) -> u64 {
        self.upper
    }

    pub fn at_start(&self) -> bool {
        self.at_start
    }

    pub fn at_end(&self) -> bool {
        self.at_end
    }

    /// An own message by its client's name.
    pub fn own(&self, me: UserId, id: ClientMessageId) -> Option<&Arc<Message>> {
        self.entries
            .iter()
            .rev()
            .filter_map(Entry::message)
            .find(|message| message.author == me && message.client_message_id == id)
    }

    /// Holds this page and nothing else. `applied`: changes up to here were told, so an older page does not reach the end.
    pub fn show(&mut self, page: Page, applied: u64) {
        self.entries.clear();
        self.at_start = page.at_start;
        self.lower = match page.messages.first() {
            _ if page.at_start => 0,
            Some(first) => first.seq,
            None => page.head.saturating_add(1),
        };
        self.upper = match page.messages.last() {
            Some(last) => last.seq,
            None if page.at_end => page.head,
            // Nothing is known of what comes after.
            None => self.lower.saturating_sub(1),
        };
        self.at_end = false;
        self.reach_end(&page, applied);
        self.put(page.messages);
    }

    /// Adds the page before `before`.
    pub fn prepend(&mut self, before: u64, page: Page) {
        if before != self.lower || self.at_start {
            return;
        }
        // An empty page can only be the beginning, whatever it says.
        self.at_start = page.at_start || page.messages.is_empty();
        self.lower = match page.messages.first() {
            Some(first) if !self.at_start => first.seq,
            _ => 0,
        };
        self.put(page.messages);
    }

    /// Adds the page after `after`.
    pub fn append(&mut self, after: u64, page: Page, applied: u64) {
        if after != self.upper || self.at_end {
            return;
        }
        if let Some(last) = page.messages.last() {
            self.upper = last.seq;
        }
        self.reach_end(&page, applied);
        self.put(page.messages);
    }

    /// Adds a message that belongs into the window; a known one takes the server's wording.
    pub fn insert_message(&mut self, message: Message) {
        let text: Arc<str> = message.body.as_str().into();
        self.insert(Entry {
            number: message.seq,
            at: message.sent_at,
            kind: EntryKind::Message(Arc::new(message), text),
        });
    }

    /// Adds a notice that belongs into the window.
    pub fn insert_notice(&mut self, number: u64, at: Timestamp, notice: Notice) {
        self.insert(Entry {
            number,
            at,
            kind: EntryKind::Notice(notice),
        });
    }

    /// A message is gone for good.
    pub fn delete(&mut self, seq: u64) {
        self.deleted.insert(seq);
        if let Ok(at) = self
            .entries
            .binary_search_by_key(&seq, |entry| entry.number)
        {
            self.entries.remove(at);
        }
    }

    /// Everything up to this number is known.
    pub fn reached(&mut self, number: u64) {
        if self.at_end {
            self.upper = self.upper.max(number);
        }
    }

    /// Cuts rows beyond `max` at an edge.
    pub fn trim(&mut self, cut: Edge, max: usize) {
        let Some(extra) = self.entries.len().checked_sub(max).filter(|&n| n > 0) else {
            return;
        };
        match cut {
            Edge::Start => {
                self.entries.drain(..extra);
                self.lower = self
                    .entries
                    .first()
                    .map_or(self.upper, |first| first.number);
                self.at_start = false;
            }
            Edge::End => {
                self.entries.truncate(max);
                self.upper = self.entries.last().map_or(self.lower, |last| last.number);
                self.at_end = false;
            }
        }
    }

    fn reach_end(&mut self, page: &Page, applied: u64) {
        if page.at_end && page.head >= applied {
            self.at_end = true;
            self.upper = self.upper.max(page.head);
        }
    }

    fn put(&mut self, messages: Vec<Message>) {
        for message in messages {
            self.insert_message(message);
        }
    }

    fn insert(&mut self, entry: Entry) {
        let number = entry.number;
        let is_inside = (self.lower..=self.upper).contains(&number);
        if self.deleted.contains(&number) || !(is_inside || self.at_end && number > self.upper) {
            return;
        }
        self.upper = self.upper.max(number);
        match self
            .entries
            .binary_search_by_key(&number, |entry| entry.number)
        {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }
}

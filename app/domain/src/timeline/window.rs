//! The part of a room's history that is held: a run of numbers from `lower` to `upper` without holes among its messages.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::Arc,
};

use super::{Notice, Quoted};
use crate::{
    ClientMessageId, Timestamp, UserId,
    message::{Message, Touch},
};

/// Rows the window holds after a trim.
pub const WINDOW_MAX: usize = 200;

/// Changes of messages that are remembered: a page that was read before them is brought up to date by them.
const TOUCHED_MAX: usize = 500;

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
    /// Messages outside of the page that one in it answers, as far as the viewer may see them.
    pub quoted: Vec<Message>,
}

/// A message of this room has changed.
#[derive(Clone, Debug)]
struct Touched {
    number: u64,
    at: Timestamp,
    seq: u64,
    touch: Touch,
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
    Message(Held),
    Notice(Notice),
}

/// A message, and its text once more in the form in which rows share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Held {
    pub message: Arc<Message>,
    pub text: Arc<str>,
}

impl Held {
    fn new(message: Message) -> Self {
        Self {
            text: message.body.as_str().into(),
            message: Arc::new(message),
        }
    }

    fn touch(&mut self, number: u64, at: Timestamp, touch: &Touch, me: UserId) {
        let message = Arc::make_mut(&mut self.message);
        message.touch(number, at, touch, me);
        if *message.body != *self.text {
            self.text = message.body.as_str().into();
        }
    }
}

impl Entry {
    pub fn message(&self) -> Option<&Arc<Message>> {
        match &self.kind {
            EntryKind::Message(held) => Some(&held.message),
            EntryKind::Notice(_) => None,
        }
    }

    /// Greater: more has happened to it.
    fn version(&self) -> u64 {
        self.message().map_or(0, |message| message.since.number)
    }
}

/// What is held.
#[derive(Clone, Debug)]
pub(super) struct Window {
    me: UserId,
    entries: Vec<Entry>,
    lower: u64,
    upper: u64,
    at_start: bool,
    at_end: bool,
    /// Numbers of deleted messages: a page that was read before the deletion must not bring them back.
    deleted: HashSet<u64>,
    /// Changes of messages, oldest first, for the same reason.
    touched: VecDeque<Touched>,
    /// Messages outside that one inside answers; none: gone, or not for this viewer.
    quoted: HashMap<u64, Option<Held>>,
}

impl Window {
    pub fn new(me: UserId) -> Self {
        Self {
            me,
            entries: Vec::new(),
            lower: 0,
            upper: 0,
            at_start: false,
            at_end: false,
            deleted: HashSet::new(),
            touched: VecDeque::new(),
            quoted: HashMap::new(),
        }
    }

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

    /// There is a message under this number.
    pub fn holds(&self, seq: u64) -> bool {
        self.find(seq)
            .is_ok_and(|at| self.entries[at].message().is_some())
    }

    /// What is known of a message that another one answers.
    pub fn quoted(&self, seq: u64) -> Quoted {
        let inside = self.find(seq).ok().map(|at| &self.entries[at].kind);
        let held = match inside {
            Some(EntryKind::Message(held)) => Some(held),
            _ if self.deleted.contains(&seq) => None,
            _ => match self.quoted.get(&seq) {
                Some(held) => held.as_ref(),
                None => return Quoted::Unknown,
            },
        };
        held.map_or(Quoted::Gone, |held| Quoted::Message {
            author: held.message.author,
            text: Arc::clone(&held.text),
        })
    }

    /// A page afresh follows: what happened before it may have been missed, and what happened after it is told again.
    pub fn forget_changes(&mut self) {
        self.touched.clear();
        self.quoted.clear();
    }

    /// Takes messages that are quoted, of those with these numbers; the others are gone.
    pub fn learn_quoted(&mut self, asked: &[u64], messages: Vec<Message>) {
        for seq in asked {
            self.quoted.insert(*seq, None);
        }
        for message in messages {
            let message = self.up_to_date(message);
            self.quoted.insert(message.seq, Some(Held::new(message)));
        }
    }

    /// A message has changed: here, where it is quoted, and on pages that come later though they were read before. Answers
    /// the number of the change that is forgotten for it, if one is.
    pub fn touch(&mut self, number: u64, at: Timestamp, seq: u64, touch: Touch) -> Option<u64> {
        if let Ok(found) = self.find(seq)
            && let EntryKind::Message(held) = &mut self.entries[found].kind
        {
            held.touch(number, at, &touch, self.me);
        }
        if let Some(Some(held)) = self.quoted.get_mut(&seq) {
            held.touch(number, at, &touch, self.me);
        }
        self.touched.push_back(Touched {
            number,
            at,
            seq,
            touch,
        });
        if self.touched.len() > TOUCHED_MAX {
            return self.touched.pop_front().map(|touched| touched.number);
        }
        None
    }

    /// A message as it is after all that is known to have happened to it.
    fn up_to_date(&self, mut message: Message) -> Message {
        let seq = message.seq;
        for touched in self.touched.iter().filter(|touched| touched.seq == seq) {
            message.touch(touched.number, touched.at, &touched.touch, self.me);
        }
        message
    }

    fn find(&self, number: u64) -> Result<usize, usize> {
        self.entries
            .binary_search_by_key(&number, |entry| entry.number)
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
        self.put(page);
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
        self.put(page);
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
        self.put(page);
    }

    /// Adds a message that belongs into the window; a known one takes the server's wording.
    pub fn insert_message(&mut self, message: Message) {
        let message = self.up_to_date(message);
        self.insert(Entry {
            number: message.seq,
            at: message.sent_at,
            kind: EntryKind::Message(Held::new(message)),
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
        if let Ok(at) = self.find(seq) {
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
        let answered: HashSet<u64> = self
            .entries
            .iter()
            .filter_map(|entry| entry.message()?.reply_to)
            .collect();
        self.quoted.retain(|seq, _| answered.contains(seq));
    }

    fn reach_end(&mut self, page: &Page, applied: u64) {
        if page.at_end && page.head >= applied {
            self.at_end = true;
            self.upper = self.upper.max(page.head);
        }
    }

    fn put(&mut self, page: Page) {
        self.learn_quoted(&[], page.quoted);
        for message in page.messages {
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
        match self.find(number) {
            Ok(at) if self.entries[at].version() > entry.version() => {}
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }
}

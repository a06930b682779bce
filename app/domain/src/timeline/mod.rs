//! The timeline of one open room: a state machine fed with pages, changes and answers, that says what to show.
//!
//! It holds a bounded *window* of the room's history in the order of its numbers, and after it the viewer's own messages
//! that the server does not have yet. Events may come twice, late, out of order or not at all: [`Cursor`] puts them in
//! order and says what to ask for. [`Timeline::refresh`] turns the state into rows and tells how they differ from the
//! rows before, which is all that a page needs to draw.
//!
//! Time is an argument, and so is the calendar: nothing in here knows the viewer's time zone.

mod change;
mod cursor;
mod diff;
mod members;
mod pending;
mod row;
mod rows;
mod window;

#[cfg(test)]
mod any_order;
#[cfg(test)]
mod stories;

pub use change::{Change, ChangeKind};
pub use cursor::{Cursor, GAP_PATIENCE_MS};
pub use diff::Diff;
pub use pending::{Pending, PendingState};
pub use row::{
    Bubble, GroupPosition, Notice, Quote, Quoted, Receipt, ReceiptState, Row, RowBody, RowKey,
    Status,
};
pub use rows::GROUP_WITHIN_MS;
pub use window::{Edge, Page, WINDOW_MAX};

use std::sync::Arc;

use crate::{
    ClientMessageId, MessageId, RoomId, Timestamp, UserId,
    message::{Message, Since},
    room::Member,
};
use members::Members;
use pending::PendingList;
use window::{Entry, Window};

/// One room's timeline. `E` is the error with which a send may fail.
#[derive(Clone, Debug)]
pub struct Timeline<E> {
    room: RoomId,
    me: UserId,
    window: Window,
    pending: PendingList<E>,
    cursor: Cursor,
    members: Members,
    /// Name and topic as last told, so that only a change of these makes a notice.
    title: (String, String),
    /// Pages older than this are ignored: of what happened to their messages since, nothing was told or it is forgotten.
    oldest_page: u64,
    /// Where the viewer had read to when the line was drawn.
    unread_after: Option<u64>,
    shown: Vec<Row<E>>,
}

impl<E: Clone + PartialEq> Timeline<E> {
    /// An empty timeline that waits for its first page.
    #[must_use]
    pub fn new(room: RoomId, me: UserId) -> Self {
        Self {
            room,
            me,
            window: Window::new(me),
            pending: PendingList::default(),
            cursor: Cursor::default(),
            members: Members::default(),
            title: (String::new(), String::new()),
            oldest_page: 0,
            unread_after: None,
            shown: Vec::new(),
        }
    }

    /// Which room.
    #[must_use]
    pub fn room(&self) -> RoomId {
        self.room
    }

    /// Whether a page was ever loaded.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.cursor.applied().is_some()
    }

    /// Every change up to here is in. Zero before the first page.
    #[must_use]
    pub fn applied(&self) -> u64 {
        self.cursor.applied().unwrap_or(0)
    }

    /// The window reaches the newest message.
    #[must_use]
    pub fn at_live_end(&self) -> bool {
        self.window.at_end()
    }

    /// The window reaches the beginning.
    #[must_use]
    pub fn at_start(&self) -> bool {
        self.window.at_start()
    }

    /// Ask for the page before this number.
    #[must_use]
    pub fn lower(&self) -> u64 {
        self.window.lower()
    }

    /// Ask for the page after this number.
    #[must_use]
    pub fn upper(&self) -> u64 {
        self.window.upper()
    }

    /// How many rows the window holds.
    #[must_use]
    pub fn window_len(&self) -> usize {
        self.window.entries().len()
    }

    /// The room's members, as far as they were told.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        self.members.all()
    }

    /// The messages of the window, in order.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = &Arc<Message>> {
        self.window.entries().iter().filter_map(Entry::message)
    }

    /// Own messages that the server does not have, in the order they were written.
    #[must_use]
    pub fn pending(&self) -> &[Pending<E>] {
        self.pending.all()
    }

    /// Takes a room's page afresh: its history, its members, its name. What was known before is forgotten, except own
    /// messages on their way and changes that came meanwhile. Returns the number to resume after if the page is older
    /// than what was known.
    pub fn load(
        &mut self,
        page: Page,
        members: Vec<Member>,
        title: (String, String),
        now: Timestamp,
    ) -> (Option<u64>, Vec<Change>) {
        let head = page.head;
        let was = self.applied();
        self.members = Members::new(members);
        self.title = title;
        self.oldest_page = head;
        self.forget_sent(&page);
        self.window.forget_changes();
        self.window.show(page, head);
        let ready = self.cursor.start(head, now);
        let applied = self.take(ready);
        ((was > head).then_some(head), applied)
    }

    /// Moves the window elsewhere in the same history: to the end, or around a message. Like every page, it is ignored if
    /// it is older than the one that was loaded, as it may hold what is deleted.
    pub fn show(&mut self, page: Page) {
        if page.head < self.oldest_page {
            return;
        }
        self.forget_sent(&page);
        self.window.show(page, self.applied());
    }

    /// Adds the page that was asked for with [`Self::lower`]; ignored if the window has moved since.
    pub fn prepend(&mut self, before: u64, page: Page) {
        if page.head < self.oldest_page {
            return;
        }
        self.forget_sent(&page);
        self.window.prepend(before, page);
    }

    /// Adds the page that was asked for with [`Self::upper`]; ignored if the window has moved since.
    pub fn append(&mut self, after: u64, page: Page) {
        if page.head < self.oldest_page {
            return;
        }
        self.forget_sent(&page);
        self.window.append(after, page, self.applied());
    }

    /// Numbers of messages that others here answer and of which nothing is known: ask for them.
    #[must_use]
    pub fn missing_quotes(&self) -> Vec<u64> {
        let posted = self.messages().filter_map(|message| message.reply_to);
        let pending = self.pending.all().iter().filter_map(|p| p.reply_to);
        let mut missing: Vec<u64> = posted
            .chain(pending)
            .filter(|seq| self.window.quoted(*seq) == Quoted::Unknown)
            .collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }

    /// The answer to a question for messages by their numbers, read at a head: what of them there is. Those in the window
    /// are brought up to date, the others are held for the messages that answer them. False: it is too old, ask again.
    pub fn learn(&mut self, asked: &[u64], messages: Vec<Message>, head: u64) -> bool {
        if head < self.oldest_page {
            return false;
        }
        for message in &messages {
            if self.window.holds(message.seq) {
                self.window.insert_message(message.clone());
            }
        }
        self.window.learn_quoted(asked, messages);
        true
    }

    /// Bounds the window: cuts rows beyond [`WINDOW_MAX`] at the edge that is not looked at.
    pub fn trim(&mut self, cut: Edge) {
        self.window.trim(cut, WINDOW_MAX);
    }

    /// A change was told. Returns what could be applied now, in order: the change itself, nothing if it was known or has
    /// to wait, several if it closed a gap.
    pub fn apply(&mut self, change: Change, now: Timestamp) -> Vec<Change> {
        let ready = self.cursor.offer(change, now);
        self.take(ready)
    }

    /// The answer to "what happened after …?": `changes` in order, complete up to `upto`. Returns what was new.
    pub fn resumed(
        &mut self,
        after: u64,
        changes: Vec<Change>,
        upto: u64,
        head: u64,
        now: Timestamp,
    ) -> Vec<Change> {
        let ready = self.cursor.resumed(after, changes, upto, head, now);
        self.take(ready)
    }

    /// The room's head as the server tells it with a heartbeat or a new subscription: finds a lost last event.
    pub fn heard_head(&mut self, head: u64, now: Timestamp) {
        self.cursor.heard_head(head, now);
    }

    /// A number has been missing long enough: ask what happened after the returned one. Call it a few times a second
    /// while [`Self::has_gap`].
    pub fn resume_due(&mut self, now: Timestamp) -> Option<u64> {
        self.cursor.resume_due(now)
    }

    /// Some number is missing.
    #[must_use]
    pub fn has_gap(&self) -> bool {
        self.cursor.has_gap()
    }

    /// The connection is gone, and with it the answer to a resume under way.
    pub fn connection_lost(&mut self) {
        self.cursor.connection_lost();
    }

    /// A member's positions moved. They never go back here: "mark unread" is not the others' business.
    pub fn receipt(&mut self, user: UserId, delivered: u64, read: u64) {
        self.members.advance(user, delivered, read);
    }

    /// Shows an own message as sending. Harmless if it is shown or posted already.
    pub fn queue(&mut self, pending: Pending<E>) {
        let id = pending.client_message_id;
        if self.window.own(self.me, id).is_none() {
            self.pending.add(pending);
        }
    }

    /// The server has it on disk. Nothing happens if its event was faster.
    pub fn acked(
        &mut self,
        id: ClientMessageId,
        message_id: MessageId,
        seq: u64,
        sent_at: Timestamp,
    ) {
        let pending = self.pending.remove(id);
        // What was applied is in the window already, unless it is deleted: an answer may come that late.
        if let Some(pending) = pending.filter(|_| seq > self.applied()) {
            self.window.insert_message(Message {
                id: message_id,
                room: self.room,
                seq,
                author: self.me,
                client_message_id: id,
                body: pending.text.to_string(),
                sent_at,
                reply_to: pending.reply_to,
                since: Since::default(),
            });
        }
    }

    /// The server refused it.
    pub fn failed(&mut self, id: ClientMessageId, error: E) {
        self.pending.set_state(id, PendingState::Failed(error));
    }

    /// A failed message is on its way again.
    pub fn retry(&mut self, id: ClientMessageId) {
        self.pending.set_state(id, PendingState::Sending);
    }

    /// A message that is not posted is dropped.
    pub fn discard(&mut self, id: ClientMessageId) {
        self.pending.remove(id);
    }

    /// Draws the line above the first message of others after this number, or takes it away.
    pub fn set_unread_line(&mut self, after: Option<u64>) {
        self.unread_after = after;
    }

    /// Works out the rows and how they differ from those of the last call. `day_of` numbers the days of the viewer's
    /// calendar.
    pub fn refresh(&mut self, day_of: impl Fn(Timestamp) -> i64) -> Diff<E> {
        let rows = rows::build(self, &day_of);
        let diff = Diff::between(&self.shown, &rows);
        self.shown = rows;
        diff
    }

    /// The rows of the last [`Self::refresh`].
    #[must_use]
    pub fn shown(&self) -> &[Row<E>] {
        &self.shown
    }

    /// Applies changes that are in order, and gives them back.
    fn take(&mut self, ready: Vec<Change>) -> Vec<Change> {
        for change in &ready {
            self.take_one(change);
        }
        ready
    }

    fn take_one(&mut self, change: &Change) {
        let number = change.number;
        match &change.kind {
            ChangeKind::Posted(message) => {
                if message.author == self.me {
                    self.pending.remove(message.client_message_id);
                }
                self.window.insert_message(message.clone());
            }
            ChangeKind::Deleted { seq } => self.window.delete(*seq),
            ChangeKind::Touched { seq, touch } => {
                let forgotten = self.window.touch(number, change.at, *seq, touch.clone());
                self.oldest_page = self.oldest_page.max(forgotten.unwrap_or_default());
            }
            ChangeKind::Joined { member, by } => {
                self.members.join(member.as_ref().clone());
                self.window.insert_notice(
                    number,
                    change.at,
                    Notice::Joined {
                        user: member.person.id,
                        by: *by,
                    },
                );
            }
            ChangeKind::Left { user, by } => {
                self.members.leave(*user);
                let notice = Notice::Left {
                    user: *user,
                    by: *by,
                };
                self.window.insert_notice(number, change.at, notice);
            }
            ChangeKind::RoleChanged { user, role } => {
                self.members.set_role(*user, *role);
                let notice = Notice::RoleChanged {
                    user: *user,
                    role: *role,
                };
                self.window.insert_notice(number, change.at, notice);
            }
            ChangeKind::Updated { room } => {
                let title = (room.name.clone(), room.topic.clone());
                if title != self.title {
                    let notice = Notice::Renamed {
                        name: title.0.clone(),
                        topic: title.1.clone(),
                    };
                    self.title = title;
                    self.window.insert_notice(number, change.at, notice);
                }
            }
            ChangeKind::Withheld => {}
        }
        self.window.reached(number);
    }

    /// Own messages that a page holds are not pending any more, even if neither ack nor event was heard.
    fn forget_sent(&mut self, page: &Page) {
        for message in page.messages.iter().filter(|m| m.author == self.me) {
            self.pending.remove(message.client_message_id);
        }
    }
}

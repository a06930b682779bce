//! A member of a room, who behaves as the page does: comes back after a growing wait, subscribes, resumes from the
//! last number without a gap, and sends what waits one message after the other, again under the same id until it is
//! acknowledged or refused for good (`docs/protocol.md`; in the page `app/src/state/{connection,outbox,timeline}`).

mod link;
mod told;

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};
use bench::{load::Mark, peers::moodlight::Moodlight, wire::Closed};
use domain::{ClientMessageId, RoomId, message::Message};
use protocol::{
    ApiError, Command, Event, Reply, RoomChange, RoomChangeKind, ServerFrame,
    frame::Outcome,
    rooms::{MessagePage, PageAt},
};
use rand::RngExt;
use serde_json::json;
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};

use crate::account::{Account, Name, Shelf};
use link::{Asked, Link};
use told::Turn;

/// Until hello, subscription and all.
const OPEN_WITHIN: Duration = Duration::from_secs(15);
/// As the page: between half and all of the step, which doubles.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// As the page: before the next try where the server said "not now".
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// What all members of a talk share.
pub struct Shared {
    /// Accounts, cookies, rooms.
    pub place: Moodlight,
    /// What was promised.
    pub account: RefCell<Account>,
    started: Instant,
}

impl Shared {
    /// Nothing has been said yet.
    pub fn new(place: Moodlight) -> Self {
        Self {
            place,
            account: RefCell::default(),
            started: Instant::now(),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// A message that waits to be acknowledged.
#[derive(Clone, Debug)]
struct Waiting {
    name: Name,
    id: ClientMessageId,
    body: String,
    /// Not before.
    at: Instant,
}

/// What a member has lived through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Life {
    /// Connections that stood.
    pub connections: u64,
    /// Times that the server said "load afresh".
    pub resets: u64,
    /// Numbers that one connection told twice.
    pub told_twice: u64,
    /// Numbers that came after a later one on the same connection.
    pub told_late: u64,
    /// The longest that a message took from being written to arriving here, while it was due at once.
    pub slowest: Duration,
    /// When the last connection stood.
    pub opened_at: Option<Instant>,
    /// The code with which the server last closed.
    pub closed_with: Option<u16>,
}

/// One member, in one room.
pub struct Member {
    /// Among all members.
    pub number: usize,
    /// Where.
    pub room: RoomId,
    shared: Rc<Shared>,
    /// The server, or what stands before it.
    address: String,
    /// What it has.
    pub shelf: RefCell<Shelf>,
    outbox: RefCell<VecDeque<Waiting>>,
    posted: Cell<u32>,
    wake: Notify,
    is_frozen: Cell<bool>,
    is_open: Cell<bool>,
    life: Cell<Life>,
}

impl Member {
    /// Not connected yet.
    pub fn new(shared: Rc<Shared>, number: usize, address: String) -> Self {
        Self {
            number,
            room: shared.place.room_of(number),
            shared,
            address,
            shelf: RefCell::default(),
            outbox: RefCell::default(),
            posted: Cell::new(0),
            wake: Notify::new(),
            is_frozen: Cell::new(false),
            is_open: Cell::new(false),
            life: Cell::default(),
        }
    }

    /// Says something: into the outbox, and on its way as soon as may be.
    pub fn post(&self, extra: usize) {
        let seq = self.posted.get();
        self.posted.set(seq + 1);
        let name = Name {
            sender: self.number,
            seq,
        };
        self.shared.account.borrow_mut().post(name);
        let due = self.shared.now();
        let mark = Mark {
            sender: self.number,
            seq,
            due,
        };
        let mut body = Vec::new();
        mark.write(&mut body);
        body.resize(body.len() + extra, b'.');
        self.outbox.borrow_mut().push_back(Waiting {
            name,
            id: client_id(name, due),
            body: String::from_utf8_lossy(&body).into_owned(),
            at: Instant::now(),
        });
        self.wake.notify_one();
    }

    /// How many messages wait.
    pub fn waiting(&self) -> usize {
        self.outbox.borrow().len()
    }

    /// Stops looking at its socket, as a laptop that is closed, or goes on.
    pub fn freeze(&self, is_frozen: bool) {
        self.is_frozen.set(is_frozen);
        self.wake.notify_one();
    }

    /// Subscribed, and all that was missed has been asked for and has come.
    pub fn is_open(&self) -> bool {
        self.is_open.get()
    }

    /// What it has lived through.
    pub fn life(&self) -> Life {
        self.life.get()
    }

    /// From now on the slowest counts anew.
    pub fn forget_slowest(&self) {
        self.live(|life| life.slowest = Duration::ZERO);
    }

    fn live(&self, change: impl FnOnce(&mut Life)) {
        let mut life = self.life.get();
        change(&mut life);
        self.life.set(life);
    }

    /// Until its task is aborted.
    pub async fn run(self: Rc<Self>) {
        let mut wait = FIRST_WAIT;
        loop {
            // An error is what this is all about; what matters of it has been noted.
            let _ = self.talk(&mut wait).await;
            self.is_open.set(false);
            while self.is_frozen.get() {
                self.wake.notified().await;
            }
            let part = rand::rng().random_range(0.5..1.0);
            sleep(wait.mul_f64(part)).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        }
    }

    /// One connection, to its end.
    async fn talk(&self, wait: &mut Duration) -> Result<()> {
        let mut link = timeout(OPEN_WITHIN, Link::open(self)).await??;
        *wait = FIRST_WAIT;
        self.live(|life| life.connections += 1);
        link.ask(Asked::Open, Command::OpenRoom { room: self.room })
            .await?;
        let mut ticks = tokio::time::interval(Duration::from_millis(500));
        loop {
            while self.is_frozen.get() {
                self.wake.notified().await;
            }
            self.send_next(&mut link).await?;
            tokio::select! {
                text = link.socket.until(|_| true) => {
                    let text = text.inspect_err(|error| self.note_close(error))?;
                    link.heard_at = Instant::now();
                    self.hear(&mut link, serde_json::from_str(&text)?).await?;
                }
                () = self.wake.notified() => {}
                _ = ticks.tick() => link.tick().await?,
            }
        }
    }

    fn note_close(&self, error: &anyhow::Error) {
        let closed: Option<&Closed> = error.downcast_ref();
        self.live(|life| life.closed_with = closed.and_then(|closed| closed.code));
    }

    /// The oldest that waits, if none is under way.
    async fn send_next(&self, link: &mut Link) -> Result<()> {
        let next = match self.outbox.borrow().front() {
            Some(next) if next.at <= Instant::now() && !link.is_sending() => next.clone(),
            _ => return Ok(()),
        };
        let command = Command::SendMessage {
            room: self.room,
            client_message_id: next.id,
            body: next.body,
            reply_to: None,
        };
        link.ask(Asked::Send(next.name), command).await
    }

    async fn hear(&self, link: &mut Link, frame: ServerFrame) -> Result<()> {
        match frame {
            ServerFrame::Event(Event::RoomChanged(change)) if change.room == self.room => {
                match link.told.note(change.number) {
                    Turn::Next => {}
                    Turn::Late => self.live(|life| life.told_late += 1),
                    Turn::Again => self.live(|life| life.told_twice += 1),
                }
                self.apply(&change, true);
                if self.shelf.borrow().has_gap() {
                    self.resume(link).await?;
                }
            }
            ServerFrame::Reply { id, outcome } => {
                if let Some(asked) = link.answered(id) {
                    self.answered(link, asked, outcome).await?;
                }
            }
            ServerFrame::Heartbeat { heads } => {
                let cursor = self.shelf.borrow().cursor();
                if heads
                    .iter()
                    .any(|head| head.room == self.room && head.number > cursor)
                {
                    self.resume(link).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    async fn resume(&self, link: &mut Link) -> Result<()> {
        if link.is_resuming() {
            return Ok(());
        }
        let command = Command::Resume {
            room: self.room,
            after: self.shelf.borrow().cursor(),
        };
        link.ask(Asked::Resume, command).await
    }

    async fn answered(&self, link: &mut Link, asked: Asked, outcome: Outcome) -> Result<()> {
        match (asked, outcome) {
            (Asked::Open, Outcome::Ok(_)) => self.resume(link).await,
            (
                Asked::Resume,
                Outcome::Ok(Reply::Changes {
                    changes,
                    upto,
                    head,
                    ..
                }),
            ) => {
                for change in &changes {
                    self.apply(change, false);
                }
                self.shelf.borrow_mut().told_up_to(upto);
                if upto < head {
                    return self.resume(link).await;
                }
                self.opened();
                Ok(())
            }
            (Asked::Resume, Outcome::Ok(Reply::Reset { head, .. })) => {
                self.live(|life| life.resets += 1);
                self.load(head).await?;
                self.resume(link).await
            }
            (Asked::Send(name), Outcome::Ok(Reply::Sent { seq, .. })) => {
                self.shared.account.borrow_mut().acknowledge(name, seq);
                self.leave_outbox(name);
                Ok(())
            }
            (Asked::Send(name), Outcome::Error(error)) => {
                self.refused(name, &error);
                Ok(())
            }
            (asked, outcome) => bail!("{asked:?} was answered {outcome:?}"),
        }
    }

    fn opened(&self) {
        if !self.is_open.replace(true) {
            self.live(|life| life.opened_at = Some(Instant::now()));
        }
    }

    fn refused(&self, name: Name, error: &ApiError) {
        let again = match error {
            ApiError::RateLimited { retry_after_ms } => Duration::from_millis(*retry_after_ms),
            ApiError::Unavailable | ApiError::Internal => AGAIN_AFTER,
            _ => {
                self.shared.account.borrow_mut().fail(name);
                return self.leave_outbox(name);
            }
        };
        self.shared.account.borrow_mut().refused += 1;
        if let Some(first) = self.outbox.borrow_mut().front_mut()
            && first.name == name
        {
            first.at = Instant::now() + again;
        }
    }

    fn leave_outbox(&self, name: Name) {
        self.outbox
            .borrow_mut()
            .retain(|waiting| waiting.name != name);
    }

    fn apply(&self, change: &RoomChange, is_live: bool) {
        let name = match &change.kind {
            RoomChangeKind::MessagePosted { message } => named(message),
            _ => None,
        };
        let is_new = self.shelf.borrow_mut().take(change.number, name);
        if let (true, true, RoomChangeKind::MessagePosted { message }) =
            (is_new, is_live, &change.kind)
            && let Some(mark) = Mark::find(message.body.as_bytes())
        {
            let took = Duration::from_nanos(self.shared.now().saturating_sub(mark.due));
            self.live(|life| life.slowest = life.slowest.max(took));
        }
    }

    /// What the room's history has beyond the cursor.
    async fn load(&self, head: u64) -> Result<()> {
        self.shelf.borrow_mut().take_back(head);
        loop {
            let after = PageAt::After(self.shelf.borrow().cursor());
            let page = self.shared.page(self.number, self.room, after).await?;
            let mut shelf = self.shelf.borrow_mut();
            for message in &page.messages {
                shelf.told_up_to(message.seq.saturating_sub(1));
                shelf.take(message.seq, named(message));
            }
            if page.at_end {
                shelf.told_up_to(page.head);
                return Ok(());
            }
        }
    }
}

impl Shared {
    /// A page of a room's history, as a member's.
    pub async fn page(&self, member: usize, room: RoomId, at: PageAt) -> Result<MessagePage> {
        let body = json!({"room": room, "at": at});
        let page = self.place.call(member, "messages/list", body).await?;
        Ok(serde_json::from_value(page)?)
    }
}

/// Which of ours a message is.
pub fn named(message: &Message) -> Option<Name> {
    Mark::find(message.body.as_bytes()).map(|mark| Name {
        sender: mark.sender,
        seq: mark.seq,
    })
}

/// No other message has it.
fn client_id(name: Name, due: u64) -> ClientMessageId {
    let mut random = [0; 10];
    random[1..5].copy_from_slice(&name.seq.to_be_bytes());
    random[5..9].copy_from_slice(&u32::try_from(name.sender).unwrap_or(u32::MAX).to_be_bytes());
    ClientMessageId::from_parts(1_700_000_000_000 + due / 1_000_000, random)
}

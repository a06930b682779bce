//! How far each member has got: delivered and read positions.
//!
//! They come in crowds (every message is received by every device), so they are gathered for a moment and written
//! together, the latest of each member only.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::{RoomId, UserId};
use protocol::{ApiError, Event};
use tokio::sync::{Notify, oneshot};
use tokio_util::sync::CancellationToken;

use super::writer::{Tx, Writer};
use crate::{
    Error, Result,
    realtime::Notice,
    store::{self, members::MemberRow, messages::Stretch},
    telemetry,
};

/// How long positions are gathered before they are written.
const GATHER: Duration = Duration::from_millis(150);
/// Positions in one transaction: others write too, and a statement takes only so many values.
const AT_ONCE: usize = 500;

/// Positions that wait to be written.
#[derive(Debug, Default)]
pub struct Receipts {
    waiting: Mutex<HashMap<(RoomId, UserId), Wish>>,
    came: Notify,
}

/// What one member wants written.
#[derive(Debug, Default)]
struct Wish {
    delivered: u64,
    read: Option<u64>,
    /// The read position may go back.
    backwards: bool,
    told: Vec<oneshot::Sender<Result<()>>>,
}

impl Receipts {
    /// A device has received up to `number`. Not waited for: what is lost is told again after the next reconnect.
    pub fn delivered(&self, room: RoomId, user: UserId, number: u64) {
        self.wish(room, user, |wish| {
            wish.delivered = wish.delivered.max(number);
        });
    }

    /// The person has read up to `number`. The answer comes when it is on disk.
    ///
    /// # Errors
    /// `NotAMember`.
    pub async fn read(
        &self,
        room: RoomId,
        user: UserId,
        number: u64,
        backwards: bool,
    ) -> Result<()> {
        let (tell, told) = oneshot::channel();
        self.wish(room, user, |wish| {
            // The latest wish wins if it goes back on purpose; else the greatest.
            let before = if backwards { 0 } else { wish.read.unwrap_or(0) };
            wish.read = Some(number.max(before));
            wish.backwards |= backwards;
            wish.told.push(tell);
        });
        told.await.unwrap_or(Err(Error::Api(ApiError::Unavailable)))
    }

    fn wish(&self, room: RoomId, user: UserId, change: impl FnOnce(&mut Wish)) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        change(waiting.entry((room, user)).or_default());
        drop(waiting);
        self.came.notify_one();
    }

    /// Writes what comes, until `stop`, and then what has come by then.
    pub async fn write_until(&self, writer: &Writer, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = self.came.notified() => {}
                () = stop.cancelled() => {}
            }
            tokio::select! {
                () = tokio::time::sleep(GATHER) => {}
                () = stop.cancelled() => {}
            }
            telemetry::job("write_receipts", self.flush(writer)).await;
        }
    }

    async fn flush(&self, writer: &Writer) {
        let waiting =
            std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        let mut waiting: Vec<_> = waiting.into_iter().collect();
        while !waiting.is_empty() {
            let rest = waiting.split_off(waiting.len().min(AT_ONCE));
            write_and_tell(writer, std::mem::replace(&mut waiting, rest)).await;
        }
    }
}

async fn write_and_tell(writer: &Writer, waiting: Vec<((RoomId, UserId), Wish)>) {
    let mut told = Vec::with_capacity(waiting.len());
    let mut wishes = Vec::with_capacity(waiting.len());
    for ((room, user), wish) in waiting {
        told.push(wish.told);
        wishes.push(Position {
            room,
            user,
            delivered: wish.delivered,
            read: wish.read,
            backwards: wish.backwards,
        });
    }
    let outcome = writer
        .run_aside(move |tx| Box::pin(async move { write(tx, wishes).await }))
        .await;
    match outcome {
        Ok(known) => {
            for (tells, is_member) in told.into_iter().zip(known) {
                for tell in tells {
                    let _ = tell.send(if is_member {
                        Ok(())
                    } else {
                        Err(Error::Api(ApiError::NotAMember))
                    });
                }
            }
        }
        Err(error) => {
            let error = ApiError::from(error);
            for tell in told.into_iter().flatten() {
                let _ = tell.send(Err(Error::Api(error.clone())));
            }
        }
    }
}

#[derive(Clone)]
struct Position {
    room: RoomId,
    user: UserId,
    delivered: u64,
    read: Option<u64>,
    backwards: bool,
}

/// Answers for each whether the person is a member.
async fn write(tx: &mut Tx, wishes: Vec<Position>) -> Result<Vec<bool>> {
    let rooms: Vec<RoomId> = wishes.iter().map(|wish| wish.room).collect();
    let heads: HashMap<RoomId, u64> = store::rooms::list_counters(tx.db(), &rooms)
        .await?
        .into_iter()
        .map(|(room, head, _)| (room, head))
        .collect();
    let pairs = wishes.iter().map(|wish| (wish.room, wish.user));
    let mut members: HashMap<(RoomId, UserId), MemberRow> =
        store::members::list_for_update(tx.db(), pairs)
            .await?
            .into_iter()
            .map(|member| ((member.room, member.user), member))
            .collect();
    let mut known = Vec::with_capacity(wishes.len());
    let mut advanced = Vec::new();
    for wish in wishes {
        let member = members.remove(&(wish.room, wish.user));
        let (Some(member), Some(head)) = (member, heads.get(&wish.room)) else {
            known.push(false);
            continue;
        };
        known.push(true);
        advanced.extend(advance(&member, &wish, *head).map(|now| (member, now, *head)));
    }
    let now: Vec<MemberRow> = advanced.iter().map(|(_, now, _)| now.clone()).collect();
    store::members::update_positions(tx.db(), &now).await?;
    let readers: Vec<_> = advanced
        .iter()
        .filter(|(before, now, _)| now.read_version != before.read_version)
        .map(|(_, now, head)| (now.room, now.user, after_read(now, *head)))
        .collect();
    let unread = store::messages::count_unread(tx.db(), &readers).await?;
    for (before, now, head) in advanced {
        let unread = unread.get(&(now.room, now.user)).copied();
        tell(tx, &before, &now, head, unread.unwrap_or_default());
    }
    Ok(known)
}

/// Where a member is afterwards, if that is elsewhere.
fn advance(before: &MemberRow, wish: &Position, head: u64) -> Option<MemberRow> {
    let mut now = before.clone();
    if let Some(read) = wish.read {
        let read = read.min(head);
        now.read = if wish.backwards {
            read
        } else {
            read.max(before.read)
        };
    }
    // What is read has been delivered.
    now.delivered = before.delivered.max(wish.delivered.min(head)).max(now.read);
    // Who goes back to where they still are for us had been told to have come further, by themselves: they hear it too.
    if now.read != before.read || wish.backwards {
        now.read_version += 1;
    }
    (now.read_version != before.read_version || now.delivered != before.delivered).then_some(now)
}

/// To the others how far the member is, to their own devices what is left to read.
fn tell(tx: &mut Tx, before: &MemberRow, now: &MemberRow, head: u64, unread: u32) {
    if now.delivered > before.delivered || now.read > before.read {
        tx.publish(Notice::InRoom {
            room: now.room,
            by: now.user,
            event: Box::new(Event::ReceiptAdvanced {
                room: now.room,
                user: now.user,
                delivered: now.delivered,
                read: now.read,
            }),
        });
    }
    if now.read_version != before.read_version {
        tx.publish(Notice::Personal {
            user: now.user,
            event: Box::new(Event::ReadPositionChanged {
                room: now.room,
                read: now.read,
                unread,
                head,
                version: now.read_version,
            }),
        });
    }
}

/// What a member may see and has not read.
fn after_read(member: &MemberRow, head: u64) -> Stretch {
    Stretch {
        from: member.visible_from.max(member.read + 1),
        to: head,
    }
}

//! Posting what a batch holds: one transaction for all of it.
//!
//! The check in here is the one that counts: between it and the commit nobody else changes what it rests on. Where this
//! server has the database to itself, that is so because everything goes through its one writer ([`alone`]); where others
//! write too, because the transaction has locked the rooms ([`shared`]).

mod alone;
mod shared;

use std::{collections::HashMap, time::Instant};

use domain::{
    ClientMessageId, MessageId, RoomId, Timestamp, UserId,
    message::{Message, Since},
    permissions::PostError,
};
use protocol::{RoomChange, RoomChangeKind};
use tokio::sync::oneshot;

use super::known::Known;
use crate::{
    Result,
    clock::Ids,
    realtime::Notice,
    store::{Database, Posts, client_ids::Sent},
};

/// A message on its way; its text is checked already.
pub(crate) struct NewMessage {
    pub author: UserId,
    pub room: RoomId,
    pub client_message_id: ClientMessageId,
    pub body: String,
    pub reply_to: Option<u64>,
    /// When it came in.
    pub received_at: Instant,
    pub reply: oneshot::Sender<Result<Sent>>,
}

/// Who calls it what.
type Name = (UserId, ClientMessageId);

impl NewMessage {
    fn name(&self) -> Name {
        (self.author, self.client_message_id)
    }
}

/// How each send of a batch ended, in their order, and what is to be told.
#[derive(Default)]
pub(super) struct Posted {
    pub outcomes: Vec<Result<Sent, PostError>>,
    pub notices: Vec<Notice>,
    /// The messages that are new, and when they came in.
    pub received: Vec<(MessageId, Instant)>,
}

/// Posts a batch.
pub(super) async fn post(
    db: &Database,
    known: &mut Known,
    sends: &[NewMessage],
    now: Timestamp,
    ids: &Ids,
) -> Result<Posted> {
    match db.appender() {
        Some(appender) => alone::post(db, appender, known, sends, now, ids).await,
        None => shared::post(db, sends, now, ids).await,
    }
}

/// How each send is to end, and the messages that come of it.
struct Plan {
    outcomes: Vec<Result<Sent, PostError>>,
    messages: Vec<Message>,
    received: Vec<(MessageId, Instant)>,
}

impl Plan {
    /// `used`: names that were used before, and what for.
    fn of(
        known: &mut Known,
        mut used: HashMap<Name, Sent>,
        sends: &[NewMessage],
        now: Timestamp,
        ids: &Ids,
    ) -> Self {
        let mut messages = Vec::with_capacity(sends.len());
        let mut received = Vec::with_capacity(sends.len());
        let outcomes = sends
            .iter()
            .map(|send| {
                // First of all: a message that is on disk stays sent, even if its author has been removed since.
                if let Some(sent) = used.get(&send.name()) {
                    return Ok(*sent);
                }
                let message = Message {
                    seq: known.take_number(send.room, send.author, send.reply_to)?,
                    id: ids.make(),
                    room: send.room,
                    author: send.author,
                    client_message_id: send.client_message_id,
                    body: send.body.clone(),
                    sent_at: now,
                    reply_to: send.reply_to,
                    since: Since::default(),
                };
                let sent = sent(&message);
                // The same message may wait twice in one batch.
                used.insert(send.name(), sent);
                received.push((message.id, send.received_at));
                messages.push(message);
                Ok(sent)
            })
            .collect();
        Self {
            outcomes,
            messages,
            received,
        }
    }

    /// What there is to write.
    fn take_posts(&mut self, now: Timestamp) -> Posts {
        let messages = std::mem::take(&mut self.messages);
        let heads = messages
            .iter()
            .map(|message| (message.room, message.seq))
            .collect();
        Posts {
            messages,
            heads,
            at: now,
        }
    }

    /// How it ended, once the messages are on disk.
    fn posted(self, known: &Known, posts: Posts) -> Posted {
        let notices = posts
            .messages
            .into_iter()
            .map(|message| Notice::RoomChanged {
                members_version: known.members_version(message.room),
                author_name: Some(known.first_name(message.author)),
                change: Box::new(RoomChange {
                    room: message.room,
                    number: message.seq,
                    at: posts.at,
                    kind: RoomChangeKind::MessagePosted { message },
                }),
            })
            .collect();
        Posted {
            outcomes: self.outcomes,
            notices,
            received: self.received,
        }
    }
}

fn sent(message: &Message) -> Sent {
    Sent {
        client_message_id: message.client_message_id,
        room: message.room,
        message_id: message.id,
        seq: message.seq,
        sent_at: message.sent_at,
    }
}

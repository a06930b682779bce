//! Posting what a batch holds: one transaction for all of it, and no reading as long as nothing is new.
//!
//! The check in here is the one that counts: between it and the commit nobody else writes.

use std::{collections::HashMap, time::Instant};

use anyhow::Context;
use domain::{
    ClientMessageId, MessageId, RoomId, Timestamp, UserId, message::Message, permissions::PostError,
};
use protocol::{RoomChange, RoomChangeKind};
use tokio::sync::oneshot;

use super::known::Known;
use crate::{
    Result,
    clock::Ids,
    realtime::Notice,
    store::{self, Appended, Database, Posts, client_ids::Sent},
};

/// A message on its way; its text is checked already.
pub(crate) struct NewMessage {
    pub author: UserId,
    pub room: RoomId,
    pub client_message_id: ClientMessageId,
    pub body: String,
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
    known
        .learn(db.read(), sends.iter().map(|send| (send.room, send.author)))
        .await?;
    let before = known.heads(sends.iter().map(|send| send.room));
    // Hardly any message is sent twice: the ledger is asked only where it turns out that one was, or may have been.
    let mut plan = Plan::of(known, HashMap::new(), sends, now, ids);
    let mut messages = None;
    if plan.outcomes.iter().all(Result::is_ok) {
        messages = plan.write(db, now).await?;
    }
    if messages.is_none() {
        known.return_to(&before);
        let used =
            store::client_ids::list_used(db.read(), sends.iter().map(NewMessage::name)).await?;
        plan = Plan::of(known, used, sends, now, ids);
        messages = plan.write(db, now).await?;
    }
    let messages = messages.context("a client id was used by somebody else meanwhile")?;
    let notices = messages
        .into_iter()
        .map(|message| Notice::RoomChanged {
            members_version: known.members_version(message.room),
            author_name: Some(known.first_name(message.author)),
            change: Box::new(RoomChange {
                room: message.room,
                number: message.seq,
                at: now,
                kind: RoomChangeKind::MessagePosted { message },
            }),
        })
        .collect();
    Ok(Posted {
        outcomes: plan.outcomes,
        notices,
        received: plan.received,
    })
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
                    seq: known.take_number(send.room, send.author)?,
                    id: ids.make(),
                    room: send.room,
                    author: send.author,
                    client_message_id: send.client_message_id,
                    body: send.body.clone(),
                    sent_at: now,
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

    /// Writes the messages and gives them back; none: a client id was used before, and nothing was written.
    async fn write(&mut self, db: &Database, now: Timestamp) -> Result<Option<Vec<Message>>> {
        let messages = std::mem::take(&mut self.messages);
        if messages.is_empty() {
            return Ok(Some(messages));
        }
        let heads = messages
            .iter()
            .map(|message| (message.room, message.seq))
            .collect();
        let posts = Posts {
            messages,
            heads,
            at: now,
        };
        Ok(match db.append(posts).await? {
            Appended::Written(posts) => Some(posts.messages),
            Appended::UsedBefore => None,
        })
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

//! Posting what a batch holds: one look-up and one insert per table for all of it.
//!
//! The check in here is the one that counts: it sees the membership in the same transaction that takes the number.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    ClientMessageId, RoomId, Timestamp, UserId, message::Message, permissions, room::RoomKind,
};
use protocol::{RoomChange, RoomChangeKind};
use sea_orm::DatabaseTransaction;
use tokio::sync::oneshot;

use crate::{
    Result,
    clock::Ids,
    realtime::Notice,
    store::{self, client_ids::Sent, rooms::RoomRow},
};

/// A message on its way; its text is checked already.
pub(crate) struct NewMessage {
    pub author: UserId,
    pub room: RoomId,
    pub client_message_id: ClientMessageId,
    pub body: String,
    pub reply: oneshot::Sender<Result<Sent>>,
}

impl NewMessage {
    fn key(&self) -> (UserId, ClientMessageId) {
        (self.author, self.client_message_id)
    }
}

/// How each send of a batch ended, in their order, and what is to be told.
#[derive(Default)]
pub(super) struct Posted {
    pub outcomes: Vec<Result<Sent, permissions::PostError>>,
    pub notices: Vec<Notice>,
}

/// What is known before anything is decided.
struct Facts {
    used: HashMap<(UserId, ClientMessageId), Sent>,
    rooms: HashMap<RoomId, RoomRow>,
    roles: HashMap<(RoomId, UserId), domain::room::Role>,
    unreachable: HashSet<RoomId>,
}

impl Facts {
    async fn load(db: &DatabaseTransaction, sends: &[NewMessage]) -> Result<Self> {
        let rooms = store::rooms::list_for_update(db, sends.iter().map(|send| send.room)).await?;
        let direct: HashSet<RoomId> = rooms
            .values()
            .filter(|row| row.room.kind == RoomKind::Direct)
            .map(|row| row.room.id)
            .collect();
        Ok(Self {
            used: store::client_ids::list_used(db, sends.iter().map(NewMessage::key)).await?,
            roles: store::members::list_roles(
                db,
                sends.iter().map(|send| (send.room, send.author)),
            )
            .await?,
            unreachable: store::members::list_unreachable(db, &direct).await?,
            rooms,
        })
    }
}

/// Posts a batch.
pub(super) async fn post(
    db: &DatabaseTransaction,
    sends: &[NewMessage],
    now: Timestamp,
    ids: &Ids,
) -> Result<Posted> {
    let mut facts = Facts::load(db, sends).await?;
    let mut outcomes = Vec::with_capacity(sends.len());
    let mut messages: Vec<Message> = Vec::new();
    for send in sends {
        outcomes.push(decide(&mut facts, send, now, ids, &mut messages));
    }
    if messages.is_empty() {
        return Ok(Posted {
            outcomes,
            notices: Vec::new(),
        });
    }
    let heads: BTreeMap<RoomId, u64> = messages
        .iter()
        .map(|message| (message.room, message.seq))
        .collect();
    store::messages::insert_many(db, &messages).await?;
    store::client_ids::insert_many(
        db,
        messages
            .iter()
            .map(|message| (message.author, sent(message))),
    )
    .await?;
    store::rooms::update_heads(db, &heads, now).await?;
    let names =
        store::messages::list_author_names(db, messages.iter().map(|message| message.author))
            .await?;
    let notices = messages
        .into_iter()
        .filter_map(|message| {
            let members_version = facts.rooms.get(&message.room)?.members_version;
            let name = names.get(&message.author).cloned().unwrap_or_default();
            Some(Notice::RoomChanged {
                members_version,
                last: Some(Box::new(store::messages::last_line(&message, name))),
                change: Box::new(RoomChange {
                    room: message.room,
                    number: message.seq,
                    at: now,
                    kind: RoomChangeKind::MessagePosted { message },
                }),
            })
        })
        .collect();
    Ok(Posted { outcomes, notices })
}

fn decide(
    facts: &mut Facts,
    send: &NewMessage,
    now: Timestamp,
    ids: &Ids,
    messages: &mut Vec<Message>,
) -> Result<Sent, permissions::PostError> {
    // First of all: a message that is on disk stays sent, even if its author has been removed since.
    if let Some(sent) = facts.used.get(&send.key()) {
        return Ok(*sent);
    }
    let row = facts
        .rooms
        .get_mut(&send.room)
        .ok_or(permissions::PostError::NotAMember)?;
    let role = facts.roles.get(&(send.room, send.author)).copied();
    permissions::post(row.facts(), role, !facts.unreachable.contains(&send.room))?;
    row.head += 1;
    let message = Message {
        id: ids.make(),
        room: send.room,
        seq: row.head,
        author: send.author,
        client_message_id: send.client_message_id,
        body: send.body.clone(),
        sent_at: now,
    };
    let sent = sent(&message);
    // The same message may wait twice in one batch.
    facts.used.insert(send.key(), sent);
    messages.push(message);
    Ok(sent)
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

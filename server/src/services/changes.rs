//! Recording a durable change of a room that is no post: it takes the room's next number in the transaction that makes it.

use std::collections::HashMap;

use domain::{
    RoomId, UserId,
    people::Person,
    room::{Member, Role},
};
use protocol::{RoomChange, RoomChangeKind};

use super::writer::Tx;
use crate::{
    Result,
    realtime::Notice,
    store::{
        self,
        changes::{ChangeRow, Subject},
        messages::Stretch,
        rooms::RoomRow,
    },
};

/// Texts of edited messages that are told together; of the others only that they have changed.
const BODIES_BYTES: usize = 256 * 1024;

/// Gives the change its number, writes it, and tells it after the commit. `row` must have been read for update in this
/// transaction, and what the change says must have been done.
pub async fn record(tx: &mut Tx, row: &mut RoomRow, subject: Subject) -> Result<u64> {
    row.head += 1;
    if subject.is_of_membership() {
        row.members_version += 1;
    }
    let change = ChangeRow {
        room: row.room.id,
        number: row.head,
        at: tx.now(),
        subject,
    };
    store::changes::insert(tx.db(), &change).await?;
    store::rooms::update_counters(tx.db(), row.room.id, row.head, row.members_version).await?;
    // What not all may see is told without its content: the event is the same for all.
    let seen_from = match change.subject {
        Subject::MessageEdited { .. } => {
            store::members::seen_by_all_from(tx.db(), row.room.id).await?
        }
        _ => 0,
    };
    let mut told = tell(tx.db(), vec![change], seen_from).await?;
    if let Some(change) = told.pop() {
        tx.publish(Notice::RoomChanged {
            change: Box::new(change),
            members_version: row.members_version,
            author_name: None,
        });
    }
    Ok(row.head)
}

/// Changes of one room as they are told to those who see content from the number `seen_from` on: with people and messages
/// as they are now.
pub async fn tell(
    db: &impl sea_orm::ConnectionTrait,
    changes: Vec<ChangeRow>,
    seen_from: u64,
) -> Result<Vec<RoomChange>> {
    let Some(room) = changes.first().map(|change| change.room) else {
        return Ok(Vec::new());
    };
    let newcomers: Vec<UserId> = changes
        .iter()
        .filter_map(|change| match &change.subject {
            Subject::MemberJoined { user, .. } => Some(*user),
            _ => None,
        })
        .collect();
    let (members, people) = if newcomers.is_empty() {
        (HashMap::new(), HashMap::new())
    } else {
        (
            store::members::list_some(db, room, newcomers.iter().copied()).await?,
            store::people::list(db, newcomers).await?,
        )
    };
    let edited: HashMap<u64, u64> = changes
        .iter()
        .filter_map(|change| match &change.subject {
            Subject::MessageEdited { seq, .. } => Some((*seq, change.number)),
            _ => None,
        })
        .collect();
    let bodies = bodies(db, room, &edited, seen_from).await?;
    let context = Context {
        members,
        people,
        edited,
        bodies,
    };
    Ok(changes
        .into_iter()
        .map(|change| RoomChange {
            room: change.room,
            number: change.number,
            at: change.at,
            kind: context.kind(change.number, change.subject),
        })
        .collect())
}

/// The texts of edited messages, those that may be told, as far as they have room in one frame.
async fn bodies(
    db: &impl sea_orm::ConnectionTrait,
    room: RoomId,
    edited: &HashMap<u64, u64>,
    seen_from: u64,
) -> Result<HashMap<u64, String>> {
    if edited.is_empty() {
        return Ok(HashMap::new());
    }
    let stretch = Stretch {
        from: seen_from,
        to: u64::MAX,
    };
    let seqs = edited.keys().copied();
    let messages = store::messages::list_some(db, room, stretch, seqs).await?;
    let mut bytes = 0;
    let fitting = messages.into_iter().take_while(|message| {
        bytes += message.body.len();
        bytes <= BODIES_BYTES
    });
    Ok(fitting.map(|message| (message.seq, message.body)).collect())
}

/// What changes are told with, as it is now.
struct Context {
    members: HashMap<UserId, Member>,
    people: HashMap<UserId, Person>,
    /// The last change of each text.
    edited: HashMap<u64, u64>,
    /// Texts of messages by their numbers, those that may be told.
    bodies: HashMap<u64, String>,
}

impl Context {
    fn kind(&self, number: u64, subject: Subject) -> RoomChangeKind {
        match subject {
            Subject::MemberJoined { user, role, by } => {
                let former = || Some(former(self.people.get(&user)?, role));
                match self.members.get(&user).cloned().or_else(former) {
                    Some(member) => RoomChangeKind::MemberJoined {
                        member: Box::new(member),
                        by,
                    },
                    None => RoomChangeKind::Withheld,
                }
            }
            Subject::MemberLeft { user, by } => RoomChangeKind::MemberLeft { user, by },
            Subject::RoleChanged { user, role } => RoomChangeKind::RoleChanged { user, role },
            Subject::RoomUpdated { room } => RoomChangeKind::RoomUpdated {
                room_now: Box::new(room),
            },
            Subject::MessageDeleted { message_id, seq } => {
                RoomChangeKind::MessageDeleted { message_id, seq }
            }
            // A later one brings the text.
            Subject::MessageEdited { seq, .. } if self.edited.get(&seq) != Some(&number) => {
                RoomChangeKind::Withheld
            }
            Subject::MessageEdited { message_id, seq } => RoomChangeKind::MessageEdited {
                message_id,
                seq,
                body: self.bodies.get(&seq).cloned(),
            },
            Subject::ReactionChanged {
                seq,
                user,
                emoji,
                on,
            } => RoomChangeKind::ReactionChanged {
                seq,
                user,
                emoji,
                on,
            },
            Subject::Unknown => RoomChangeKind::Withheld,
        }
    }
}

/// Someone who joined and has left since.
fn former(person: &Person, role: Role) -> Member {
    Member {
        person: person.clone(),
        role,
        delivered: 0,
        read: 0,
    }
}

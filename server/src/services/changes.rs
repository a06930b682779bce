//! Recording a durable change of a room that is no post: it takes the room's next number in the transaction that makes it.

use std::collections::HashMap;

use domain::{
    UserId,
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
        rooms::RoomRow,
    },
};

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
    let mut told = tell(tx.db(), vec![change]).await?;
    if let Some(change) = told.pop() {
        tx.publish(Notice::RoomChanged {
            change: Box::new(change),
            members_version: row.members_version,
            author_name: None,
        });
    }
    Ok(row.head)
}

/// Changes of one room as they are told: with people as they are now.
pub async fn tell(
    db: &impl sea_orm::ConnectionTrait,
    changes: Vec<ChangeRow>,
) -> Result<Vec<RoomChange>> {
    let newcomers: Vec<UserId> = changes
        .iter()
        .filter_map(|change| match &change.subject {
            Subject::MemberJoined { user, .. } => Some(*user),
            _ => None,
        })
        .collect();
    let (members, people) = match changes.first() {
        Some(first) if !newcomers.is_empty() => (
            store::members::list_some(db, first.room, newcomers.iter().copied()).await?,
            store::people::list(db, newcomers).await?,
        ),
        _ => (HashMap::new(), HashMap::new()),
    };
    Ok(changes
        .into_iter()
        .map(|change| RoomChange {
            room: change.room,
            number: change.number,
            at: change.at,
            kind: kind(change.subject, &members, &people),
        })
        .collect())
}

fn kind(
    subject: Subject,
    members: &HashMap<UserId, Member>,
    people: &HashMap<UserId, Person>,
) -> RoomChangeKind {
    match subject {
        Subject::MemberJoined { user, role, by } => {
            let member = members
                .get(&user)
                .cloned()
                .or_else(|| people.get(&user).map(|person| former(person, role)));
            match member {
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

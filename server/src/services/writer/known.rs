//! What the writer has read about rooms and people, kept between batches so that a message costs no reading.
//!
//! It stays true where nobody else writes to the database, and every change goes through the same writer: one that may
//! touch rooms, members, names or blocks empties it, in the order in which they are made. Where others write too, it lasts
//! as long as the transaction that has locked its rooms.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::{
    RoomId, UserId,
    permissions::{self, PostError, RoomFacts},
    room::{Role, RoomKind},
};
use sea_orm::{ConnectionTrait, DbErr};

use crate::store;

/// Entries of one kind; beyond it everything is forgotten rather than searched for what is old.
const ENTRIES_MAX: usize = 50_000;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// None: there is no such room.
    rooms: HashMap<RoomId, Option<KnownRoom>>,
    /// None: no member.
    roles: HashMap<(RoomId, UserId), Option<Role>>,
    first_names: HashMap<UserId, String>,
}

#[derive(Clone, Copy, Debug)]
struct KnownRoom {
    facts: RoomFacts,
    head: u64,
    members_version: u64,
    /// Not a direct chat whose other person is gone or blocked.
    is_reachable: bool,
}

impl Known {
    /// Nothing is certain any more.
    pub fn forget(&mut self) {
        self.rooms.clear();
        self.roles.clear();
        self.first_names.clear();
    }

    /// Reads what is missing to decide on posts of these authors in these rooms. Locks the rooms, if `db` is a transaction
    /// of a database that knows locks.
    pub async fn learn(
        &mut self,
        db: &impl ConnectionTrait,
        pairs: impl Iterator<Item = (RoomId, UserId)> + Clone,
    ) -> Result<(), DbErr> {
        if self.rooms.len().max(self.roles.len()) > ENTRIES_MAX {
            self.forget();
        }
        self.learn_rooms(db, pairs.clone().map(|(room, _)| room))
            .await?;
        let unknown: HashSet<(RoomId, UserId)> = pairs
            .clone()
            .filter(|pair| !self.roles.contains_key(pair))
            .collect();
        if !unknown.is_empty() {
            let roles = store::members::list_roles(db, unknown.iter().copied()).await?;
            self.roles.extend(
                unknown
                    .into_iter()
                    .map(|pair| (pair, roles.get(&pair).copied())),
            );
        }
        let unnamed: HashSet<UserId> = pairs
            .map(|(_, author)| author)
            .filter(|author| !self.first_names.contains_key(author))
            .collect();
        if !unnamed.is_empty() {
            self.first_names
                .extend(store::messages::list_author_names(db, unnamed).await?);
        }
        Ok(())
    }

    async fn learn_rooms(
        &mut self,
        db: &impl ConnectionTrait,
        rooms: impl Iterator<Item = RoomId>,
    ) -> Result<(), DbErr> {
        let unknown: HashSet<RoomId> = rooms
            .filter(|room| !self.rooms.contains_key(room))
            .collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let rows = store::rooms::list_for_update(db, unknown.iter().copied()).await?;
        let direct: HashSet<RoomId> = rows
            .values()
            .filter(|row| row.room.kind == RoomKind::Direct)
            .map(|row| row.room.id)
            .collect();
        let unreachable = store::members::list_unreachable(db, &direct).await?;
        self.rooms.extend(unknown.into_iter().map(|id| {
            let room = rows.get(&id).map(|row| KnownRoom {
                facts: row.facts(),
                head: row.head,
                members_version: row.members_version,
                is_reachable: !unreachable.contains(&id),
            });
            (id, room)
        }));
        Ok(())
    }

    /// Takes the room's next number for a post of `author`, if they may post there. What it answers must have a number that
    /// the room has given; whether that was a message, and is still there, shows when it is read.
    pub fn take_number(
        &mut self,
        room: RoomId,
        author: UserId,
        reply_to: Option<u64>,
    ) -> Result<u64, PostError> {
        let role = self.roles.get(&(room, author)).copied().flatten();
        let known = self.rooms.get_mut(&room).and_then(Option::as_mut);
        let known = known.ok_or(PostError::NotAMember)?;
        permissions::post(known.facts, role, known.is_reachable)?;
        if reply_to.is_some_and(|seq| seq == 0 || seq > known.head) {
            return Err(PostError::NoMessage);
        }
        known.head += 1;
        Ok(known.head)
    }

    /// Gives numbers back: nothing with a number after these heads was kept.
    pub fn return_to(&mut self, heads: &BTreeMap<RoomId, u64>) {
        for (room, head) in heads {
            if let Some(Some(known)) = self.rooms.get_mut(room) {
                known.head = *head;
            }
        }
    }

    /// The latest numbers of these rooms.
    pub fn heads(&self, rooms: impl Iterator<Item = RoomId>) -> BTreeMap<RoomId, u64> {
        rooms
            .filter_map(|room| Some((room, self.rooms.get(&room)?.as_ref()?.head)))
            .collect()
    }

    /// The version of a room's member list.
    pub fn members_version(&self, room: RoomId) -> u64 {
        let known = self.rooms.get(&room).and_then(Option::as_ref);
        known.map_or(0, |known| known.members_version)
    }

    /// How a list calls someone.
    pub fn first_name(&self, user: UserId) -> String {
        self.first_names.get(&user).cloned().unwrap_or_default()
    }
}

//! Where the hub learns who is in which room: the database, or a list in tests.

use std::collections::HashSet;

use async_trait::async_trait;
use domain::{RoomId, UserId};

use crate::{
    Result,
    store::{self, Database},
};

/// A room as a subscription begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub room: RoomId,
    /// Version of its member list.
    pub version: u64,
    /// Its latest number.
    pub head: u64,
}

/// Who is in which room.
#[async_trait]
pub trait Members: Send + Sync {
    /// The rooms of a person.
    async fn rooms_of(&self, user: UserId) -> Result<Vec<Standing>>;
    /// Where a room is, if the person is a member of it.
    async fn membership(&self, user: UserId, room: RoomId) -> Result<Option<Standing>>;
    /// The members of a room, and as of which version; none if it is gone.
    async fn members_of(&self, room: RoomId) -> Result<Option<(Standing, HashSet<UserId>)>>;
    /// Whom a person has blocked and who has blocked them.
    async fn hidden_from(&self, user: UserId) -> Result<HashSet<UserId>>;
    /// Where these rooms are now; those that are gone are left out.
    async fn standings(&self, rooms: &[RoomId]) -> Result<Vec<Standing>>;
}

#[async_trait]
impl Members for Database {
    async fn rooms_of(&self, user: UserId) -> Result<Vec<Standing>> {
        let rooms = store::members::list_subscriptions(self.read(), user).await?;
        Ok(rooms
            .into_iter()
            .map(|(room, version, head)| Standing {
                room,
                version,
                head,
            })
            .collect())
    }

    async fn membership(&self, user: UserId, room: RoomId) -> Result<Option<Standing>> {
        // In this order: who is removed in between is not found, and who joins is found with a version that is too old.
        let standing = self.standings(&[room]).await?.pop();
        let member = store::members::find(self.read(), room, user).await?;
        Ok(standing.filter(|_| member.is_some()))
    }

    async fn members_of(&self, room: RoomId) -> Result<Option<(Standing, HashSet<UserId>)>> {
        // The version is read first: if the list is newer than it says, the worst is reading it once more.
        let Some(standing) = self.standings(&[room]).await?.pop() else {
            return Ok(None);
        };
        let members = store::members::list_ids(self.read(), room).await?;
        Ok(Some((standing, members)))
    }

    async fn hidden_from(&self, user: UserId) -> Result<HashSet<UserId>> {
        Ok(store::members::list_hidden(self.read(), user).await?)
    }

    async fn standings(&self, rooms: &[RoomId]) -> Result<Vec<Standing>> {
        let counters = store::rooms::list_counters(self.read(), rooms).await?;
        Ok(counters
            .into_iter()
            .map(|(room, head, version)| Standing {
                room,
                version,
                head,
            })
            .collect())
    }
}

//! Rooms and their members.

use serde::{Deserialize, Serialize};

use crate::{RoomId, Timestamp, UserId, message::LastLine, people::Person};

/// Two people, or any number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// Between exactly two people; never gains a third.
    Direct,
    /// Any number of people.
    Group,
}

/// Who can find a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Members only.
    #[default]
    Private,
    /// Listed; anyone in the place may join.
    Public,
}

/// Who may post.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Posting {
    /// Every member.
    #[default]
    Everyone,
    /// Moderators and owners: a broadcast room.
    Moderators,
}

/// What of the past a newcomer may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryAccess {
    /// Everything said in the room.
    #[default]
    All,
    /// What is said after they joined.
    FromJoining,
}

/// A member's role in one room.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May talk.
    #[default]
    Member,
    /// May also post in broadcast rooms and remove members.
    Moderator,
    /// May do everything.
    Owner,
}

/// What a member wants to be told about a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationLevel {
    /// Everything.
    #[default]
    All,
    /// Nothing: unread is counted, but quietly.
    Muted,
}

/// A room as its members know it; the same for every member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// Which.
    pub id: RoomId,
    /// Direct or group.
    pub kind: RoomKind,
    /// Private or public.
    pub visibility: Visibility,
    /// Who may post.
    pub posting: Posting,
    /// What newcomers see.
    pub history: HistoryAccess,
    /// A group's name; empty in a direct chat, which is named by the other person.
    pub name: String,
    /// One line, may be empty.
    pub topic: String,
    /// The direct chat from which this group was started, if any. A bare id: only its two people can open it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_from: Option<RoomId>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// One member of a room, as other members see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub person: Person,
    /// Their role here.
    pub role: Role,
    /// Up to which number a device of theirs has acknowledged.
    pub delivered: u64,
    /// Up to which number they have read.
    pub read: u64,
}

/// A room in a person's list: what the dashboard shows. Differs from member to member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomSummary {
    /// The room.
    pub room: Room,
    /// The room's latest number when this was read.
    pub head: u64,
    /// The last visible message, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<LastLine>,
    /// When something was last said, or the room was made: the list is sorted by it.
    pub active_at: Timestamp,
    /// Others' messages after `read`, counted up to 1000 (shown as 999+).
    pub unread: u32,
    /// Up to which number the viewer has read.
    pub read: u64,
    /// Grows by one with each change of `read`, so that a late notice cannot undo a newer one.
    pub read_version: u64,
    /// The viewer's role.
    pub role: Role,
    /// The viewer's notification level.
    pub notifications: NotificationLevel,
    /// In a direct chat: the other one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Person>,
    /// How many members the room has.
    pub member_count: u32,
    /// Ids of up to 50 members, for presence dots and typing names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub some_members: Vec<UserId>,
}

impl RoomSummary {
    /// What to call the room: its name, or the other person's.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.other {
            Some(other) => other.full_name(),
            None => self.room.name.clone(),
        }
    }
}

/// Unread counts stop here; the page shows "999+".
pub const UNREAD_CAP: u32 = 1_000;

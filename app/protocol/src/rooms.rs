//! Bodies of requests about rooms and their history.

use domain::{
    RoomId, UserId,
    message::Message,
    people::Person,
    room::{HistoryAccess, Member, Posting, RoomSummary, Visibility},
};
use serde::{Deserialize, Serialize};

/// A new group or public room.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateRoom {
    /// Its name.
    pub name: String,
    /// One line, may be empty.
    #[serde(default)]
    pub topic: String,
    /// Private or public.
    #[serde(default)]
    pub visibility: Visibility,
    /// Who may post.
    #[serde(default)]
    pub posting: Posting,
    /// What newcomers see of the past.
    #[serde(default)]
    pub history: HistoryAccess,
    /// People to begin with, besides oneself; at most [`crate::ADD_MEMBERS_MAX`].
    #[serde(default)]
    pub people: Vec<UserId>,
    /// The direct chat from which it is started; its other person becomes a member too.
    #[serde(default)]
    pub started_from: Option<RoomId>,
}

/// Changed settings of a group; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateRoom {
    /// New name.
    pub name: Option<String>,
    /// New topic.
    pub topic: Option<String>,
    /// Private or public.
    pub visibility: Option<Visibility>,
    /// Who may post.
    pub posting: Option<Posting>,
    /// What newcomers see.
    pub history: Option<HistoryAccess>,
}

/// Which page of history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageAt {
    /// The newest messages.
    #[default]
    End,
    /// The messages before this number.
    Before(u64),
    /// The messages after this number.
    After(u64),
    /// Half before and half after this number: the first unread message, say.
    Around(u64),
}

/// One page of history, in the order of `seq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagePage {
    /// The room.
    pub room: RoomId,
    /// At most [`crate::PAGE_SIZE`] messages, ascending.
    pub messages: Vec<Message>,
    /// There is nothing before them that the viewer may see.
    pub at_start: bool,
    /// There is nothing after them.
    pub at_end: bool,
    /// The room's number when this was read: changes up to here are in the page.
    pub head: u64,
    /// Messages outside of the page that one in it answers, as far as the viewer may see them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quoted: Vec<Message>,
    /// Authors who are not members any more.
    pub authors: Vec<Person>,
}

/// Messages by their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SomeMessages {
    /// Those that are there and that the viewer may see, ascending.
    pub messages: Vec<Message>,
    /// The room's number when they were read.
    pub head: u64,
    /// Authors who are not members any more.
    pub authors: Vec<Person>,
}

/// Everything needed to show a room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomPage {
    /// The room as the viewer's list shows it.
    pub summary: RoomSummary,
    /// Its members (the first 500 by name).
    pub members: Vec<Member>,
    /// The newest page, or the one around the first unread message.
    pub page: MessagePage,
}

/// A public room in the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRoom {
    /// Which.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// Its topic.
    pub topic: String,
    /// How many members.
    pub member_count: u32,
    /// The viewer is one.
    pub is_member: bool,
}

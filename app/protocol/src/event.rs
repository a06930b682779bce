//! What the server tells, unasked. An event is encoded once and its bytes are shared by all who hear it, so nothing in
//! here depends on who reads it (events to one person's own devices excepted).

use domain::{
    MessageId, RoomId, Timestamp, UserId,
    feeling::Declared,
    message::{LastLine, Message},
    people::{Person, PresenceState},
    room::{Member, Role, Room, RoomSummary},
};
use serde::{Deserialize, Serialize};

use crate::drafts::Draft;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A durable change in a room that this connection has open.
    RoomChanged(RoomChange),
    /// Changes in a room that this connection does not have open, several taken together.
    RoomAdvanced {
        /// Which.
        room: RoomId,
        /// The head that the previous such notice of this node told. A client that knows less asks for the summary.
        after: u64,
        /// The room's latest number.
        head: u64,
        /// The messages between the two, for the unread count; empty and `posts_left_out` true when there were too many.
        posts: Vec<Post>,
        /// `posts` is not complete: ask for the summary.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        posts_left_out: bool,
        /// The last visible message, if any was posted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last: Option<LastLine>,
    },
    /// Someone is typing. Forget it after six seconds without another.
    TypingStarted {
        /// Where.
        room: RoomId,
        /// Who.
        user: UserId,
    },
    /// Someone stopped typing.
    TypingStopped {
        /// Where.
        room: RoomId,
        /// Who.
        user: UserId,
    },
    /// Someone one shares a room with came, went or left the keyboard.
    PresenceChanged {
        /// Who.
        user: UserId,
        /// How it is now.
        state: PresenceState,
    },
    /// Someone one shares a room with has said how they feel, or has taken it back. Nothing is told when it ends by
    /// itself: whoever shows it knows when.
    FeelingChanged {
        /// Who.
        user: UserId,
        /// What they say; absent: nothing any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        declared: Option<Declared>,
    },
    /// A member's delivered and read positions moved, in an open room.
    ReceiptAdvanced {
        /// Where.
        room: RoomId,
        /// Who.
        user: UserId,
        /// Delivered up to.
        delivered: u64,
        /// Read up to.
        read: u64,
    },
    /// To one's own devices: the read position moved.
    ReadPositionChanged {
        /// Where.
        room: RoomId,
        /// Read up to.
        read: u64,
        /// Unread messages after it, counted up to `head`, at most 1000.
        unread: u32,
        /// The head at counting.
        head: u64,
        /// Apply only if greater than what is known.
        version: u64,
    },
    /// To one's own devices: what one has written in a room and not sent is another text now.
    DraftChanged(Draft),
    /// To one's own devices: one is a member of a room now, or one's own view of it changed (role, notifications).
    RoomJoined {
        /// The room as a list shows it.
        summary: Box<RoomSummary>,
    },
    /// To one's own devices: one is not a member any more.
    RoomLeft {
        /// Which.
        room: RoomId,
    },
    /// Someone one shares a room with changed their name or profile, or deleted their account.
    PersonChanged {
        /// As they are now.
        person: Person,
    },
    /// To one's own devices: whom one has blocked.
    BlocksChanged {
        /// All of them.
        blocked: Vec<UserId>,
    },
    /// To one's own devices: this sign-in has ended; the socket closes.
    SignedOut,
}

/// A message as the unread count needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its number.
    pub seq: u64,
    /// Who wrote it: one's own do not count.
    pub author: UserId,
}

/// One durable change: took the room's next number in the transaction that made it. A missing number is a missed change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomChange {
    /// Where.
    pub room: RoomId,
    /// The room's number of this change.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: RoomChangeKind,
}

/// The kinds of durable change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomChangeKind {
    /// A message was posted; its `seq` is the change's number.
    MessagePosted {
        /// The message.
        message: Message,
    },
    /// A message's content is gone; its place stays empty.
    MessageDeleted {
        /// Which.
        message_id: MessageId,
        /// Its number.
        seq: u64,
    },
    /// A message's author has changed its text.
    MessageEdited {
        /// Which.
        message_id: MessageId,
        /// Its number.
        seq: u64,
        /// The text now. Absent where not every member may see the message: who may asks for it by its number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        body: Option<String>,
    },
    /// Someone reacted to a message, or took that back.
    ReactionChanged {
        /// The number of the message.
        seq: u64,
        /// Who.
        user: UserId,
        /// With which emoji.
        emoji: String,
        /// False: not any more.
        on: bool,
    },
    /// Someone joined, by themselves (`by` absent) or added by another.
    MemberJoined {
        /// The new member.
        member: Box<Member>,
        /// Who added them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
    },
    /// Someone left (`by` absent) or was removed.
    MemberLeft {
        /// Who.
        user: UserId,
        /// Who removed them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
    },
    /// A member's role changed.
    RoleChanged {
        /// Whose.
        user: UserId,
        /// To what.
        role: Role,
    },
    /// Name, topic or settings changed.
    RoomUpdated {
        /// As it is now.
        room_now: Box<Room>,
    },
    /// A change whose content is not for this reader, or is gone. Counts, so that numbers have no gap.
    Withheld,
}

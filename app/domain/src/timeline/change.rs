//! One durable change of a room, as the timeline takes it. The wire has its own shape of the same.

use crate::{
    Timestamp, UserId,
    message::{Message, Touch},
    room::{Member, Role, Room},
};

/// A change with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The room's number of this change.
    pub number: u64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: ChangeKind,
}

/// The kinds of change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// A message; its `seq` is the change's number.
    Posted(Message),
    /// A message's content is gone.
    Deleted {
        /// Its number.
        seq: u64,
    },
    /// A message that is there already has changed.
    Touched {
        /// Its number.
        seq: u64,
        /// How.
        touch: Touch,
    },
    /// Someone is a member now.
    Joined {
        /// Who.
        member: Box<Member>,
        /// Who added them, if it was another.
        by: Option<UserId>,
    },
    /// Someone is not a member any more.
    Left {
        /// Who.
        user: UserId,
        /// Who removed them, if it was another.
        by: Option<UserId>,
    },
    /// A member has another role.
    RoleChanged {
        /// Who.
        user: UserId,
        /// Which.
        role: Role,
    },
    /// Name, topic or settings changed.
    Updated {
        /// As they are now.
        room: Box<Room>,
    },
    /// Not for this viewer, but it took a number.
    Withheld,
}

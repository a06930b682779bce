//! What is published: to whom, and what. The only thing a broker carries between nodes.

use domain::{RoomId, SignInId, UserId, people::PresenceState};
use protocol::{Event, RoomChange};
use serde::{Deserialize, Serialize};

use super::broker::NodeId;

/// Something that happened, for every node to tell its connections.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "notice", rename_all = "snake_case")]
pub enum Notice {
    /// A durable change in a room. Told whole where the room is open, taken together with others elsewhere.
    RoomChanged {
        /// The change.
        change: Box<RoomChange>,
        /// The room's membership version after it: a node that knows an older one reloads its list before it delivers.
        members_version: u64,
        /// For a post: how a list calls its author.
        author_name: Option<String>,
    },
    /// Something passing in a room (typing, receipts), told where the room is open.
    InRoom {
        /// Where.
        room: RoomId,
        /// Whose act it is: not told to their own devices.
        by: UserId,
        /// What.
        event: Box<Event>,
    },
    /// To all devices of one person.
    Personal {
        /// Whose.
        user: UserId,
        /// What.
        event: Box<Event>,
    },
    /// About a person, to themselves and everyone who shares a room with them.
    AboutPerson {
        /// Who.
        user: UserId,
        /// What.
        event: Box<Event>,
    },
    /// Somebody came, went, or left the keyboard, as one node sees it: others may see the same person too.
    Sighted {
        /// Where.
        node: NodeId,
        /// Who.
        user: UserId,
        /// How it is there now.
        state: PresenceState,
    },
    /// Someone blocked or unblocked someone: decides who hears of whose presence.
    Blocked {
        /// Who did.
        by: UserId,
        /// Whom.
        user: UserId,
        /// Blocked, or not any more.
        blocked: bool,
    },
    /// Sign-ins have ended: their sockets close.
    SignedOut {
        /// Whose.
        user: UserId,
        /// Which.
        sign_ins: Vec<SignInId>,
    },
}

impl Notice {
    /// The room in which something durable has happened, or which is gone.
    #[must_use]
    pub fn changed_room(&self) -> Option<RoomId> {
        match self {
            Self::RoomChanged { change, .. } => Some(change.room),
            Self::Personal { event, .. } => match **event {
                Event::RoomLeft { room } => Some(room),
                _ => None,
            },
            _ => None,
        }
    }
}

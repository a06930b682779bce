//! What a timeline shows: one row per message or notice, with everything that depends on its neighbours worked out.

use std::{fmt, sync::Arc};

use crate::{ClientMessageId, MessageId, Timestamp, UserId, message::Reaction, room::Role};

/// Names a row for as long as it exists: an own message keeps its name from the moment it is typed to its last receipt,
/// so the page keeps the same element. Others' messages go by the server's id, as their clients' names for them cannot be
/// trusted to differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// An own message, pending or posted.
    Own(ClientMessageId),
    /// Someone else's message.
    Other(MessageId),
    /// A notice, by the number of the change it tells.
    Notice(u64),
}

impl RowKey {
    /// As two numbers: which kind of row, and which of them.
    #[must_use]
    pub fn parts(self) -> (u8, u128) {
        match self {
            Self::Own(id) => (0, id.0.as_u128()),
            Self::Other(id) => (1, id.0.as_u128()),
            Self::Notice(number) => (2, number.into()),
        }
    }
}

impl fmt::Display for RowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(id) => write!(f, "own-{id}"),
            Self::Other(id) => write!(f, "other-{id}"),
            Self::Notice(number) => write!(f, "notice-{number}"),
        }
    }
}

/// One row. `E` is the error with which a send may fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<E> {
    /// Its name.
    pub key: RowKey,
    /// When it was posted; for a pending message, when it was written.
    pub at: Timestamp,
    /// What it shows.
    pub body: RowBody<E>,
    /// A day begins: its divider stands above this row.
    pub starts_day: bool,
    /// What follows was unread when the room was opened: the line stands above this row (and below the day's divider).
    pub starts_unread: bool,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowBody<E> {
    /// A message.
    Bubble(Bubble<E>),
    /// Something that happened in the room.
    Notice(Notice),
}

/// A message as a bubble.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bubble<E> {
    /// Who wrote it.
    pub author: UserId,
    /// The viewer did.
    pub is_own: bool,
    /// The text.
    pub text: Arc<str>,
    /// Its author has changed the text since.
    pub is_edited: bool,
    /// The message that it answers.
    pub quote: Option<Quote>,
    /// With which emoji people have reacted.
    pub reactions: Vec<Reaction>,
    /// Its client's name for it: what retry and discard take.
    pub client_message_id: ClientMessageId,
    /// The server's id; absent while pending.
    pub message_id: Option<MessageId>,
    /// Its number; absent while pending.
    pub seq: Option<u64>,
    /// Its place in a run of messages by the same author.
    pub group: GroupPosition,
    /// How far an own message got; absent on others'.
    pub status: Option<Status<E>>,
}

/// The message that another one answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Its number.
    pub seq: u64,
    /// What is known of it.
    pub quoted: Quoted,
}

/// What is known of a message that another one answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quoted {
    /// Nothing yet: [`super::Timeline::missing_quotes`] says that it is to be asked for.
    Unknown,
    /// It is deleted, or not for this viewer.
    Gone,
    /// As it is now.
    Message {
        /// Who wrote it.
        author: UserId,
        /// All of its text.
        text: Arc<str>,
    },
}

/// The place of a bubble in a run by one author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupPosition {
    /// Alone.
    Single,
    /// First of several.
    First,
    /// In the middle.
    Middle,
    /// Last of several.
    Last,
}

impl GroupPosition {
    /// Name and picture stand here.
    #[must_use]
    pub fn is_first(self) -> bool {
        matches!(self, Self::Single | Self::First)
    }

    /// Time and status stand here.
    #[must_use]
    pub fn is_last(self) -> bool {
        matches!(self, Self::Single | Self::Last)
    }
}

/// How far an own message got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status<E> {
    /// On its way, or waiting for the connection.
    Sending,
    /// Refused; it waits for a retry or to be discarded.
    Failed(E),
    /// On the server's disk. The counts say who has it.
    Posted(Receipt),
}

/// Who has an own message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// How many other members there are.
    pub others: u32,
    /// How many of them have it on a device.
    pub delivered: u32,
    /// How many of them have read up to it.
    pub read: u32,
}

/// The one word for a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReceiptState {
    /// On the server.
    Sent,
    /// On a device of every other member.
    Delivered,
    /// Read by every other member.
    Read,
}

impl Receipt {
    /// Delivered and read mean: by everyone else. The counts tell a group more.
    #[must_use]
    pub fn state(self) -> ReceiptState {
        if self.others == 0 {
            ReceiptState::Sent
        } else if self.read >= self.others {
            ReceiptState::Read
        } else if self.delivered >= self.others {
            ReceiptState::Delivered
        } else {
            ReceiptState::Sent
        }
    }
}

/// Something that happened in a room besides messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Someone joined, or was added by another.
    Joined {
        /// The new member.
        user: UserId,
        /// Who added them.
        by: Option<UserId>,
    },
    /// Someone left, or was removed by another.
    Left {
        /// Who.
        user: UserId,
        /// Who removed them.
        by: Option<UserId>,
    },
    /// Someone has another role.
    RoleChanged {
        /// Who.
        user: UserId,
        /// The role.
        role: Role,
    },
    /// Name or topic changed.
    Renamed {
        /// The name now.
        name: String,
        /// The topic now.
        topic: String,
    },
}

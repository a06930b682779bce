//! Messages as members see them.

use serde::{Deserialize, Serialize};

use crate::{ClientMessageId, MessageId, RoomId, Timestamp, UserId};

/// One message. Holds nothing that depends on who reads it, so that it is encoded once for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Which.
    pub id: MessageId,
    /// Where.
    pub room: RoomId,
    /// Its place in the room for ever: the room's number at posting.
    pub seq: u64,
    /// Who wrote it.
    pub author: UserId,
    /// What its author's client called it before it was sent; keeps the row in the page the same row.
    pub client_message_id: ClientMessageId,
    /// The text.
    pub body: String,
    /// When the server accepted it.
    pub sent_at: Timestamp,
}

/// The last thing said in a room, short enough for a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastLine {
    /// Its number.
    pub seq: u64,
    /// Who said it.
    pub author: UserId,
    /// How the author is called in a list (first name).
    pub author_name: String,
    /// At most [`LAST_LINE_MAX`] characters of it, on one line.
    pub text: String,
    /// When.
    pub sent_at: Timestamp,
}

/// Longest text of a [`LastLine`], in characters.
pub const LAST_LINE_MAX: usize = 120;

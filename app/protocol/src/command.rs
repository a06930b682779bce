//! What the live client asks of the server over the socket, and the answers.

use domain::{ClientMessageId, MessageId, RoomId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{drafts::Draft, event::RoomChange};

/// A wish of the client, inside [`crate::ClientFrame::Request`]. Each is answered by exactly one [`Reply`] or error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Posts a message. Answered by [`Reply::Sent`] when it is on disk; sending the same `client_message_id` again
    /// answers with the first result.
    SendMessage {
        /// Where.
        room: RoomId,
        /// The client's own name for the message.
        client_message_id: ClientMessageId,
        /// The text, checked by `domain::text::body`.
        body: String,
        /// The number of the message in this room that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<u64>,
    },
    /// Gives one's own message another text. Answered by [`Reply::Done`] when it is on disk; what it said before stays for
    /// its author to see.
    EditMessage {
        /// Where.
        room: RoomId,
        /// Its number.
        seq: u64,
        /// The new text, checked as that of a message.
        body: String,
    },
    /// Deletes a message for all. Answered by [`Reply::Done`], also if it is gone already.
    DeleteMessage {
        /// Where.
        room: RoomId,
        /// Its number.
        seq: u64,
    },
    /// Reacts to a message, or takes that back. Answered by [`Reply::Done`], also if it is so already.
    SetReaction {
        /// Where.
        room: RoomId,
        /// The number of the message.
        seq: u64,
        /// One emoji.
        emoji: String,
        /// False: takes it back.
        on: bool,
    },
    /// From now on, send this room's changes whole. Answered by [`Reply::Opened`] once the subscription stands; what
    /// happened before that is asked for with [`Command::Resume`], after the answer.
    OpenRoom {
        /// Which.
        room: RoomId,
    },
    /// This room is not on screen any more: only [`crate::Event::RoomAdvanced`] from now on. Answered by [`Reply::Done`].
    CloseRoom {
        /// Which.
        room: RoomId,
    },
    /// What happened in a room after number `after`? Answered by [`Reply::Changes`] or [`Reply::Reset`].
    Resume {
        /// Which.
        room: RoomId,
        /// The last number the client has without a gap.
        after: u64,
    },
    /// The person is typing here. Repeated every few seconds while it is so; fades by itself. Answered by [`Reply::Done`].
    StartTyping {
        /// Where.
        room: RoomId,
    },
    /// The person stopped typing here. Answered by [`Reply::Done`].
    StopTyping {
        /// Where.
        room: RoomId,
    },
    /// The person has read up to this number. Answered by [`Reply::Done`]; [`crate::Event::ReadPositionChanged`]
    /// tells all their devices. Goes back only with `backwards` ("mark unread").
    MarkRead {
        /// Where.
        room: RoomId,
        /// Up to and including.
        up_to: u64,
        /// Allows the position to move back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        backwards: bool,
    },
    /// A device has received up to these numbers. Answered by [`Reply::Done`].
    MarkDelivered {
        /// Rooms with their numbers, at most 100.
        positions: Vec<RoomPosition>,
    },
    /// What is written here now and not sent, empty for nothing. Answered by [`Reply::Draft`] when it is on disk, and
    /// [`crate::Event::DraftChanged`] tells all their devices, this one too. Where the server has another version than
    /// `after`, it keeps that and answers it.
    SaveDraft {
        /// Where.
        room: RoomId,
        /// The text, checked by `domain::text::draft`.
        text: String,
        /// The version of the draft of which this one is a later state; 0: there was none.
        #[serde(default)]
        after: u64,
    },
    /// The person went away from the keyboard, or came back. Answered by [`Reply::Done`].
    SetAway {
        /// True: away.
        away: bool,
    },
}

/// A number in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomPosition {
    /// Which room.
    pub room: RoomId,
    /// Up to and including.
    pub number: u64,
}

/// The answer to a [`Command`] that went well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The message is on disk.
    Sent {
        /// Echo of the client's name for it.
        client_message_id: ClientMessageId,
        /// Its id.
        message_id: MessageId,
        /// Its number in the room.
        seq: u64,
        /// When it was accepted.
        sent_at: Timestamp,
    },
    /// The subscription stands; `head` is the room's number now.
    Opened {
        /// The room's latest number.
        head: u64,
    },
    /// What happened, in order, one page of it.
    Changes {
        /// Which room.
        room: RoomId,
        /// In the order of their numbers.
        changes: Vec<RoomChange>,
        /// The new cursor: everything up to here has been told.
        upto: u64,
        /// The room's latest number; where it is greater than `upto`, ask again.
        head: u64,
    },
    /// Too far behind: load the room's page afresh.
    Reset {
        /// Which room.
        room: RoomId,
        /// The room's latest number.
        head: u64,
    },
    /// The draft that the server has now.
    Draft(Draft),
    /// Done.
    Done,
}

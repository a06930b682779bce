//! The frames themselves.
//!
//! After the upgrade the server sends [`ServerFrame::Hello`]; the client answers with [`ClientFrame::Hello`] before
//! anything else. Then requests and events flow freely. Each side sends a heartbeat at least every
//! `heartbeat_ms`; a side that hears nothing for twice that long closes.

use domain::{SignInId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::{
    command::{Command, Reply, RoomPosition},
    error::ApiError,
    event::Event,
};

/// From the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientFrame {
    /// Who speaks, first of all.
    Hello {
        /// [`crate::PROTOCOL_VERSION`] of the client.
        protocol: u32,
        /// The client's build, as its page told it.
        build: String,
    },
    /// A wish. `id` is the client's, returned with the answer; unique among those under way.
    Request {
        /// For matching the answer.
        id: u32,
        /// The wish.
        command: Command,
    },
    /// Still here.
    Heartbeat {},
}

/// From the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerFrame {
    /// Who answers, first of all.
    Hello {
        /// [`crate::PROTOCOL_VERSION`] of the server.
        protocol: u32,
        /// The server's build: a client with another one reloads itself when it is safe, drafts kept.
        build: String,
        /// Whose socket this is.
        user_id: UserId,
        /// Through which sign-in.
        sign_in_id: SignInId,
        /// The server's clock.
        now: Timestamp,
        /// How often each side shows that it is alive, in milliseconds.
        heartbeat_ms: u32,
    },
    /// The answer to request `id`.
    Reply {
        /// The request's id.
        id: u32,
        /// The answer.
        outcome: Outcome,
    },
    /// Something happened.
    Event(Event),
    /// Still here; with the heads of the rooms that this connection has open, so that a lost last event is found too.
    Heartbeat {
        /// Rooms with their latest numbers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        heads: Vec<RoomPosition>,
    },
    /// A frame could not be understood, or the hello did not fit; `id` is absent where there was none to read.
    Refused {
        /// Why.
        error: ApiError,
    },
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Well.
    Ok(Reply),
    /// Not.
    Error(ApiError),
}

/// Close codes of the socket, in the range that RFC 6455 leaves to applications.
pub mod close {
    /// The server is stopping; come back soon.
    pub const RESTARTING: u16 = 4000;
    /// The sign-in has ended: do not come back with it.
    pub const SIGNED_OUT: u16 = 4001;
    /// The client read too slowly and its inbox was full: come back and resume.
    pub const LAGGED: u16 = 4002;
    /// Frames that could not be understood, too large or too many.
    pub const REFUSED: u16 = 4003;
    /// Client and server speak different versions: reload.
    pub const VERSION: u16 = 4004;
    /// Nothing was heard for too long.
    pub const SILENT: u16 = 4005;
}

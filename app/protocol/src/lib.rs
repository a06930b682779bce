//! Everything that travels between browser and server: frames of the socket, bodies of requests, errors.
//!
//! The socket speaks JSON text frames under the subprotocol [`SUBPROTOCOL`]. Each frame is an object with one key, its name,
//! and so is every choice within: no reader has to look ahead, and none has to keep what it cannot place yet (ADR 10). No frame holds anything that a reader's device inferred about mood: there is no field for it.

pub mod accounts;
pub mod command;
pub mod drafts;
pub mod error;
pub mod event;
pub mod frame;
pub mod people;
pub mod rooms;
pub mod search;
mod timeline;

pub use command::{Command, Reply};
pub use error::ApiError;
pub use event::{Event, RoomChange, RoomChangeKind};
pub use frame::{ClientFrame, ServerFrame};

/// The WebSocket subprotocol; changes when frames change incompatibly.
pub const SUBPROTOCOL: &str = "moodlight.v1";
/// Version of the frames, compared in the hello frames.
pub const PROTOCOL_VERSION: u32 = 1;
/// Largest frame a client may send, in bytes.
pub const CLIENT_FRAME_MAX: usize = 64 * 1024;
/// Header of a `POST` to a stream: which one, as the stream's first event has said.
pub const STREAM_HEADER: &str = "moodlight-stream";
/// Header of a `POST` to a stream: how manieth it is, from 1. What came under a number is not taken again.
pub const NUMBER_HEADER: &str = "moodlight-number";
/// Largest body of a `POST` to a stream, in bytes; a WebSocket message may be as large before its sender is sent away.
pub const POST_MAX: usize = 2 * CLIENT_FRAME_MAX;
/// Messages in one page of history.
pub const PAGE_SIZE: u32 = 50;
/// Most moments in one question for the first messages since then: six weeks of days, as a calendar shows.
pub const MOMENTS_MAX: u32 = 50;
/// Most changes one resume answers; further behind means [`Reply::Reset`].
pub const RESUME_MAX: u64 = 500;
/// Rooms whose changes one connection may hear whole at the same time.
pub const OPEN_ROOMS_MAX: usize = 8;
/// People that may be added to a room in one request.
pub const ADD_MEMBERS_MAX: usize = 50;
/// Results of one search for people or rooms.
pub const SEARCH_MAX: u32 = 20;

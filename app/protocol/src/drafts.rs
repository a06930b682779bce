//! What somebody has written in a room and not sent: one for each room, the same on all their devices.

use domain::RoomId;
use serde::{Deserialize, Serialize};

/// A draft, as the server knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Where.
    pub room: RoomId,
    /// As it was typed; empty: nothing any more.
    pub text: String,
    /// Grows with each change: only a greater one is news.
    pub version: u64,
}

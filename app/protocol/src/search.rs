//! Finding messages by what they say.

use domain::{
    RoomId, Timestamp, UserId,
    message::LastLine,
    search::{Closeness, Piece},
};
use serde::{Deserialize, Serialize};

/// Most results in one answer.
pub const PAGE: u32 = 20;
/// Most characters of a result's text.
pub const EXCERPT_MAX: usize = 240;
/// No clock is further from UTC, in minutes.
pub const UTC_OFFSET_MAX: i32 = 15 * 60;

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// Words and filters, as [`domain::search::Query`] reads them.
    pub text: String,
    /// Only in this room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// How far the viewer's clock is ahead of UTC, in minutes: when their days begin.
    #[serde(default)]
    pub utc_offset_minutes: i32,
    /// Where the page before ended; absent for the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<SearchMark>,
}

/// Where a page of results ended. Means nothing to a client but to ask for the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchMark {
    /// The place in the index.
    pub key: i64,
    /// How words were compared.
    pub closeness: Closeness,
}

/// One page of results.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchPage {
    /// At most [`PAGE`], newest first; may be fewer although there are more.
    pub found: Vec<Found>,
    /// From where there may be more; absent: there are no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<SearchMark>,
    /// Whether words were found as they are typed, or, because there were none, those near them.
    pub closeness: Closeness,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Where.
    pub room: RoomId,
    /// Its number.
    pub seq: u64,
    /// Who said it.
    pub author: UserId,
    /// Their full name.
    pub author_name: String,
    /// When.
    pub sent_at: Timestamp,
    /// What of it is shown, without marks, at most [`EXCERPT_MAX`] characters.
    pub text: Vec<Piece>,
    /// What was said before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<LastLine>,
    /// What was said after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<LastLine>,
}

//! The rules of Moodlight, free of any machinery: ids, people, how they say they feel, rooms, permissions, text limits,
//! formatted messages, search, the timeline reducer, the formulas of load.
//!
//! Nothing in here does I/O, reads a clock or draws random numbers: time, ids and randomness are arguments. The same
//! code runs in the server and in the browser.

pub mod feeling;
pub mod ids;
pub mod links;
pub mod load;
pub mod markup;
pub mod message;
pub mod password;
pub mod people;
pub mod permissions;
pub mod place;
pub mod room;
pub mod search;
pub mod text;
pub mod time;
pub mod timeline;
pub mod unread;

pub use ids::{ClientMessageId, ConnectionId, MessageId, RoomId, SignInId, UserId};
pub use time::Timestamp;

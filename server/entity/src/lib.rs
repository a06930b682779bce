//! The tables as sea-orm sees them, one file each. Only `server`'s store uses them.
//!
//! Times are milliseconds since the Unix epoch. Enumerations are stored as the words they have on the wire.

pub mod audit;
pub mod blocks;
pub mod client_ids;
pub mod credentials;
pub mod drafts;
pub mod feelings;
pub mod members;
pub mod messages;
pub mod outbox;
pub mod place;
pub mod reactions;
pub mod room_changes;
pub mod rooms;
pub mod secrets;
pub mod sign_ins;
pub mod users;
pub mod wordings;

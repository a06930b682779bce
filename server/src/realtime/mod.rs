//! The live side: sockets and what stands in for them, who hears what, who is there.
//!
//! The *hub* is in-process: topics, subscriptions, inboxes, limits. The *broker* carries notices between nodes and knows
//! no connection. Publishing always goes through the broker, so one node and ten run the same code.

pub mod broker;
pub mod connection;
pub mod framed;
pub mod hub;
pub mod inbox;
pub mod limits;
pub mod notice;
pub mod socket;
pub mod stream;
pub mod streams;
mod tasks;

pub use hub::Hub;
pub use notice::Notice;
pub(crate) use tasks::start;

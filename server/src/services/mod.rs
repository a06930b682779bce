//! Use cases, one file per feature. Each loads what a rule of `domain` needs, asks the rule, and writes through the
//! node's one [`writer`].

pub mod changes;
pub mod direct;
pub mod members;
pub mod messages;
pub mod receipts;
pub mod resume;
pub mod rooms;
pub mod writer;

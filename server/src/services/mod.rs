//! Use cases, one file per feature. Each loads what a rule of `domain` needs, asks the rule, and writes through the
//! node's one [`writer`].

pub mod accounts;
pub mod bootstrap;
pub mod changes;
pub mod direct;
pub mod drafts;
pub mod edits;
pub mod feelings;
pub mod first_room;
pub mod load;
pub mod members;
pub mod messages;
pub mod people;
pub mod place;
pub mod presence;
pub mod receipts;
pub mod resume;
pub mod rooms;
pub mod search;
pub mod sign_ins;
pub mod writer;

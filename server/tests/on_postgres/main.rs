//! The same tests as in `it`, on PostgreSQL: all that have to do with what is kept; and the
//! move from the one to the other. Each has a database of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../it/accounts.rs"]
mod accounts;
#[path = "../it/bad_frames.rs"]
mod bad_frames;
#[path = "../it/bad_input.rs"]
mod bad_input;
#[path = "../it/door.rs"]
mod door;
#[path = "../it/drafts.rs"]
mod drafts;
#[path = "../it/edits.rs"]
mod edits;
#[path = "../it/expiry.rs"]
mod expiry;
#[path = "../it/feelings.rs"]
mod feelings;
#[path = "../it/history.rs"]
mod history;
#[path = "../it/messages.rs"]
mod messages;
mod moving;
#[path = "../it/people.rs"]
mod people;
#[path = "../it/presence.rs"]
mod presence;
#[path = "../it/rates.rs"]
mod rates;
#[path = "../it/receipts.rs"]
mod receipts;
#[path = "../it/resume.rs"]
mod resume;
#[path = "../it/rooms.rs"]
mod rooms;
#[path = "../it/search.rs"]
mod search;
#[path = "../it/sign_out.rs"]
mod sign_out;
#[path = "../it/support/mod.rs"]
#[allow(dead_code, reason = "some of it is for tests that are about SQLite")]
mod support;

const ON_POSTGRES: bool = true;

//! The server from outside: the real router, real sockets, a SQLite file of its own for each test.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod any_input;
mod any_talk;
mod bad_frames;
mod bad_input;
mod commands;
mod copies;
mod crash;
mod document;
mod door;
mod drafts;
mod edits;
mod expiry;
mod feelings;
mod health;
mod history;
mod log;
mod messages;
mod metrics;
mod patience;
mod people;
mod presence;
mod rates;
mod receipts;
mod resume;
mod rooms;
mod search;
mod secrecy;
mod sign_out;
mod streams;
mod support;
mod web;

/// These are on SQLite; the tests in `on_postgres` are the same on PostgreSQL.
const ON_POSTGRES: bool = false;

//! The server from outside: the real router, real sockets, a SQLite file of its own for each test.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accounts;
mod bad_input;
mod commands;
mod door;
mod expiry;
mod people;
mod rates;
mod secrecy;
mod support;
mod web;

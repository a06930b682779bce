//! Several servers on one PostgreSQL and one Redis, as one place.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod balancing;
mod conflicts;
mod feelings;
mod nodes;
mod outages;
mod presence;
mod talk;
mod tls;
mod upgrades;

#[path = "../it/support/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "some of it is for tests of one server"
)]
mod support;

const ON_POSTGRES: bool = true;

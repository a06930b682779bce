//! Queries, one file per aggregate, and the database they run on. The only user of `entity`: what comes out are types of
//! `domain` and plain rows of what a use case needs.
//!
//! Functions take `&impl ConnectionTrait`, so they work inside and outside a transaction, and ask nowhere which database
//! they have. They check nothing: that is the use case's part.

pub mod blocks;
pub mod credentials;
mod database;
pub mod place;
pub mod sign_ins;
pub mod users;
mod words;

pub use database::Database;
pub use words::{from_word, word};

use domain::Timestamp;
use sea_orm::DbErr;

/// What every query answers.
pub type Result<T, E = DbErr> = std::result::Result<T, E>;

/// A room's number as the database holds it.
fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// And back.
fn counted(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// A point in time that may be absent.
fn time(value: Option<i64>) -> Option<Timestamp> {
    value.map(Timestamp)
}

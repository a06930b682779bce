//! What an error of the database means for what was tried.

use sea_orm::{DbErr, RuntimeErr, sqlx};

/// Another transaction was in the way (deadlock, serialization, a row that it had written first): done again, the same
/// may succeed, or be refused for a better reason.
#[must_use]
pub fn is_conflict(error: &DbErr) -> bool {
    // deadlock_detected, serialization_failure, lock_not_available, unique_violation
    code(error).is_some_and(|code| matches!(code.as_ref(), "40P01" | "40001" | "55P03" | "23505"))
}

/// The database cannot be reached at the moment, or has no room for another connection.
#[must_use]
pub fn is_away(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    if let Some(code) = code(error) {
        // Class 08 are lost connections, 57P01 to 57P03 a database that stops or starts, 53300 one without a free place.
        return code.starts_with("08") || code.starts_with("57P0") || code == "53300";
    }
    matches!(
        cause(error),
        Some(
            sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        )
    )
}

fn cause(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error))
        | DbErr::Conn(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// The SQLSTATE with which PostgreSQL refused. (SQLite's codes are numbers and mean other things.)
fn code(error: &DbErr) -> Option<std::borrow::Cow<'_, str>> {
    let sqlx::Error::Database(error) = cause(error)? else {
        return None;
    };
    error
        .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
        .and_then(|_| error.code())
}

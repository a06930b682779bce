//! Queries, one file per aggregate, and the database they run on. The only user of `entity`: what comes out are types of
//! `domain` and plain rows of what a use case needs.
//!
//! Functions take `&impl ConnectionTrait`, so they work inside and outside a transaction, and ask nowhere which database
//! they have; only `database`, `posts` and `search` know. They check nothing: that is the use case's part.

pub mod blocks;
pub mod changes;
pub mod client_ids;
pub mod credentials;
mod database;
pub mod drafts;
mod faults;
pub mod feelings;
mod folded;
pub mod import;
pub mod members;
pub mod messages;
pub mod people;
pub mod place;
#[cfg(test)]
mod plans;
pub mod posts;
pub mod reactions;
pub mod rooms;
pub mod search;
pub mod sign_ins;
pub mod summaries;
pub mod tables;
pub mod users;
pub mod wordings;
mod words;

pub(crate) use database::Appender;
pub use database::{Contents, Database, Moving, copies};
pub use faults::{is_away, is_conflict};
pub use posts::{Appended, Posts};
pub use words::{from_word, word};

use domain::Timestamp;
use sea_orm::{
    DbErr, Value,
    sea_query::{self, ArrayType, Asterisk, Expr, ExprTrait, Query},
};
use uuid::Uuid;

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

/// Values of a column as one parameter, for PostgreSQL.
fn column<T: Into<Value> + sea_query::ValueType>(values: impl Iterator<Item = T>) -> Value {
    let kind: ArrayType = T::array_type();
    Value::Array(kind, Some(Box::new(values.map(Into::into).collect())))
}

/// Rows for a `VALUES` list of a statement that has no other parameters, and those parameters.
fn listed<const N: usize>(rows: impl IntoIterator<Item = [Value; N]>) -> (String, Vec<Value>) {
    let (mut texts, mut values) = (Vec::new(), Vec::new());
    for row in rows {
        let places: Vec<String> = (1..=N)
            .map(|place| format!("${}", values.len() + place))
            .collect();
        texts.push(format!("({})", places.join(", ")));
        values.extend(row);
    }
    (texts.join(", "), values)
}

/// `(a, b)` is one of `pairs`. As a subselect of values, the one form that SQLite and PostgreSQL share.
fn is_one_of(a: Expr, b: Expr, pairs: impl IntoIterator<Item = (Uuid, Uuid)>) -> Expr {
    let pairs: Vec<(Uuid, Uuid)> = pairs.into_iter().collect();
    if pairs.is_empty() {
        // There is no empty list of values in SQL.
        return Expr::val(0).eq(1);
    }
    let values = Query::select()
        .column(Asterisk)
        .from_values(pairs, "pairs")
        .to_owned();
    Expr::tuple([a, b]).in_subquery(values)
}

//! Searching in what was said: what somebody looks for, and whether a message has it.
//!
//! An index answers fast and roughly. It knows a message as a set of [`Term`]s and brings those messages that have all terms of
//! a query; each of them is then read, and [`Query::find`] says exactly. So every database finds the same, and what an index
//! knows of a message that is edited, deleted or out of sight meanwhile is shown to nobody.

#[cfg(test)]
mod any_query;
mod excerpt;
mod has;
mod letters;
mod near;
mod query;
mod terms;

use std::collections::BTreeSet;

pub use excerpt::{Piece, excerpt};
pub use query::{Closeness, PARTS_MAX, QUERY_MAX, Query, QueryError, QueryReason};
pub use terms::{Has, Term};

use crate::{markup, message::Message};

/// What of a message is looked into: what a person reads of it, with spoilers hidden.
#[must_use]
pub fn text(message: &Message) -> String {
    markup::plain(&message.body)
}

/// Whether a message has this.
#[must_use]
pub fn has(message: &Message, what: Has) -> bool {
    has::has(&markup::parse(&message.body), what)
}

/// What an index knows of a message.
#[must_use]
pub fn terms_of(message: &Message) -> BTreeSet<Term> {
    let mut terms = terms::terms(&text(message));
    terms.insert(Term::of_author(message.author));
    terms.insert(Term::of_room(message.room));
    let had = Has::ALL.iter().filter(|(_, what)| has(message, *what));
    terms.extend(had.map(|(_, what)| Term::of_has(*what)));
    terms
}

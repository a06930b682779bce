//! Finding messages: in one room ([`FindBar`]), and what was found anywhere ([`Results`]).

mod find_bar;
mod results;

use domain::search::{PARTS_MAX, QUERY_MAX, QueryReason};
use leptos_router::location::Url;
use protocol::{ApiError, search::Search};

pub use self::{find_bar::FindBar, results::Results};
use crate::{browser::clock, words};

/// Where the page stands that looks for this text.
#[must_use]
pub fn address(text: &str) -> String {
    format!("/search?q={}", escape(text))
}

/// A text as a value in an address.
#[must_use]
pub fn escape(text: &str) -> String {
    Url::escape(text)
}

/// What the server is asked for a text.
#[must_use]
pub fn search_for(text: String) -> Search {
    Search {
        text,
        utc_offset_minutes: clock::utc_offset_minutes(),
        ..Search::default()
    }
}

/// Why a text cannot be looked for, in words.
#[must_use]
pub fn problem(error: &ApiError) -> String {
    let ApiError::Search(error) = error else {
        return words::explain(error);
    };
    let value = &error.value;
    match error.reason {
        QueryReason::TooLong => format!("That is more than {QUERY_MAX} letters."),
        QueryReason::TooMany => format!("At most {PARTS_MAX} words and filters, please."),
        QueryReason::NoDay => format!("“{value}” is no day. Days look like 2026-11-30."),
        QueryReason::NoSuchThing => {
            format!("Messages cannot have “{value}”. They can have a link or code.")
        }
        QueryReason::NoSuchPerson => format!("Nobody here has the username “{value}”."),
        QueryReason::NoSuchRoom => format!("None of your rooms is called “{value}”."),
    }
}

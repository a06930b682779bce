//! Reading what a browser accepts and what it already has.

use axum::http::{HeaderMap, header};

/// The forms in which a file of the page is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
    Plain,
}

impl Encoding {
    /// The name in `Content-Encoding`; the plain form has none.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// Keeps the entity tags of a file's forms apart: a strong tag promises the same bytes.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => "-br",
            Self::Gzip => "-gz",
            Self::Plain => "",
        }
    }
}

/// Whether `Accept-Encoding` lists the encoding, and not with a weight of nothing.
pub fn accepts(request: &HeaderMap, encoding: Encoding) -> bool {
    let Some(wanted) = encoding.name() else {
        return true;
    };
    values(request, header::ACCEPT_ENCODING).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, "q=1"));
        let weight = weight
            .trim()
            .strip_prefix("q=")
            .and_then(|q| q.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(wanted) && weight.unwrap_or(1.0) > 0.0
    })
}

/// Whether `If-None-Match` holds the tag; weak comparison, as the header asks for.
pub fn knows(request: &HeaderMap, tag: &str) -> bool {
    values(request, header::IF_NONE_MATCH)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn values(request: &HeaderMap, name: header::HeaderName) -> impl Iterator<Item = &str> {
    request
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

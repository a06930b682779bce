//! Links in what people write: text in, pieces out. Only `http` and `https`, and a link always shows where it goes.

use std::ops::Range;

use crate::text::is_bidi_control;

/// A piece of a text. Put together in order they are the text again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Plain text.
    Text(&'a str),
    /// An address, at once what is shown and where it leads.
    Link(&'a str),
}

/// Cuts a text at its links.
#[must_use]
pub fn split(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    while let Some(found) = find_scheme(text, at) {
        let after_scheme = found.end;
        if !text[after_scheme..].starts_with(char::is_alphanumeric) {
            at = after_scheme;
            continue;
        }
        let end = after_scheme + address_len(&text[after_scheme..], false);
        if plain_from < found.start {
            pieces.push(Piece::Text(&text[plain_from..found.start]));
        }
        pieces.push(Piece::Link(&text[found.start..end]));
        plain_from = end;
        at = end;
    }
    if plain_from < text.len() {
        pieces.push(Piece::Text(&text[plain_from..]));
    }
    pieces
}

/// The next `http://` or `https://` that begins a word.
fn find_scheme(text: &str, from: usize) -> Option<Range<usize>> {
    text[from..]
        .match_indices("://")
        .find_map(|(offset, mark)| {
            let colon = from + offset;
            let letters = text[from..colon]
                .bytes()
                .rev()
                .take_while(u8::is_ascii_alphanumeric)
                .count();
            let start = colon - letters;
            let scheme = &text[start..colon];
            let is_web =
                scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
            let begins_word = !text[..start].ends_with(char::is_alphanumeric);
            (is_web && begins_word).then_some(start..colon + mark.len())
        })
}

/// The address that `text` begins with. Inside the label of a link it ends where the label does, at `](`.
pub(crate) fn address(text: &str, in_label: bool) -> Option<&str> {
    let scheme = scheme_len(text)?;
    let rest = &text[scheme..];
    rest.starts_with(char::is_alphanumeric)
        .then(|| &text[..scheme + address_len(rest, in_label)])
}

/// How many bytes the `http://` or `https://` takes that `text` begins with.
pub(crate) fn scheme_len(text: &str) -> Option<usize> {
    let begins = |scheme: &str| {
        let head = text.as_bytes().get(..scheme.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(scheme.as_bytes()))
    };
    ["http://", "https://"]
        .into_iter()
        .find(|scheme| begins(scheme))
        .map(str::len)
}

/// Whether an address cannot hold this character.
pub(crate) fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_bidi_control(c)
        || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '«' | '»')
}

/// How many bytes of `rest` belong to the address: up to a blank or a quote, less the punctuation of the sentence around it.
fn address_len(rest: &str, in_label: bool) -> usize {
    let ends = |(at, c): &(usize, char)| {
        ends_address(*c) || in_label && *c == ']' && rest[at + 1..].starts_with('(')
    };
    let end = rest.char_indices().find(ends);
    let address = &rest[..end.map_or(rest.len(), |(at, _)| at)];
    // A closing bracket belongs to the address that opened it: `(see https://example.org)` keeps its own.
    let unopened = |open: char, close: char| {
        let closed = address.matches(close).count();
        closed.saturating_sub(address.matches(open).count())
    };
    let mut round = unopened('(', ')');
    let mut square = unopened('[', ']');
    let mut curly = unopened('{', '}');
    let around = |c: char| {
        let spare = match c {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '|' | '…' | '。'
            | '，' | '।' => return true,
            ')' => &mut round,
            ']' => &mut square,
            '}' => &mut curly,
            _ => return false,
        };
        let is_spare = *spare > 0;
        *spare = spare.saturating_sub(1);
        is_spare
    };
    address.trim_end_matches(around).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let pieces = split(text);
        let links: Vec<_> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Link(address) => Some(*address),
                Piece::Text(_) => None,
            })
            .collect();
        assert_eq!(links, expected, "{text:?}");
        let together: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Link(text) | Piece::Text(text) => *text,
            })
            .collect();
        assert_eq!(together, text, "nothing is lost or doubled");
    }

    #[test]
    fn addresses_are_found_in_sentences() {
        check("nothing here", &[]);
        check("https://example.org", &["https://example.org"]);
        check(
            "see HTTP://Example.org/a?b=c#d, please",
            &["HTTP://Example.org/a?b=c#d"],
        );
        check(
            "two: http://a.org http://b.org",
            &["http://a.org", "http://b.org"],
        );
        check(
            "(as in https://example.org/x_(y))",
            &["https://example.org/x_(y)"],
        );
        check(
            "was it https://example.org/path?!",
            &["https://example.org/path"],
        );
        check(
            "смотри https://пример.рф/страница.",
            &["https://пример.рф/страница"],
        );
        check("\"https://example.org\"", &["https://example.org"]);
        check("||https://example.org||", &["https://example.org"]);
        check(
            "((https://example.org/(a)]).)}",
            &["https://example.org/(a)"],
        );
    }

    #[test]
    fn only_web_addresses_become_links() {
        check("javascript://alert(1)", &[]);
        check("ftp://example.org", &[]);
        check("xhttps://example.org", &[]);
        check("яhttps://example.org", &[]);
        check("data://x and http:// alone and https://.", &[]);
        check("://", &[]);
        check("http://http://example.org", &["http://http://example.org"]);
    }

    #[test]
    fn a_link_ends_where_text_would_change_direction() {
        check(
            "https://example.org/\u{202E}gpj.exe",
            &["https://example.org/"],
        );
    }

    proptest::proptest! {
        #[test]
        fn pieces_are_the_text(text in r"(?s)(.|https?://|[a-z().]){0,40}") {
            let together: String = split(&text)
                .into_iter()
                .map(|piece| match piece { Piece::Link(text) | Piece::Text(text) => text })
                .collect();
            proptest::prop_assert_eq!(together, text);
        }
    }
}

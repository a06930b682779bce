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
        let end = after_scheme + address_len(&text[after_scheme..]);
        if !text[after_scheme..end].starts_with(char::is_alphanumeric) {
            at = after_scheme;
            continue;
        }
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

/// How many bytes of `rest` belong to the address: up to a blank or a quote, less the punctuation of the sentence around it.
fn address_len(rest: &str) -> usize {
    let ends = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || is_bidi_control(c)
            || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '«' | '»')
    };
    let mut address = &rest[..rest.find(ends).unwrap_or(rest.len())];
    while let Some(last) = address.chars().next_back() {
        let belongs = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | '。' | '，'
            | '।' => false,
            ')' => is_balanced(address, '(', ')'),
            ']' => is_balanced(address, '[', ']'),
            '}' => is_balanced(address, '{', '}'),
            _ => true,
        };
        if belongs {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address.len()
}

/// Whether every closing bracket was opened inside the address: `(see https://example.org)` keeps its own.
fn is_balanced(address: &str, open: char, close: char) -> bool {
    address.matches(close).count() <= address.matches(open).count()
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

//! A line of a text around what was found in it.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// What it says.
    pub text: String,
    /// It is what was looked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_match: bool,
}

/// At most so much stands before the first match where not all of a text can be shown.
const BEFORE: usize = 40;

/// At most `max` characters of a text on one line, so that the first of `places` is in it, in pieces; an ellipsis stands for
/// what is left out. Places are in bytes, in order and apart.
#[must_use]
pub fn excerpt(text: &str, places: &[Range<usize>], max: usize) -> Vec<Piece> {
    let (start, end) = window(text, places.first().map_or(0, |first| first.start), max);
    // Only the first may be cut.
    let cut = places
        .iter()
        .skip(1)
        .find(|place| place.start < end && place.end > end);
    let end = cut.map_or(end, |place| place.start);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut push = |said: &str, is_match| match pieces.last_mut() {
        Some(last) if last.is_match == is_match => last.text.push_str(said),
        _ if said.is_empty() => {}
        _ => pieces.push(Piece {
            text: said.to_owned(),
            is_match,
        }),
    };
    let on_one_line = |range: Range<usize>| text[range].replace(char::is_whitespace, " ");
    push(if start > 0 { "…" } else { "" }, false);
    let mut at = start;
    for place in places {
        let (from, to) = (place.start.max(at), place.end.min(end));
        if from < to {
            push(&on_one_line(at..from), false);
            push(&on_one_line(from..to), true);
            at = to;
        }
    }
    push(&on_one_line(at..end), false);
    push(if end < text.len() { "…" } else { "" }, false);
    pieces
}

/// Where the shown part begins and ends.
fn window(text: &str, first: usize, max: usize) -> (usize, usize) {
    let begins: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let count = begins.len();
    if count <= max {
        return (0, text.len());
    }
    let first = begins.partition_point(|at| *at < first);
    let mut from = first.saturating_sub(BEFORE.min(max / 3)).min(count - max);
    // At a word, if one begins near.
    let is_blank = |at: usize| text[begins[at]..].starts_with(char::is_whitespace);
    if from > 0
        && let Some(blank) = (from..first).find(|at| is_blank(*at))
    {
        from = blank + 1;
    }
    let end = begins.get(from + max).copied().unwrap_or(text.len());
    (begins[from], end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(ends: &[(usize, usize)]) -> Vec<Range<usize>> {
        ends.iter().map(|(start, end)| *start..*end).collect()
    }

    fn check(text: &str, found: &[(usize, usize)], max: usize, expected: &str) {
        let line: String = excerpt(text, &places(found), max)
            .into_iter()
            .map(|piece| match piece.is_match {
                true => format!("[{}]", piece.text),
                false => piece.text,
            })
            .collect();
        assert_eq!(line, expected, "{text:?}");
    }

    #[test]
    fn what_was_found_is_in_sight() {
        check("one\ntwo three", &[(4, 7)], 50, "one [two] three");
        check("one two", &[(0, 3), (4, 7)], 50, "[one] [two]");
        check("one two", &[(0, 3), (4, 7)], 5, "[one] …");
        check("", &[], 50, "");
        check("abcdef", &[], 3, "abc…");
        let long = format!("{} needle {}", "hay ".repeat(50), "hay ".repeat(50));
        let at = long.find("needle").unwrap_or_default();
        let line: Vec<Piece> = excerpt(&long, &places(&[(at, at + 6)]), 60);
        assert_eq!(
            line[1],
            Piece {
                text: "needle".to_owned(),
                is_match: true
            }
        );
        assert!(line[0].text.starts_with("…hay "), "{line:?}");
        assert!(line[2].text.ends_with('…'), "{line:?}");
        let shown: usize = line.iter().map(|piece| piece.text.chars().count()).sum();
        assert!(shown <= 62, "{shown}");
    }

    #[test]
    fn a_match_may_be_longer_than_the_line() {
        check("aaaaaaaa", &[(0, 8)], 3, "[aaa]…");
        check("ääää ß", &[(9, 11)], 3, "…[ß]");
        check("ääää ßö", &[(9, 11)], 3, "…[ß]ö");
    }
}

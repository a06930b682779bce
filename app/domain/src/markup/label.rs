//! Labels of links: they may say anything, except that they lead elsewhere than they do.

use super::{Inline, plain::write_inlines};
use crate::{links::scheme_len, text::is_bidi_control};

/// Whether a label says something, holds no link of its own and names no other address than `target`.
pub(super) fn is_honest(label: &[Inline<'_>], target: &str) -> bool {
    let mut text = String::new();
    write_inlines(label, &mut text, false);
    let is_one_address = matches!(label, [Inline::Address(_)]);
    !text.trim().is_empty()
        && !text.contains(is_bidi_control)
        && (is_one_address || !leads_elsewhere(label))
        && {
            // What prints nothing may not take an address apart.
            let seen: String = text.chars().filter(|c| !prints_nothing(*c)).collect();
            let mut words = seen.split_whitespace();
            words.all(|word| !looks_like_address(word) || leads_to(word, target))
        }
}

/// Whether something in a label leads somewhere by itself.
fn leads_elsewhere(label: &[Inline<'_>]) -> bool {
    label.iter().any(|piece| match piece {
        Inline::Address(_) | Inline::Mention(_) | Inline::Link { .. } => true,
        Inline::Strong(inside)
        | Inline::Emphasis(inside)
        | Inline::Strike(inside)
        | Inline::Spoiler(inside) => leads_elsewhere(inside),
        Inline::Text(_) | Inline::Break | Inline::Code(_) => false,
    })
}

fn prints_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Whether a word has a scheme, or a dot as names of hosts have it. `main.rs` has one too: who writes that shows the
/// address with it.
fn looks_like_address(word: &str) -> bool {
    let is_host_dot = |(at, c): (usize, char)| {
        let before = word[..at].chars().next_back();
        let mut after = word[at + c.len_utf8()..].chars();
        let (next, second) = (after.next(), after.next());
        match c {
            '.' => {
                before.is_some_and(char::is_alphanumeric)
                    && next.is_some_and(char::is_alphabetic)
                    && second.is_some_and(char::is_alphanumeric)
            }
            // Dots that browsers take for one, or people do.
            '。' | '．' | '｡' | '․' => {
                before.is_some_and(|c| c.is_ascii_alphanumeric())
                    && next.is_some_and(|c| c.is_ascii_alphanumeric())
            }
            _ => false,
        }
    };
    word.contains("://") || word.matches('.').count() > 2 || word.char_indices().any(is_host_dot)
}

/// Whether a word is the beginning of `target` with all of its host.
fn leads_to(word: &str, target: &str) -> bool {
    let is_around = |c: char| c.is_ascii_punctuation() && !matches!(c, '[' | ']');
    let word = word.trim_matches(is_around);
    let word = &word[scheme_len(word).unwrap_or(0)..];
    let target = &target[scheme_len(target).unwrap_or(0)..];
    let Some(head) = target.as_bytes().get(..word.len()) else {
        return false;
    };
    let goes_on = target.as_bytes().get(word.len());
    head.eq_ignore_ascii_case(word.as_bytes()) && matches!(goes_on, None | Some(b'/' | b'?' | b'#'))
}

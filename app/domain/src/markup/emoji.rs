//! Messages of nothing but emoji, which a page may show large.

use std::{iter::Peekable, str::Chars};

/// How many are shown large.
const EMOJI_MAX: usize = 3;

/// Whether a text is one to three emoji and nothing else. What is also a letter, a digit or a sign counts only where it asks to be
/// drawn as a picture.
#[must_use]
pub fn is_only_emoji(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    let mut count = 0;
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        if chars.peek().is_none() {
            return count > 0;
        }
        count += 1;
        if count > EMOJI_MAX || !skip_emoji(&mut chars) {
            return false;
        }
    }
}

const PICTURE: char = '\u{FE0F}';
const KEYCAP: char = '\u{20E3}';
const JOINER: char = '\u{200D}';

/// Skips one emoji with all that belongs to it; false where there is none.
fn skip_emoji(chars: &mut Peekable<Chars<'_>>) -> bool {
    loop {
        let Some(base) = chars.next() else {
            return false;
        };
        let is_known = match base {
            // Two letters are a flag.
            '\u{1F1E6}'..='\u{1F1FF}' => {
                return chars
                    .next_if(|c| matches!(c, '\u{1F1E6}'..='\u{1F1FF}'))
                    .is_some();
            }
            '0'..='9' | '#' | '*' => {
                chars.next_if_eq(&PICTURE);
                return chars.next_if_eq(&KEYCAP).is_some();
            }
            '\u{1F3FB}'..='\u{1F3FF}' => false,
            '\u{1F300}'..='\u{1FAFF}' | '\u{1F18E}' | '\u{1F191}'..='\u{1F19A}' => true,
            // Signs that are pictures by themselves, the common ones.
            '⌚'
            | '⌛'
            | '⏰'
            | '⏳'
            | '☔'
            | '☕'
            | '⚡'
            | '⚽'
            | '⛄'
            | '⛔'
            | '✅'
            | '✊'
            | '✋'
            | '✨'
            | '❌'
            | '❓'..='❕'
            | '❗'
            | '⭐'
            | '⭕' => true,
            '\u{A9}' | '\u{AE}' | '\u{203C}'..='\u{3299}' | '\u{1F000}'..='\u{1F2FF}' => {
                chars.peek() == Some(&PICTURE)
            }
            _ => false,
        };
        if !is_known {
            return false;
        }
        // Its form, skin and, for some flags, letters.
        while chars
            .next_if(
                |c| matches!(c, &PICTURE | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}'),
            )
            .is_some()
        {}
        if chars.next_if_eq(&JOINER).is_none() {
            return true;
        }
    }
}

//! What text people may enter, and why it is refused. Limits count characters (Unicode scalar values), not bytes.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Longest username.
pub const USERNAME_MAX: usize = 32;
/// Longest first or last name.
pub const PERSON_NAME_MAX: usize = 64;
/// Longest e-mail address (RFC 5321).
pub const EMAIL_MAX: usize = 254;
/// Longest room or place name.
pub const ROOM_NAME_MAX: usize = 80;
/// Longest topic of a room, and "about" of a person.
pub const TOPIC_MAX: usize = 280;
/// Longest message.
pub const BODY_MAX: usize = 8_000;

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[serde(rename_all = "snake_case")]
pub enum TextError {
    /// Nothing but white space.
    #[error("empty")]
    Empty,
    /// More than `max` characters.
    #[error("longer than {max} characters")]
    TooLong {
        /// The limit, in characters.
        max: u32,
    },
    /// Fewer than `min` characters.
    #[error("shorter than {min} characters")]
    TooShort {
        /// The limit, in characters.
        min: u32,
    },
    /// Characters that this kind of text may not hold.
    #[error("not in the expected form")]
    Malformed,
}

fn fits(text: &str, max: usize) -> Result<(), TextError> {
    if text.is_empty() {
        Err(TextError::Empty)
    } else if text.chars().count() > max {
        Err(TextError::TooLong {
            max: u32::try_from(max).unwrap_or(u32::MAX),
        })
    } else {
        Ok(())
    }
}

/// One line of text: no control characters, white space trimmed and folded to single blanks.
pub(crate) fn one_line(text: &str, max: usize) -> Result<String, TextError> {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    fits(&folded, max)?;
    if folded.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        return Err(TextError::Malformed);
    }
    Ok(folded)
}

/// Characters that reorder what surrounds them: harmless in a message, where each stands in its own `dir="auto"` box,
/// but a name may not use them to dress up as another.
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}')
}

/// A username: 2 to 32 of `a-z 0-9 . _ -`, lower case, beginning with a letter or digit.
///
/// # Errors
/// [`TextError`] with the reason.
pub fn username(text: &str) -> Result<String, TextError> {
    let name = text.trim().trim_start_matches('@').to_lowercase();
    fits(&name, USERNAME_MAX)?;
    if name.chars().count() < 2 {
        return Err(TextError::TooShort { min: 2 });
    }
    let legal =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    if !name.chars().all(legal) || !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Err(TextError::Malformed);
    }
    Ok(name)
}

/// An e-mail address, lower case: something, one `@`, a domain with a dot or `localhost`. Whether it can be reached only a letter could tell.
///
/// # Errors
/// [`TextError`] with the reason.
pub fn email(text: &str) -> Result<String, TextError> {
    let address = text.trim().to_lowercase();
    fits(&address, EMAIL_MAX)?;
    let Some((local, domain)) = address.rsplit_once('@') else {
        return Err(TextError::Malformed);
    };
    let plain = |part: &str| {
        !part.is_empty()
            && !part
                .chars()
                .any(|c| c.is_whitespace() || c.is_control() || c == '@')
    };
    let dotted = domain == "localhost"
        || (domain.contains('.')
            && domain.split('.').all(|label| !label.is_empty())
            && !domain.ends_with('.'));
    if plain(local) && local.chars().count() <= 64 && plain(domain) && dotted {
        Ok(address)
    } else {
        Err(TextError::Malformed)
    }
}

/// A first or last name.
///
/// # Errors
/// [`TextError`] with the reason.
pub fn person_name(text: &str) -> Result<String, TextError> {
    one_line(text, PERSON_NAME_MAX)
}

/// The name of a room or of the place.
///
/// # Errors
/// [`TextError`] with the reason.
pub fn room_name(text: &str) -> Result<String, TextError> {
    one_line(text, ROOM_NAME_MAX)
}

/// A room's topic or a person's "about": one line, may be empty.
///
/// # Errors
/// [`TextError`] with the reason.
pub fn topic(text: &str) -> Result<String, TextError> {
    match one_line(text, TOPIC_MAX) {
        Err(TextError::Empty) => Ok(String::new()),
        other => other,
    }
}

/// The body of a message: trimmed at the ends, line breaks kept as `\n`, no other control characters but tabs.
///
/// # Errors
/// [`TextError`] with the reason.
pub fn body(text: &str) -> Result<String, TextError> {
    let normal = text.replace("\r\n", "\n").replace('\r', "\n");
    let normal = normal.trim_end().trim_start_matches(['\n', ' ', '\t']);
    fits(normal, BODY_MAX)?;
    if normal.chars().any(is_foreign) {
        return Err(TextError::Malformed);
    }
    // Only marks that print nothing (joiners, direction marks): would show as an empty bubble.
    if normal.chars().all(|c| {
        c.is_whitespace() || is_bidi_control(c) || matches!(c, '\u{200B}'..='\u{200D}' | '\u{FEFF}')
    }) {
        return Err(TextError::Empty);
    }
    Ok(normal.to_owned())
}

/// What was typed and is not a message yet: as it is, even where it is empty or only blanks.
///
/// # Errors
/// [`TextError`] where it is longer than a message may be, or holds what no text has.
pub fn draft(text: &str) -> Result<String, TextError> {
    let normal = text.replace("\r\n", "\n").replace('\r', "\n");
    if !normal.is_empty() {
        fits(&normal, BODY_MAX)?;
    }
    if normal.chars().any(is_foreign) {
        return Err(TextError::Malformed);
    }
    Ok(normal)
}

/// A control character that no text has.
fn is_foreign(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

/// A text shortened to `max` characters for a list, at a character's end, with an ellipsis, on one line.
#[must_use]
pub fn excerpt(text: &str, max: usize) -> String {
    let mut line = String::new();
    for (count, c) in text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .enumerate()
    {
        if count == max {
            line.push('…');
            break;
        }
        line.push(c);
    }
    line
}

/// Lines beyond which a message is folded: well more than a folded one shows (16, in `bubble.css`), so that unfolding is worth it.
const LONG_LINES: usize = 24;
/// Characters that about fill a line.
const LINE_CHARS: usize = 60;

/// Whether a message takes so much room that a talk shows its beginning only, until asked. Lines of code and of tables are not
/// broken, however long.
#[must_use]
pub fn is_long(body: &str) -> bool {
    let mut is_code = false;
    let lines = body.lines().map(|line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code || is_fence || line.trim_start().starts_with('|') {
            1
        } else {
            line.chars().count().div_ceil(LINE_CHARS).max(1)
        }
    });
    lines.sum::<usize>() > LONG_LINES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usernames_are_lower_case_words() {
        let check = |text: &str, expected: Result<&str, TextError>| {
            assert_eq!(username(text), expected.map(str::to_owned), "{text:?}");
        };
        check(" @Ada.L ", Ok("ada.l"));
        check("a", Err(TextError::TooShort { min: 2 }));
        check("", Err(TextError::Empty));
        check("ada lovelace", Err(TextError::Malformed));
        check("-ada", Err(TextError::Malformed));
        check("адa", Err(TextError::Malformed));
        check(&"x".repeat(33), Err(TextError::TooLong { max: 32 }));
    }

    #[test]
    fn addresses_have_a_name_and_a_domain() {
        let check = |text: &str, valid: bool| assert_eq!(email(text).is_ok(), valid, "{text:?}");
        check("Ada@Example.org", true);
        check("ada+chat@mail.example.org", true);
        check("ada@localhost", true);
        check("ada@example", false);
        check("ada@.org", false);
        check("@example.org", false);
        check("a b@example.org", false);
        check("ada", false);
        check("", false);
        check(&format!("{}@example.org", "x".repeat(300)), false);
    }

    #[test]
    fn names_keep_any_script_but_no_direction_tricks() {
        assert_eq!(
            person_name("  Аня   Петрова ").as_deref(),
            Ok("Аня Петрова")
        );
        assert_eq!(person_name("Ada\u{202E}evil"), Err(TextError::Malformed));
        assert_eq!(room_name(" \n "), Err(TextError::Empty));
        assert_eq!(topic("   ").as_deref(), Ok(""));
    }

    #[test]
    fn bodies_keep_their_lines_and_are_never_invisible() {
        assert_eq!(body("\n hello\r\nthere \n").as_deref(), Ok("hello\nthere"));
        assert_eq!(body(" \u{200B}\u{200D} "), Err(TextError::Empty));
        assert_eq!(body("bell\u{7}"), Err(TextError::Malformed));
        assert_eq!(
            body(&"é".repeat(BODY_MAX)).map(|b| b.chars().count()),
            Ok(BODY_MAX)
        );
        assert_eq!(
            body(&"é".repeat(BODY_MAX + 1)),
            Err(TextError::TooLong { max: 8_000 })
        );
    }

    #[test]
    fn excerpts_end_at_a_character() {
        assert_eq!(excerpt("one\ntwo", 10), "one two");
        assert_eq!(excerpt("schöööön", 5), "schöö…");
    }

    #[test]
    fn long_is_what_takes_many_lines() {
        assert!(!is_long(""));
        assert!(!is_long(&"word\n".repeat(24)));
        assert!(is_long(&"word\n".repeat(25)));
        assert!(is_long(&"\n".repeat(25)));
        assert!(!is_long(&"a".repeat(24 * 60)));
        assert!(is_long(&"a".repeat(24 * 60 + 1)));
        let log = format!("{}\n", "a".repeat(300));
        assert!(!is_long(&format!("```\n{}```", log.repeat(10))));
        assert!(is_long(&format!("```\n{}```", log.repeat(25))));
        assert!(is_long(&format!("```\nword\n```\n{}", log.repeat(10))));
    }
}

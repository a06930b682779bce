//! How good a password is, as shown while it is typed. The server has the last word with a real dictionary.

use serde::{Deserialize, Serialize};

/// Shortest password, in characters.
pub const PASSWORD_MIN: usize = 8;
/// Longest password, in characters: more would only be work for the hash.
pub const PASSWORD_MAX: usize = 256;

/// What most bad passwords are built around; the server knows many thousands more.
const COMMON: [&str; 16] = [
    "password", "passwort", "passw0rd", "qwerty", "qwertz", "letmein", "welcome", "iloveyou",
    "football", "baseball", "princess", "sunshine", "superman", "dragon", "monkey", "master",
];

/// Four steps, as the meter shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Would not be accepted.
    TooWeak,
    /// Accepted, but a patient machine would find it.
    Fair,
    /// Good.
    Good,
    /// Very good.
    Strong,
}

/// A quick estimate without a dictionary: length and variety, less what is repeated, running or taken from the person's own details.
///
/// `own` holds the person's names and address; a password made of them is weak however long it is.
#[must_use]
pub fn estimate(password: &str, own: &[&str]) -> Strength {
    let lower = password.to_lowercase();
    let mut rest = lower.clone();
    for word in own
        .iter()
        .flat_map(|text| text.split(['@', '.', ' ']))
        .map(str::to_lowercase)
    {
        if word.chars().count() >= 3 {
            rest = rest.replace(&word, "");
        }
    }
    for word in COMMON {
        rest = rest.replace(word, "");
    }
    if lower.chars().count() < PASSWORD_MIN || lower.chars().count() > PASSWORD_MAX {
        return Strength::TooWeak;
    }
    // Each character counts once, and less where it repeats or continues the one before it.
    let mut score = 0.0_f32;
    let mut previous: Option<char> = None;
    for c in rest.chars() {
        let step = previous.map(|p| i64::from(u32::from(c)) - i64::from(u32::from(p)));
        score += match step {
            Some(-1..=1) => 0.3,
            _ => 1.0,
        };
        previous = Some(c);
    }
    let classes = [
        password.chars().any(char::is_lowercase),
        password.chars().any(char::is_uppercase),
        password.chars().any(char::is_numeric),
        password.chars().any(|c| !c.is_alphanumeric()),
    ];
    let variety = classes.into_iter().filter(|&present| present).count();
    #[expect(clippy::cast_precision_loss, reason = "at most four")]
    let score = score * (1.0 + 0.12 * (variety.saturating_sub(1) as f32));
    match score {
        s if s < 6.5 => Strength::TooWeak,
        s if s < 10.0 => Strength::Fair,
        s if s < 15.0 => Strength::Good,
        _ => Strength::Strong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, expected: Strength) {
        assert_eq!(
            estimate(password, &["ada", "Lovelace", "ada@example.org"]),
            expected,
            "{password}"
        );
    }

    #[test]
    fn length_counts_and_patterns_do_not() {
        check("short", Strength::TooWeak);
        check("aaaaaaaaaaaa", Strength::TooWeak);
        check("12345678", Strength::TooWeak);
        check("lovelace1", Strength::TooWeak);
        check("password1234", Strength::TooWeak);
        check("IloveYou2you", Strength::TooWeak);
        check("walrus92", Strength::Fair);
        check("green walrus", Strength::Good);
        check("green walrus sings at dawn", Strength::Strong);
        check(&"x7".repeat(200), Strength::TooWeak);
    }
}

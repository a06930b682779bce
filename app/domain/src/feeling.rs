//! How somebody says they feel: a status that they press to send, and that ends by itself. What a device guesses from
//! words is something else, and never comes here by itself.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    Timestamp,
    text::{self, TextError},
};

/// Longest text of one's own beside it, in characters.
pub const NOTE_MAX: usize = 60;
/// The longest day there is: one on which clocks go back.
pub const DAY_MS_MAX: u32 = 25 * HOUR_MS;

const HOUR_MS: u32 = 60 * 60_000;

/// What one can say. Each has a tint of the palette, in which the light of a talk is painted too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feeling {
    /// In the tint of joy.
    Happy,
    /// In the tint of love.
    Thankful,
    /// In the tint of calm.
    Calm,
    /// In the tint of sadness.
    Low,
    /// In the tint of worry.
    Worried,
    /// In the tint of anger.
    Tense,
    /// Without a tint: tired is no mood.
    Tired,
}

impl Feeling {
    /// All of them, the light ones first.
    pub const ALL: [Self; 7] = [
        Self::Happy,
        Self::Thankful,
        Self::Calm,
        Self::Low,
        Self::Worried,
        Self::Tense,
        Self::Tired,
    ];

    /// Its word, on the wire, in the database and in the page.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Happy => "happy",
            Self::Thankful => "thankful",
            Self::Calm => "calm",
            Self::Low => "low",
            Self::Worried => "worried",
            Self::Tense => "tense",
            Self::Tired => "tired",
        }
    }

    /// From its word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feeling| feeling.word() == word)
    }
}

/// How somebody has said that they feel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// What they feel.
    pub feeling: Feeling,
    /// In their own words, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// From then on it is nothing any more.
    pub until: Timestamp,
}

impl Declared {
    /// Whether it has ended.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        now >= self.until
    }

    /// "low: go easy", or the word alone.
    #[must_use]
    pub fn words(&self) -> String {
        let word = self.feeling.word();
        if self.note.is_empty() {
            word.to_owned()
        } else {
            format!("{word}: {}", self.note)
        }
    }
}

/// For how long somebody says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lasting {
    /// Half an hour.
    HalfHour,
    /// An hour.
    Hour,
    /// Four hours: a morning, an evening.
    FourHours,
    /// Until the day ends. Only the device knows when that is where its person is.
    RestOfDay {
        /// So much is left of it, in milliseconds.
        left_ms: u32,
    },
}

/// No day has so much left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no day has so much left")]
pub struct NoSuchDay;

impl Lasting {
    /// When it ends, said now.
    ///
    /// # Errors
    /// [`NoSuchDay`] where nothing is left of the day, or more than the longest has.
    pub fn until(self, now: Timestamp) -> Result<Timestamp, NoSuchDay> {
        let ms = match self {
            Self::HalfHour => HOUR_MS / 2,
            Self::Hour => HOUR_MS,
            Self::FourHours => 4 * HOUR_MS,
            Self::RestOfDay {
                left_ms: left @ 1..=DAY_MS_MAX,
            } => left,
            Self::RestOfDay { .. } => return Err(NoSuchDay),
        };
        Ok(now.plus_ms(ms.into()))
    }
}

/// One's own words beside a feeling: one line, may be empty.
///
/// # Errors
/// [`TextError`] with the reason.
pub fn note(text: &str) -> Result<String, TextError> {
    match text::one_line(text, NOTE_MAX) {
        Err(TextError::Empty) => Ok(String::new()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn check(lasting: Lasting, expected: Result<i64, NoSuchDay>) {
        let until = lasting.until(NOW).map(|until| until.0 - NOW.0);
        assert_eq!(until, expected, "{lasting:?}");
    }

    #[test]
    fn it_lasts_as_long_as_was_said() {
        check(Lasting::HalfHour, Ok(1_800_000));
        check(Lasting::Hour, Ok(3_600_000));
        check(Lasting::FourHours, Ok(14_400_000));
        let rest = |left_ms| Lasting::RestOfDay { left_ms };
        check(rest(1), Ok(1));
        check(rest(DAY_MS_MAX), Ok(90_000_000));
        check(rest(0), Err(NoSuchDay));
        check(rest(DAY_MS_MAX + 1), Err(NoSuchDay));
        check(rest(u32::MAX), Err(NoSuchDay));
    }

    #[test]
    fn it_is_over_at_its_time_and_not_before() {
        let declared = Declared {
            feeling: Feeling::Low,
            note: String::new(),
            until: NOW,
        };
        assert!(!declared.is_over(NOW.plus_ms(-1)));
        assert!(declared.is_over(NOW));
        assert!(declared.is_over(NOW.plus_ms(1)));
    }

    #[test]
    fn notes_are_one_short_line_or_none() {
        let check = |text: &str, expected: Result<&str, TextError>| {
            assert_eq!(note(text), expected.map(str::to_owned), "{text:?}");
        };
        check("  go   easy\n on me ", Ok("go easy on me"));
        check(" \t ", Ok(""));
        check(&"é".repeat(NOTE_MAX), Ok(&"é".repeat(NOTE_MAX)));
        check(
            &"é".repeat(NOTE_MAX + 1),
            Err(TextError::TooLong { max: 60 }),
        );
        check("bell\u{7}", Err(TextError::Malformed));
        check("\u{202E}ysae og", Err(TextError::Malformed));
    }

    #[test]
    fn a_word_is_the_same_wherever_it_is_written() {
        for feeling in Feeling::ALL {
            assert_eq!(Feeling::from_word(feeling.word()), Some(feeling));
            let written = serde_json::to_string(&feeling).expect("a word");
            assert_eq!(written, format!("\"{}\"", feeling.word()));
        }
        assert_eq!(Feeling::from_word("angry"), None);
    }

    #[test]
    fn own_words_follow_the_word() {
        let mut declared = Declared {
            feeling: Feeling::Low,
            note: "go easy".to_owned(),
            until: NOW,
        };
        assert_eq!(declared.words(), "low: go easy");
        declared.note.clear();
        assert_eq!(declared.words(), "low");
    }
}

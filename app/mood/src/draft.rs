//! The mood of a text that is being typed, steady enough to be shown.
//!
//! A colour per keystroke would flicker: half a word means something else than the whole one. So
//! the text is read at word ends (or after a pause), a mood is entered only when it is likely and
//! leads clearly, and left only when it has become unlikely.

use std::sync::Arc;

use crate::readers::Readers;
use crate::reading::{Mood, Reading};
use crate::token::{Kind, is_emoji, tokens};

// Chosen on the dev texts (`docs/accuracy.md`): fewer than 0.4 changes of colour a message.

/// A mood is entered at this probability …
const ENTER: f32 = 0.72;
/// … if it leads the next one by this much …
const MARGIN: f32 = 0.15;
/// … and left below this one.
const LEAVE: f32 = 0.35;
/// Fewer words than these change nothing, unless there is an emoji.
const MIN_WORDS: usize = 3;
/// A pause this long counts as the end of a word.
const PAUSE_MS: u64 = 700;

/// Follows one draft. Feed it at every change and tick it when nothing changes for a while.
#[derive(Clone, Debug)]
pub struct DraftMood {
    readers: Arc<Readers>,
    text: String,
    /// How much of `text` was read: up to the last word end.
    read_to: usize,
    typed_at_ms: u64,
    reading: Reading,
    mood: Mood,
}

impl DraftMood {
    /// An empty draft, to be read by these.
    pub fn new(readers: Arc<Readers>) -> Self {
        DraftMood {
            readers,
            text: String::new(),
            read_to: 0,
            typed_at_ms: 0,
            reading: Reading::neutral(),
            mood: Mood::Neutral,
        }
    }

    /// The draft now reads `text`. Returns whether [`reading`](Self::reading) or
    /// [`mood`](Self::mood) changed.
    pub fn feed(&mut self, text: &str, now_ms: u64) -> bool {
        if text == self.text {
            return false;
        }
        self.typed_at_ms = now_ms;
        let unread = !text.starts_with(&self.text[..self.read_to]);
        text.clone_into(&mut self.text);
        if text.trim().is_empty() {
            return self.clear();
        }
        let end = word_end(text);
        if unread || end != self.read_to {
            self.read(end)
        } else {
            false
        }
    }

    /// Time passes: after a pause the last word is read too. Returns whether anything changed.
    pub fn tick(&mut self, now_ms: u64) -> bool {
        let paused = now_ms.saturating_sub(self.typed_at_ms) >= PAUSE_MS;
        if paused && self.read_to < self.text.trim_end().len() {
            self.read(self.text.len())
        } else {
            false
        }
    }

    /// What the draft says, up to the last word end.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The mood to show for the draft.
    pub fn mood(&self) -> Mood {
        self.mood
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn clear(&mut self) -> bool {
        let changed = self.read_to > 0;
        *self = DraftMood {
            typed_at_ms: self.typed_at_ms,
            ..Self::new(self.readers.clone())
        };
        changed
    }

    fn read(&mut self, end: usize) -> bool {
        let text = &self.text[..end];
        self.read_to = end;
        let enough = text.chars().any(is_emoji)
            || tokens(self.readers.english().lexicon(), text)
                .iter()
                .filter(|t| matches!(t.kind, Kind::Word | Kind::Emoticon))
                .count()
                >= MIN_WORDS;
        let reading = if enough {
            self.readers.read(text)
        } else {
            Reading::neutral()
        };
        let mood = next(self.mood, &reading.moods());
        let changed = mood != self.mood || reading != self.reading;
        self.mood = mood;
        self.reading = reading;
        changed
    }
}

/// The mood after a reading, given the one before it.
fn next(now: Mood, moods: &[f32; 4]) -> Mood {
    let p = |m: Mood| moods[m.index()];
    let top = Mood::ALL
        .into_iter()
        .fold(now, |best, m| if p(m) > p(best) { m } else { best });
    let second = Mood::ALL
        .into_iter()
        .filter(|m| *m != top)
        .map(p)
        .fold(0.0, f32::max);
    if top != now && p(top) >= ENTER && p(top) - second >= MARGIN {
        top
    } else if p(now) < LEAVE {
        Mood::Neutral
    } else {
        now
    }
}

/// Byte position behind the last finished word: behind the last sign that is no letter.
fn word_end(text: &str) -> usize {
    let unfinished = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    text.trim_end_matches(unfinished).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;

    fn english() -> Arc<Readers> {
        Arc::new(Readers::from(Model::bundled().clone()))
    }

    /// Types a text letter by letter and returns each new mood with the text that brought it.
    fn typed(text: &str) -> Vec<(String, Mood)> {
        let mut draft = DraftMood::new(english());
        let mut seen = Vec::new();
        let mut last = Mood::Neutral;
        let mut now = 0;
        for (i, c) in text.char_indices() {
            now += 150;
            draft.feed(&text[..i + c.len_utf8()], now);
            if draft.mood() != last {
                last = draft.mood();
                seen.push((text[..i + c.len_utf8()].to_owned(), last));
            }
        }
        draft.tick(now + PAUSE_MS);
        if draft.mood() != last {
            seen.push((text.to_owned(), draft.mood()));
        }
        seen
    }

    fn check(text: &str, expected: &[Mood]) {
        let moods: Vec<Mood> = typed(text).into_iter().map(|(_, m)| m).collect();
        assert_eq!(moods, expected, "{text}");
    }

    #[test]
    fn a_mood_comes_with_enough_words() {
        check("I am so happy for you", &[Mood::Happy]);
        check("shut up you stupid idiot", &[Mood::Tense]);
        check("the meeting is at ten tomorrow", &[]);
        check("happy", &[]);
        check("🎉", &[Mood::Happy]);
    }

    #[test]
    fn a_mood_changes_at_word_ends_only() {
        for (text, _) in typed("I am so happy, but now I hate you so much") {
            assert!(
                !text.ends_with(char::is_alphanumeric) || text.ends_with("much"),
                "{text}"
            );
        }
    }

    #[test]
    fn a_pause_finishes_the_last_word() {
        let mut draft = DraftMood::new(english());
        draft.feed("you make me happy", 1_000);
        assert_eq!(draft.mood(), Mood::Neutral);
        assert!(!draft.tick(1_100));
        assert!(draft.tick(1_000 + PAUSE_MS));
        assert_eq!(draft.mood(), Mood::Happy);
        assert!(!draft.tick(9_000));
    }

    #[test]
    fn a_cleared_draft_is_neutral_at_once() {
        let mut draft = DraftMood::new(english());
        draft.feed("I love you so much ", 0);
        assert_eq!(draft.mood(), Mood::Happy);
        assert!(draft.feed("", 10));
        assert_eq!(draft.mood(), Mood::Neutral);
        assert!(draft.is_empty());
    }

    #[test]
    fn the_same_text_is_not_read_again() {
        let mut draft = DraftMood::new(english());
        assert!(draft.feed("I love you so much ", 0));
        assert!(!draft.feed("I love you so much ", 10));
        assert!(!draft.feed("I love you so much m", 20));
    }

    #[test]
    fn a_replaced_beginning_is_read_again() {
        let mut draft = DraftMood::new(english());
        draft.feed("I love you so much ", 0);
        draft.feed("I hate you so much ", 10);
        assert_eq!(draft.mood(), Mood::Tense);
    }
}

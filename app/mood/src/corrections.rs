//! What a person says of texts that were read wrongly, and which other texts that holds for.
//!
//! A corrected text is kept as the hashes of its words only. Another text is *alike* when the two have most of their words in
//! common: the words of both are at least [`ALIKE`] of the words of either. One word in common therefore says nothing, unless
//! it is all there is.
//! Source: Jaccard, "The distribution of the flora in the alpine zone" (1912).

use crate::hash::hash;
use crate::polarity::is_negation;
use crate::reading::{Emotion, Mood, Reading, fold};
use crate::token::MAX_CHARS;

/// Alike from this part of common words on.
const ALIKE: f32 = 0.6;
/// More are not kept: the oldest go.
pub const CORRECTIONS_MAX: usize = 200;
/// How sure a reading is of what a person said of the same words.
const SURE: f32 = 0.9;
/// Stands for every word that turns the rest around: texts of which only one has such a word are not alike.
const DENIAL: &str = "not";
/// What stands before "nt" where somebody left out the apostrophe of a denial.
const VERBS: [&str; 17] = [
    "ai", "are", "ca", "could", "did", "do", "does", "had", "has", "have", "is", "must", "should",
    "was", "were", "wo", "would",
];
/// Keeps these hashes apart from those of the model's tables.
const SEED: u32 = 0x00c0_4ec7;

/// One text as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Hashes of its distinct words, in order of size.
    pub words: Vec<u32>,
    /// What it is.
    pub mood: Mood,
}

/// All that a person has corrected, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections(Vec<Correction>);

impl Corrections {
    /// Takes up what was kept; of too many the newest.
    pub fn new(mut kept: Vec<Correction>) -> Self {
        for correction in &mut kept {
            correction.words.sort_unstable();
            correction.words.dedup();
        }
        kept.retain(|correction| !correction.words.is_empty());
        kept.drain(..kept.len().saturating_sub(CORRECTIONS_MAX));
        Self(kept)
    }

    /// All of them, oldest first.
    pub fn all(&self) -> &[Correction] {
        &self.0
    }

    /// A person says what a text is. What was said of the same words before is forgotten. A text without words cannot be
    /// corrected.
    pub fn add(&mut self, text: &str, mood: Mood) {
        let words = words(text);
        self.0.retain(|known| known.words != words);
        self.0.push(Correction { words, mood });
        *self = Self::new(std::mem::take(&mut self.0));
    }

    /// Forgets what was said of texts like this one.
    pub fn remove(&mut self, text: &str) {
        let words = words(text);
        self.0.retain(|known| alike(&known.words, &words) < ALIKE);
    }

    /// What a person said of the text that is most alike; of two, the later.
    pub fn of(&self, text: &str) -> Option<Mood> {
        let words = words(text);
        let mut best = (ALIKE, None);
        for known in &self.0 {
            let likeness = alike(&known.words, &words);
            if likeness >= best.0 {
                best = (likeness, Some(known.mood));
            }
        }
        best.1
    }

    /// The reading of a text, as corrected.
    pub fn apply(&self, text: &str, reading: Reading) -> Reading {
        match self.of(text) {
            Some(mood) => called(reading, mood),
            None => reading,
        }
    }
}

/// The reading with this mood: its shades keep their proportion.
fn called(reading: Reading, mood: Mood) -> Reading {
    let of_mood = fold(&reading.probs)[mood.index()].max(f32::EPSILON);
    let probs = std::array::from_fn(|i| {
        let part = reading.probs[i];
        if Emotion::ALL[i].mood() == mood {
            SURE * part / of_mood + (1.0 - SURE) * part
        } else {
            (1.0 - SURE) * part
        }
    });
    let size = reading.valence.abs();
    Reading {
        probs,
        valence: match mood {
            Mood::Happy => size,
            Mood::Sad | Mood::Tense => -size,
            Mood::Neutral => 0.0,
        },
        confidence: fold(&probs)[mood.index()],
        ..reading
    }
}

/// The part of common words among the words of both.
fn alike(one: &[u32], other: &[u32]) -> f32 {
    let denial = hash(SEED, &[DENIAL]);
    let denies = |words: &[u32]| words.binary_search(&denial).is_ok();
    if denies(one) != denies(other) {
        return 0.0;
    }
    let common = one
        .iter()
        .filter(|word| other.binary_search(word).is_ok())
        .count();
    let all = one.len() + other.len() - common;
    common as f32 / all.max(1) as f32
}

/// Hashes of a text's distinct words, in order of size: runs of letters and digits in small letters; signs, and letters of
/// scripts that write without gaps, are words by themselves.
fn words(text: &str) -> Vec<u32> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut end = |word: &mut String| {
        if is_denial(word) {
            out.push(hash(SEED, &[DENIAL]));
        } else {
            word.retain(|c| c != '\'');
            if !word.is_empty() {
                out.push(hash(SEED, &[word]));
            }
        }
        word.clear();
    };
    for c in text.chars().take(MAX_CHARS) {
        let c = if c == '’' { '\'' } else { c };
        let is_sign = !c.is_alphanumeric() && !c.is_ascii() && !c.is_whitespace();
        let stands_alone =
            is_sign || matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}');
        if stands_alone || !c.is_alphanumeric() && c != '\'' {
            end(&mut word);
        }
        if stands_alone {
            word.push(c);
            end(&mut word);
        } else if c.is_alphanumeric() || c == '\'' {
            word.extend(c.to_lowercase());
        }
    }
    end(&mut word);
    out.sort_unstable();
    out.dedup();
    out
}

/// Whether a word turns the rest around, also where its apostrophe was not written ("dont").
fn is_denial(word: &str) -> bool {
    is_negation(word)
        || word
            .strip_suffix("nt")
            .is_some_and(|verb| VERBS.contains(&verb))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Model;

    fn corrected(text: &str, mood: Mood) -> Corrections {
        let mut out = Corrections::default();
        out.add(text, mood);
        out
    }

    #[test]
    fn a_corrected_text_and_what_is_nearly_it_read_as_corrected() {
        let known = corrected("this is so sick, you killed it!", Mood::Happy);
        for text in [
            "this is so sick, you killed it!",
            "This is SO sick you killed it",
            "this is so sick, man, you killed it!!!",
        ] {
            assert_eq!(known.of(text), Some(Mood::Happy), "{text}");
            let reading = Model::bundled().read(text);
            assert_eq!(known.apply(text, reading).mood(), Mood::Happy, "{text}");
        }
    }

    #[test]
    fn a_word_in_common_says_nothing() {
        let known = corrected("this is so sick, you killed it!", Mood::Happy);
        for text in ["I am sick", "he was killed", "this is it", "", "!!!"] {
            assert_eq!(known.of(text), None, "{text}");
        }
        let reading = Model::bundled().read("I am sick");
        assert_eq!(known.apply("I am sick", reading.clone()), reading);
    }

    #[test]
    fn a_denied_text_is_another_one() {
        let known = corrected("I am happy", Mood::Sad);
        assert_eq!(known.of("I am so happy"), Some(Mood::Sad));
        assert_eq!(known.of("I am not happy"), None);
        for text in ["I don't am happy", "I don’t am happy", "i dont am happy"] {
            assert_eq!(known.of(text), None, "{text}");
        }
        let denied = corrected("I don't like it", Mood::Happy);
        assert_eq!(denied.of("i dont like it"), Some(Mood::Happy));
        assert_eq!(denied.of("I want like it"), None);
    }

    #[test]
    fn a_text_of_one_word_or_sign_can_be_corrected() {
        assert_eq!(
            corrected("Great.", Mood::Tense).of("great!"),
            Some(Mood::Tense)
        );
        assert_eq!(corrected("💀💀", Mood::Happy).of("💀"), Some(Mood::Happy));
        assert_eq!(
            corrected("我很好", Mood::Sad).of("我很好。"),
            Some(Mood::Sad)
        );
        assert_eq!(corrected("...", Mood::Sad), Corrections::default());
    }

    #[test]
    fn the_last_word_counts_and_can_be_taken_back() {
        let mut known = corrected("fine, whatever", Mood::Tense);
        known.add("Fine... whatever!", Mood::Sad);
        assert_eq!(
            (known.all().len(), known.of("fine whatever")),
            (1, Some(Mood::Sad))
        );
        known.remove("fine whatever");
        assert_eq!(known, Corrections::default());
    }

    #[test]
    fn the_oldest_go_when_there_are_too_many() {
        let mut known = Corrections::default();
        for n in 0..CORRECTIONS_MAX + 10 {
            known.add(&format!("word{n} line{n}"), Mood::Happy);
        }
        assert_eq!(known.all().len(), CORRECTIONS_MAX);
        assert_eq!(known.of("word9 line9"), None);
        assert_eq!(known.of("word10 line10"), Some(Mood::Happy));
    }

    #[test]
    fn shades_keep_their_proportion_and_probabilities_sum_to_one() {
        for text in ["I love you so much, dear", "I am furious", "see you at ten"] {
            for mood in Mood::ALL {
                let reading = called(Model::bundled().read(text), mood);
                assert_eq!(reading.mood(), mood, "{text}");
                assert!((reading.probs.iter().sum::<f32>() - 1.0).abs() < 1e-5);
            }
        }
    }
}

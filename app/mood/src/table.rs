//! The word tables, packed by the build script into static arrays: nothing is built at run time.

use crate::hash::{hash, place};
use crate::reading::Emotion;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// A set of hashed words; the position of a word is the position of its value.
pub struct Table {
    /// Chosen at build time so that no two words of the table collide.
    seed: u32,
    /// Where each bucket begins in `remainders`, and one more for where the last one ends.
    starts: &'static [u16],
    remainders: &'static [u16],
}

impl Table {
    /// Position of the word or, with several parts, of the phrase.
    fn find(&self, parts: &[&str]) -> Option<usize> {
        let (bucket, remainder) = place(hash(self.seed, parts));
        let from = usize::from(*self.starts.get(bucket)?);
        let to = usize::from(*self.starts.get(bucket + 1)?);
        let members = self.remainders.get(from..to)?;
        members
            .iter()
            .position(|r| *r == remainder)
            .map(|i| from + i)
    }
}

/// What an emoji, an emoticon or a cue word stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    pub emotion: Emotion,
    /// How strongly it speaks for the emotion, as added log-odds.
    pub pull: f32,
    /// Its polarity on the lexicon's scale, -4 to 4.
    pub valence: f32,
}

/// Polarity of a word, -4 to 4.
pub fn polarity(word: &str) -> Option<f32> {
    let i = POLARITY.find(&[word])?;
    POLARITY_TENTHS.get(i).map(|v| f32::from(*v) / 10.0)
}

/// What an emoji, emoticon, cue word or phrase says, if it is in the hand-made lists.
pub fn sign(parts: &[&str]) -> Option<Sign> {
    let i = SIGNS.find(parts)?;
    let (emotion, pull, valence) = *SIGN_VALUES.get(i)?;
    Some(Sign {
        emotion: *Emotion::ALL.get(usize::from(emotion))?,
        pull: f32::from(pull) / 10.0,
        valence: f32::from(valence) / 10.0,
    })
}

/// Learned log-odds of a word or a pair of words for the seven emotions.
pub fn learned(parts: &[&str]) -> Option<[f32; 7]> {
    let i = LEARNED.find(parts)?;
    let packed = *LEARNED_NIBBLES.get(i)?;
    let mut row = [0.0; 7];
    for (c, value) in row.iter_mut().enumerate() {
        let nibble = (packed >> (4 * c)) & 15;
        *value = (nibble as f32 - 7.0) * LEARNED_STEP;
    }
    Some(row)
}

/// Weights of the dense features, one row of seven per feature.
pub fn dense(feature: usize) -> [f32; 7] {
    DENSE.get(feature).copied().unwrap_or_default()
}

/// The plain spelling of a chat word ("u" is "you").
pub fn spelled_out(word: &str) -> Option<&'static str> {
    let i = CHAT
        .binary_search_by(|(short, _)| (*short).cmp(word))
        .ok()?;
    CHAT.get(i).map(|(_, plain)| *plain)
}

/// Whether the word stands in a list that is not learned, so that fitting starts from the same
/// spelling whatever was fitted before.
pub fn is_listed(word: &str) -> bool {
    polarity(word).is_some() || sign(&[word]).is_some() || COMMON.contains(&word)
}

/// Words that people stretch although no list of feelings has them.
const COMMON: [&str; 24] = [
    "so", "hey", "hi", "hello", "oh", "too", "go", "see", "very", "all", "bye", "me", "you",
    "good", "soon", "look", "been", "that", "much", "way", "and", "but", "guys", "man",
];

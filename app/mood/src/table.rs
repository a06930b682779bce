//! The word tables, as `build.rs` packs them into the model's file.
//!
//! The file: [`MAGIC`]; three tables (the lexicon's polarities in tenths, one signed byte each; the signs, three bytes
//! each: emotion, pull and valence in tenths; the learned weights, seven nibbles each); the size of a learned step; the
//! rows of the dense features; the chat spellings, each a short and a plain one, sorted. A table: its seed, how many words
//! each bucket has (a byte each), the remainders of the words' hashes, and their values in the same order.

use crate::bytes::{Bytes, ModelError};
use crate::evidence::DENSE;
use crate::hash::{BUCKETS, MAGIC, hash, place};
use crate::reading::Emotion;

/// A learned weight of no steps: nibbles are 0 to 14, weights -7 to 7 steps.
const NIBBLE_ZERO: f32 = 7.0;

/// All that the file holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables {
    /// Tenths, on the lexicon's scale of -4 to 4.
    polarity: Table<i8>,
    signs: Table<Sign>,
    /// Seven nibbles each.
    learned: Table<u32>,
    /// What one step of a learned weight is, in log-odds.
    step: f32,
    dense: [[f32; 7]; DENSE.len()],
    chat: Vec<(Box<str>, Box<str>)>,
}

/// Values by the hash of a word or phrase.
#[derive(Clone, Debug, PartialEq)]
struct Table<V> {
    /// Chosen at build time so that no two of the table's words collide.
    seed: u32,
    /// Where each bucket begins in `remainders`, and one more for where the last one ends.
    starts: Vec<u32>,
    remainders: Vec<u16>,
    values: Vec<V>,
}

impl<V> Table<V> {
    fn from_bytes<const N: usize>(
        bytes: &mut Bytes<'_>,
        value: impl Fn([u8; N]) -> Result<V, ModelError>,
    ) -> Result<Self, ModelError> {
        let seed = bytes.number()?;
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        let mut words = 0_u32;
        starts.push(words);
        for count in bytes.take(BUCKETS)? {
            words += u32::from(*count);
            starts.push(words);
        }
        let remainders = (0..words)
            .map(|_| bytes.array().map(u16::from_le_bytes))
            .collect::<Result<_, _>>()?;
        let values = (0..words)
            .map(|_| bytes.array().and_then(&value))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            seed,
            starts,
            remainders,
            values,
        })
    }

    /// What is known about the word or, with several parts, the phrase.
    fn get(&self, parts: &[&str]) -> Option<&V> {
        let (bucket, remainder) = place(hash(self.seed, parts));
        let from = *self.starts.get(bucket)? as usize;
        let to = *self.starts.get(bucket + 1)? as usize;
        let members = self.remainders.get(from..to)?;
        let at = members.iter().position(|r| *r == remainder)?;
        self.values.get(from + at)
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

impl Sign {
    fn from_bytes([emotion, pull, valence]: [u8; 3]) -> Result<Self, ModelError> {
        let tenths = |byte: u8| f32::from(byte.cast_signed()) / 10.0;
        let emotion = Emotion::ALL.get(usize::from(emotion));
        Ok(Self {
            emotion: *emotion.ok_or(ModelError::Content)?,
            pull: tenths(pull),
            valence: tenths(valence),
        })
    }
}

impl Tables {
    /// Reads a model's file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut bytes = Bytes(bytes);
        if bytes.array() != Ok(MAGIC) {
            return Err(ModelError::OtherKind);
        }
        let polarity = Table::from_bytes(&mut bytes, |value| Ok(i8::from_le_bytes(value)))?;
        let signs = Table::from_bytes(&mut bytes, Sign::from_bytes)?;
        let learned = Table::from_bytes(&mut bytes, |value| Ok(u32::from_le_bytes(value)))?;
        let step = bytes.weight()?;
        let mut dense = [[0.0; 7]; DENSE.len()];
        for weight in dense.as_flattened_mut() {
            *weight = bytes.weight()?;
        }
        let chat = (0..bytes.number()?)
            .map(|_| Ok((bytes.text()?.into(), bytes.text()?.into())))
            .collect::<Result<Vec<(Box<str>, Box<str>)>, ModelError>>()?;
        if !bytes.0.is_empty() {
            return Err(ModelError::Length);
        }
        if !chat.is_sorted() {
            return Err(ModelError::Content);
        }
        Ok(Self {
            polarity,
            signs,
            learned,
            step,
            dense,
            chat,
        })
    }

    /// Polarity of a word, -4 to 4.
    pub fn polarity(&self, word: &str) -> Option<f32> {
        let tenths = self.polarity.get(&[word])?;
        Some(f32::from(*tenths) / 10.0)
    }

    /// What an emoji, emoticon, cue word or phrase says, if it is in the hand-made lists.
    pub fn sign(&self, parts: &[&str]) -> Option<Sign> {
        self.signs.get(parts).copied()
    }

    /// Learned log-odds of a word or a pair of words for the seven emotions.
    pub fn learned(&self, parts: &[&str]) -> Option<[f32; 7]> {
        let packed = self.learned.get(parts)?;
        let mut row = [0.0; 7];
        for (c, value) in row.iter_mut().enumerate() {
            let nibble = (packed >> (4 * c)) & 15;
            *value = (nibble as f32 - NIBBLE_ZERO) * self.step;
        }
        Some(row)
    }

    /// Weights of the dense features, one row of seven per feature.
    pub fn dense(&self, feature: usize) -> [f32; 7] {
        self.dense.get(feature).copied().unwrap_or_default()
    }

    /// The plain spelling of a chat word ("u" is "you").
    pub fn spelled_out(&self, word: &str) -> Option<&str> {
        let known = |(short, _): &(Box<str>, Box<str>)| (**short).cmp(word);
        let i = self.chat.binary_search_by(known).ok()?;
        self.chat.get(i).map(|(_, plain)| &**plain)
    }

    /// Whether the word stands in a list that is not learned, so that fitting starts from the same
    /// spelling whatever was fitted before.
    pub fn is_listed(&self, word: &str) -> bool {
        self.polarity(word).is_some() || self.sign(&[word]).is_some() || COMMON.contains(&word)
    }
}

/// Words that people stretch although no list of feelings has them.
const COMMON: [&str; 24] = [
    "so", "hey", "hi", "hello", "oh", "too", "go", "see", "very", "all", "bye", "me", "you",
    "good", "soon", "look", "been", "that", "much", "way", "and", "but", "guys", "man",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Model;

    #[test]
    fn a_file_that_is_cut_or_longer_is_no_model() {
        let whole = Model::BYTES;
        assert!(Model::from_bytes(whole).is_ok());
        for length in (0..whole.len()).step_by(997).chain([whole.len() - 1]) {
            let outcome = Model::from_bytes(&whole[..length]);
            let expected = if length < MAGIC.len() {
                ModelError::OtherKind
            } else {
                ModelError::Length
            };
            assert_eq!(outcome.err(), Some(expected), "{length}");
        }
        let longer = [whole, &[0]].concat();
        assert_eq!(Model::from_bytes(&longer).err(), Some(ModelError::Length));
    }

    #[test]
    fn another_version_is_no_model() {
        let mut other = Model::BYTES.to_vec();
        other[MAGIC.len() - 1] ^= 1;
        assert_eq!(Model::from_bytes(&other).err(), Some(ModelError::OtherKind));
        assert_eq!(
            Model::from_bytes(b"<!DOCTYPE html>").err(),
            Some(ModelError::OtherKind)
        );
    }

    proptest! {
        #[test]
        fn broken_bytes_break_nothing(at in 0..Model::BYTES.len(), byte: u8) {
            let mut bytes = Model::BYTES.to_vec();
            bytes[at] = byte;
            if let Ok(model) = Model::from_bytes(&bytes) {
                let reading = model.read("so happy, but i don't like u :( 🎉");
                prop_assert!((reading.probs.iter().sum::<f32>() - 1.0).abs() < 1e-3, "{reading:?}");
            }
        }
    }
}

//! The lists that were made by hand or taken over, as `build.rs` packs them into the model's file.
//!
//! Their part of the file: [`LEXICON`]; two tables (the polarities in tenths, one signed byte each; the signs, three bytes
//! each: emotion, pull and valence in tenths); the chat spellings, each a short and a plain one, sorted.

#[cfg(not(target_family = "wasm"))]
use std::sync::{Arc, LazyLock};

use crate::bytes::{Bytes, ModelError};
use crate::hash::LEXICON;
use crate::polarity::is_negation;
use crate::reading::Emotion;
use crate::table::Table;

/// All words that are known without having been learned.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexicon {
    /// Tenths, on the scale of -4 to 4.
    polarity: Table<i8>,
    signs: Table<Sign>,
    chat: Vec<(Box<str>, Box<str>)>,
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

impl Lexicon {
    /// The first part of a model's file.
    #[cfg(not(target_family = "wasm"))]
    pub const BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.bin"));

    /// The lists of this build.
    ///
    /// # Panics
    /// Never: the tests read these bytes.
    #[cfg(not(target_family = "wasm"))]
    pub fn bundled() -> &'static Arc<Self> {
        static BUNDLED: LazyLock<Arc<Lexicon>> = LazyLock::new(|| {
            let lexicon = Lexicon::read(&mut Bytes(Lexicon::BYTES));
            Arc::new(lexicon.expect("the build script writes a whole lexicon"))
        });
        &BUNDLED
    }

    /// Reads the first part of a model's file.
    pub(crate) fn read(bytes: &mut Bytes<'_>) -> Result<Self, ModelError> {
        if bytes.array() != Ok(LEXICON) {
            return Err(ModelError::OtherKind);
        }
        let polarity = Table::read(bytes, |value| Ok(i8::from_le_bytes(value)))?;
        let signs = Table::read(bytes, Sign::from_bytes)?;
        let chat = (0..bytes.number()?)
            .map(|_| Ok((bytes.text()?.into(), bytes.text()?.into())))
            .collect::<Result<Vec<(Box<str>, Box<str>)>, ModelError>>()?;
        if !chat.is_sorted() {
            return Err(ModelError::Content);
        }
        Ok(Self {
            polarity,
            signs,
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

    /// The plain spelling of a chat word ("u" is "you").
    pub fn spelled_out(&self, word: &str) -> Option<&str> {
        let known = |(short, _): &(Box<str>, Box<str>)| (**short).cmp(word);
        let i = self.chat.binary_search_by(known).ok()?;
        self.chat.get(i).map(|(_, plain)| &**plain)
    }

    /// Whether the word stands in one of the lists.
    pub fn is_listed(&self, word: &str) -> bool {
        self.polarity(word).is_some() || self.sign(&[word]).is_some() || COMMON.contains(&word)
    }

    /// Whether an English reader without a net has met the word.
    pub fn knows(&self, word: &str) -> bool {
        self.is_listed(word) || is_negation(word)
    }
}

/// Words that people stretch although no list of feelings has them.
const COMMON: [&str; 24] = [
    "so", "hey", "hi", "hello", "oh", "too", "go", "see", "very", "all", "bye", "me", "you",
    "good", "soon", "look", "been", "that", "much", "way", "and", "but", "guys", "man",
];

//! What a net is given of a text: the numbers of its words, their flags, its clues, and what is to be read in it.

use std::collections::HashMap;

use mood::{
    Lexicon,
    evidence::{DENSE, Evidence},
    net::{FLAGS, flags, word},
    spelling::mend,
    token::tokens,
};

/// The word of all that is not known.
pub const UNKNOWN: u32 = 0;
/// Tokens that are learned from; few texts are longer.
const TOKENS: usize = 80;

/// Numbers of words, from 1, and of clues, from 0.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Words with a vector.
    pub words: HashMap<String, u32>,
    /// Clues with weights, as [`keys`] names them.
    pub clues: HashMap<String, u32>,
}

impl Vocabulary {
    /// Numbers these.
    pub fn of(
        words: impl IntoIterator<Item = String>,
        clues: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            words: numbered(words, 1),
            clues: numbered(clues, 0),
        }
    }
}

/// A number for each, also where one is told twice.
fn numbered(all: impl IntoIterator<Item = String>, first: u32) -> HashMap<String, u32> {
    let mut out = HashMap::new();
    for one in all {
        let next = first + u32::try_from(out.len()).unwrap_or(u32::MAX);
        out.entry(one).or_insert(next);
    }
    out
}

/// What is learned from a text.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Of each token.
    pub words: Vec<u32>,
    /// Of each token.
    pub flags: Vec<[f32; FLAGS]>,
    /// In any order.
    pub clues: Vec<u32>,
    /// What each clue counts.
    pub scale: f32,
    /// As [`Evidence::dense`].
    pub dense: [f32; DENSE.len()],
    /// As [`Evidence::signs`].
    pub signs: [f32; 7],
    /// What is to be read: seven probabilities.
    pub target: [f32; 7],
    /// How much it counts.
    pub weight: f32,
}

impl Sample {
    /// A text as a model with this vocabulary sees it.
    pub fn of(text: &str, vocabulary: &Vocabulary, target: [f32; 7], weight: f32) -> Self {
        let evidence = evidence(text, |word| vocabulary.words.contains_key(word));
        let count = evidence.tokens.len().min(TOKENS);
        let number = |i| vocabulary.words.get(word(&evidence, i)).copied();
        Self {
            words: (0..count).map(|i| number(i).unwrap_or(UNKNOWN)).collect(),
            flags: (0..count).map(|i| flags(&evidence, i)).collect(),
            clues: keys(&evidence)
                .iter()
                .filter_map(|clue| vocabulary.clues.get(clue).copied())
                .collect(),
            scale: evidence.scale,
            dense: evidence.dense,
            signs: evidence.signs,
            target,
            weight,
        }
    }
}

/// A text as the lexicon sees it, with its slips mended.
pub fn evidence(text: &str, knows: impl Fn(&str) -> bool) -> Evidence {
    let lexicon = Lexicon::bundled();
    let mut tokens = tokens(lexicon, text);
    mend(&mut tokens, |word| knows(word) || lexicon.knows(word));
    Evidence::of_tokens(lexicon, tokens)
}

/// The names under which a text's clues are filed.
pub fn keys(evidence: &Evidence) -> Vec<String> {
    let key = |clue| {
        let (parts, n) = evidence.parts(clue);
        parts[..n].join(" ")
    };
    evidence.clues.iter().copied().map(key).collect()
}

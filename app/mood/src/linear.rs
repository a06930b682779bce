//! What reads the languages other than English: weights of words, pairs of words and letters in a row.
//!
//! Each of six emotions (love has no texts to learn it from) has a sum of its own: the weights of all words and pairs, over
//! the root of how many there are; the same of all 2 to 5 letters in a row inside words; emoji and how the text is written.
//! Behind a soft-max the sums are the probabilities of a reading. An emotion whose sum is over a threshold of its own is found
//! in the text, several at once where it has several; how much the others speak against it ([`against`]) differs by language.
//! Sources: Wang and Manning, "Baselines and bigrams: simple, good sentiment and topic classification" (2012); Joulin et
//! al., "Bag of tricks for efficient text classification" (2017).
//!
//! The file: [`LANGUAGE`]; the language's two letters; for each emotion the size of a step, what is added, and the
//! threshold; how much they speak against each other; the weights of the extras; the table of words, pairs and letters (a signed byte for each emotion).

use crate::bytes::{Bytes, ModelError};
use crate::evidence::Evidence;
use crate::hash::LANGUAGE;
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::reading::{Emotion, Reading, Share, fold, soft_max};
use crate::table::Table;
use crate::token::Kind;

/// The emotions that are learned, in the order of the sums.
pub const LEARNED: [Emotion; 6] = [
    Emotion::Joy,
    Emotion::Sadness,
    Emotion::Anger,
    Emotion::Fear,
    Emotion::Surprise,
    Emotion::Neutral,
];
/// What stands beside words and letters: seven emoji and emoticon sums, and those of [`WRITING`].
pub const EXTRAS: usize = 7 + WRITING.len();
/// How the text is written, as places in [`crate::evidence::DENSE`].
const WRITING: [usize; 8] = [15, 16, 17, 18, 19, 20, 21, 22];
/// What all words count together, beside the letters' 1.
const WORDS: f32 = 0.7;
/// Letters in a row.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;
/// The part of joy that is love where its emoji say so.
const LOVE: f32 = 0.6;

/// What is known of a language, ready to read.
#[derive(Clone, Debug, PartialEq)]
pub struct LanguageModel {
    language: Language,
    steps: [f32; 6],
    added: [f32; 6],
    thresholds: [f32; 6],
    rivalry: f32,
    extras: Vec<[f32; 6]>,
    weights: Table<[i8; 6]>,
}

impl LanguageModel {
    /// Reads a language's file.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are not such a file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut bytes = Bytes(bytes);
        if bytes.array() != Ok(LANGUAGE) {
            return Err(ModelError::OtherKind);
        }
        let code: [u8; 2] = bytes.array()?;
        let language = std::str::from_utf8(&code)
            .ok()
            .and_then(Language::from_code);
        let language = language.ok_or(ModelError::Content)?;
        let steps = six(&mut bytes)?;
        let added = six(&mut bytes)?;
        let thresholds = six(&mut bytes)?;
        let rivalry = bytes.weight()?;
        let extras = (0..EXTRAS)
            .map(|_| six(&mut bytes))
            .collect::<Result<_, _>>()?;
        let signed = |value: [u8; 6]| Ok(value.map(u8::cast_signed));
        let weights = Table::read(&mut bytes, signed)?;
        bytes.end()?;
        Ok(Self {
            language,
            steps,
            added,
            thresholds,
            rivalry,
            extras,
            weights,
        })
    }

    /// Which language it reads.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text, without what the lexicon says of English words.
    pub(crate) fn evidence(lexicon: &Lexicon, text: &str) -> Evidence {
        let mut evidence = Evidence::of(lexicon, text);
        evidence.polarity.parts.fill(0.0);
        evidence
    }

    /// Reads the mood of a text in the language.
    pub fn read(&self, lexicon: &Lexicon, text: &str) -> Reading {
        let evidence = Self::evidence(lexicon, text);
        if evidence.tokens.is_empty() {
            return Reading::neutral();
        }
        let probs = with_love(soft_max(self.logits(&evidence)), &evidence.signs);
        let moods = fold(&probs);
        let [happy, sad, tense, _] = moods;
        let valence = (happy - sad - tense).clamp(-1.0, 1.0);
        Reading {
            probs,
            valence,
            confidence: moods.into_iter().fold(0.0, f32::max),
            arousal: crate::model::arousal(&evidence, &probs, valence),
        }
    }

    /// The emotions that are found in a text, none or several; neutral is no emotion here.
    pub fn found(&self, lexicon: &Lexicon, text: &str) -> Vec<Emotion> {
        let sums = self.sums(&Self::evidence(lexicon, text));
        let each = LEARNED.into_iter().zip(
            against(&sums, self.rivalry)
                .into_iter()
                .zip(self.thresholds),
        );
        each.filter(|(_, (sum, threshold))| sum > threshold)
            .map(|(emotion, _)| emotion)
            .filter(|emotion| *emotion != Emotion::Neutral)
            .collect()
    }

    /// What each word adds to the reading of a text.
    pub fn explain(&self, lexicon: &Lexicon, text: &str) -> Vec<Share> {
        let evidence = Self::evidence(lexicon, text);
        crate::model::shares(&evidence, |rest| {
            self.logits(&Evidence::of_tokens(lexicon, rest))
        })
    }

    /// The seven outputs for a text, as log-odds; joy's stands for love too.
    fn logits(&self, evidence: &Evidence) -> [f32; 7] {
        let mut out = [NONE; 7];
        for (emotion, sum) in LEARNED.iter().zip(self.sums(evidence)) {
            out[emotion.index()] = sum;
        }
        out
    }

    /// Six log-odds.
    pub fn sums(&self, evidence: &Evidence) -> [f32; 6] {
        let mut blocks = [Block::default(), Block::default()];
        features(evidence, |block, parts| {
            blocks[block].add(self.weights.get(parts));
        });
        let mut out = self.added;
        for (block, share) in blocks.iter().zip(BLOCKS) {
            let scale = share / (block.count.max(1) as f32).sqrt();
            let sums = block.sums.iter().zip(self.steps);
            for (out, (sum, step)) in out.iter_mut().zip(sums) {
                *out += *sum as f32 * scale * step;
            }
        }
        for (amount, weights) in extras(evidence).iter().zip(&self.extras) {
            for (out, weight) in out.iter_mut().zip(weights) {
                *out += amount * weight;
            }
        }
        out
    }
}

/// What words and letters count.
pub const BLOCKS: [f32; 2] = [WORDS, 1.0];
/// Log-odds of what cannot be.
const NONE: f32 = -30.0;

#[derive(Clone, Copy, Debug, Default)]
struct Block {
    count: usize,
    sums: [i32; 6],
}

impl Block {
    fn add(&mut self, weights: Option<&[i8; 6]>) {
        self.count += 1;
        for (sum, weight) in self.sums.iter_mut().zip(weights.into_iter().flatten()) {
            *sum += i32::from(*weight);
        }
    }
}

/// Tells all words and pairs (block 0) and all letters in a row (block 1) of a text by the parts under which they are filed.
pub fn features(evidence: &Evidence, mut tell: impl FnMut(usize, &[&str])) {
    let tokens = &evidence.tokens;
    let mut spaced = String::new();
    for (i, token) in tokens.iter().enumerate() {
        tell(0, &[&token.text]);
        let pairs =
            |t: &crate::token::Token| t.kind != Kind::Break || t.text == "!" || t.text == "?";
        if let Some(next) = tokens.get(i + 1).filter(|next| pairs(next) && pairs(token)) {
            tell(0, &[&token.text, &next.text]);
        }
        // A sign of a script without blanks is a word by itself.
        if token.kind != Kind::Word || token.text.chars().nth(1).is_none() {
            continue;
        }
        spaced.clear();
        spaced.push(' ');
        spaced.push_str(&token.text);
        spaced.push(' ');
        let starts: Vec<usize> = spaced.char_indices().map(|(at, _)| at).collect();
        for count in LETTERS {
            for from in 0..(starts.len() + 1).saturating_sub(count) {
                let to = starts.get(from + count).copied().unwrap_or(spaced.len());
                tell(1, &["#", &spaced[starts[from]..to]]);
            }
        }
    }
}

/// Emoji, emoticons and how the text is written.
pub fn extras(evidence: &Evidence) -> [f32; EXTRAS] {
    let mut out = [0.0; EXTRAS];
    for (out, sign) in out.iter_mut().zip(evidence.signs) {
        *out = sign / 2.0;
    }
    for (out, at) in out[7..].iter_mut().zip(WRITING) {
        *out = 0.3 * evidence.dense[at];
    }
    out
}

/// The sums, less what all together amount to: not at all with a rivalry of 0, wholly (the logarithms of probabilities) with 1.
pub fn against(sums: &[f32; 6], rivalry: f32) -> [f32; 6] {
    let top = sums.iter().copied().fold(f32::MIN, f32::max);
    let all = top + sums.iter().map(|sum| (sum - top).exp()).sum::<f32>().ln();
    sums.map(|sum| sum - rivalry * all)
}

/// Emoji that speak of love make a part of joy of it: there are no texts to learn it from.
fn with_love(mut probs: [f32; 7], signs: &[f32; 7]) -> [f32; 7] {
    let (joy, love) = (Emotion::Joy.index(), Emotion::Love.index());
    if signs[love] > signs[joy].max(0.0) {
        let part = LOVE * probs[joy];
        probs[love] += part;
        probs[joy] -= part;
    }
    probs
}

fn six(bytes: &mut Bytes<'_>) -> Result<[f32; 6], ModelError> {
    let mut out = [0.0; 6];
    for value in &mut out {
        *value = bytes.weight()?;
    }
    Ok(out)
}

//! The trained part of a model: a small net over the words of a text.
//!
//! Each token has a vector (of six parts, each one of 256 that all words share) and some flags. A convolution looks at each
//! token with its two neighbours; of each of its filters the most and the sum over the text go on, with the dense features,
//! through a hidden layer to seven outputs. Beside it words, denied words, pairs and threes have weights of their own.
//! Sources: Kim, "Convolutional neural networks for sentence classification" (2014); Jégou, Douze and Schmid, "Product
//! quantization for nearest neighbor search" (2011).
//!
//! Its part of the file: [`NET`]; the temperature; the parts of an unknown word; the table of words (a byte for each
//! part); the parts; the weights of the convolution and the hidden layer, each with the biases as its last row, of the
//! outputs and the dense features; the table of clues (seven nibbles each) and the size of a nibble's step. Weights are rows
//! of signed bytes behind the size of a step.

use crate::bytes::{Bytes, ModelError};
use crate::evidence::{DENSE, Evidence};
use crate::hash::NET;
use crate::table::Table;
use crate::token::Kind;

/// Numbers of a word's vector.
pub const DIMS: usize = PARTS * PART;
/// Parts of a vector, each one of [`CHOICES`].
pub const PARTS: usize = 6;
/// Numbers of a part.
pub const PART: usize = 4;
/// Vectors from which each part is chosen.
pub const CHOICES: usize = 256;
/// Flags of a token beside its vector, as [`flags`] tells them.
pub const FLAGS: usize = 6;
/// What a window shows of one token.
pub const INPUT: usize = DIMS + FLAGS;
/// Filters of the convolution.
pub const FILTERS: usize = 64;
/// What the hidden layer is given: each filter's most and sum, and the dense features.
pub const POOLED: usize = 2 * FILTERS + DENSE.len();
/// Width of the hidden layer.
pub const HIDDEN: usize = 32;
/// A clue's weight of no steps: nibbles are 0 to 14, weights -7 to 7 steps.
pub const NIBBLE_ZERO: i32 = 7;
/// A stored weight has at most so many steps.
pub const STEPS: i8 = 127;
/// Sums are divided by the root of this more than there are tokens.
const EXTRA: f32 = 4.0;

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Net {
    temperature: f32,
    unknown: [u8; PARTS],
    words: Table<[u8; PARTS]>,
    parts: Vec<f32>,
    /// Three windows' inputs and the bias, each a row of filters.
    convolution: Vec<f32>,
    hidden: Vec<f32>,
    outputs: Vec<f32>,
    dense: Vec<f32>,
    clues: Table<u32>,
    step: f32,
}

impl Net {
    /// Reads the learned part of a model's file.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes do not begin with such a part.
    pub(crate) fn read(bytes: &mut Bytes<'_>) -> Result<Self, ModelError> {
        if bytes.array() != Ok(NET) {
            return Err(ModelError::OtherKind);
        }
        let temperature = bytes.weight()?;
        if temperature < 0.1 {
            return Err(ModelError::Content);
        }
        Ok(Self {
            temperature,
            unknown: bytes.array()?,
            words: Table::read(bytes, Ok)?,
            parts: rows(bytes, PARTS, CHOICES * PART)?,
            convolution: rows(bytes, 3 * INPUT + 1, FILTERS)?,
            hidden: rows(bytes, POOLED + 1, HIDDEN)?,
            outputs: rows(bytes, HIDDEN, 7)?,
            dense: rows(bytes, DENSE.len(), 7)?,
            clues: Table::read(bytes, |value| Ok(u32::from_le_bytes(value)))?,
            step: bytes.weight()?,
        })
    }

    /// Reads the file that training writes: this part alone.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut bytes = Bytes(bytes);
        let net = Self::read(&mut bytes)?;
        bytes.end()?;
        Ok(net)
    }

    /// Whether the word has a vector of its own.
    pub fn knows(&self, word: &str) -> bool {
        self.words.get(&[word]).is_some()
    }

    /// The seven outputs for a text, as log-odds; what emoji and emoticons say is among it.
    pub fn logits(&self, evidence: &Evidence) -> [f32; 7] {
        let mut pooled = self.pooled(evidence);
        pooled[2 * FILTERS..].copy_from_slice(&evidence.dense);
        let mut hidden = [0.0; HIDDEN];
        add_rows(&mut hidden, &self.hidden, &pooled);
        let mut logits = evidence.signs;
        for (amount, weights) in hidden.iter().zip(self.outputs.chunks_exact(7)) {
            add(&mut logits, weights, amount.max(0.0));
        }
        for (amount, weights) in evidence.dense.iter().zip(self.dense.chunks_exact(7)) {
            add(&mut logits, weights, *amount);
        }
        for clue in &evidence.clues {
            let (parts, n) = evidence.parts(*clue);
            if let Some(packed) = self.clues.get(&parts[..n]) {
                let steps: [f32; 7] = std::array::from_fn(|c| nibble(*packed, c) as f32);
                add(&mut logits, &steps, self.step * evidence.scale);
            }
        }
        logits.map(|logit| logit / self.temperature)
    }

    /// The most and the sum of each filter; the places of the dense features are empty.
    fn pooled(&self, evidence: &Evidence) -> [f32; POOLED] {
        let tokens = evidence.tokens.len();
        // A place before and one after that are empty.
        let mut inputs = vec![0.0; (tokens + 2) * INPUT];
        for (i, place) in inputs[INPUT..]
            .chunks_exact_mut(INPUT)
            .take(tokens)
            .enumerate()
        {
            self.fill(evidence, i, place);
        }
        let mut pooled = [0.0_f32; POOLED];
        let share = share(tokens);
        for i in 0..tokens {
            let mut active = [0.0; FILTERS];
            add_rows(
                &mut active,
                &self.convolution,
                &inputs[i * INPUT..][..3 * INPUT],
            );
            for (c, amount) in active.into_iter().enumerate() {
                let amount = amount.max(0.0);
                pooled[c] = pooled[c].max(amount);
                pooled[FILTERS + c] += amount * share;
            }
        }
        pooled
    }

    fn fill(&self, evidence: &Evidence, i: usize, place: &mut [f32]) {
        let chosen = self
            .words
            .get(&[word(evidence, i)])
            .unwrap_or(&self.unknown);
        for (part, (choice, to)) in chosen.iter().zip(place.chunks_exact_mut(PART)).enumerate() {
            let from = (part * CHOICES + usize::from(*choice)) * PART;
            if let Some(numbers) = self.parts.get(from..from + PART) {
                to.copy_from_slice(numbers);
            }
        }
        place[DIMS..].copy_from_slice(&flags(evidence, i));
    }
}

/// What each token's activation counts in a sum over so many.
pub fn share(tokens: usize) -> f32 {
    1.0 / (tokens as f32 + EXTRA).sqrt()
}

/// The word under which a token's vector is filed: all numbers are alike.
pub fn word(evidence: &Evidence, token: usize) -> &str {
    match evidence.tokens.get(token) {
        Some(token) if token.kind == Kind::Number => "0",
        Some(token) => &token.text,
        None => "",
    }
}

/// Denied, in capitals, stretched, mended; how pleasant and how unpleasant it is, 0 to 1.
pub fn flags(evidence: &Evidence, token: usize) -> [f32; FLAGS] {
    let Some(at) = evidence.tokens.get(token) else {
        return [0.0; FLAGS];
    };
    let flag = |it_is: bool| if it_is { 1.0 } else { 0.0 };
    let polarity = evidence
        .polarity
        .parts
        .get(token)
        .map_or(0.0, |part| part / 4.0);
    [
        flag(evidence.polarity.negated.get(token) == Some(&true)),
        flag(at.capitals),
        flag(at.stretched),
        flag(at.mended),
        polarity.clamp(0.0, 1.0),
        (-polarity).clamp(0.0, 1.0),
    ]
}

/// Steps of one of seven packed weights.
fn nibble(packed: u32, at: usize) -> i32 {
    ((packed >> (4 * at)) & 15).cast_signed() - NIBBLE_ZERO
}

/// The weights of `count` rows of signed bytes, each behind the size of a step.
fn rows(bytes: &mut Bytes<'_>, count: usize, width: usize) -> Result<Vec<f32>, ModelError> {
    let mut out = Vec::with_capacity(count * width);
    for _ in 0..count {
        let step = bytes.weight()?;
        let steps = bytes.take(width)?;
        out.extend(
            steps
                .iter()
                .map(|byte| f32::from(byte.cast_signed()) * step),
        );
    }
    Ok(out)
}

/// Adds the last row, and each of the others times its amount.
fn add_rows<const N: usize>(to: &mut [f32; N], rows: &[f32], amounts: &[f32]) {
    for (amount, row) in amounts.iter().zip(rows.chunks_exact(N)) {
        if *amount != 0.0 {
            add(to, row, *amount);
        }
    }
    if let Some(last) = rows.chunks_exact(N).next_back() {
        add(to, last, 1.0);
    }
}

fn add<const N: usize>(to: &mut [f32; N], row: &[f32], times: f32) {
    for (to, weight) in to.iter_mut().zip(row) {
        *to += weight * times;
    }
}

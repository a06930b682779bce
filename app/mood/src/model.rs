//! From evidence to a reading: a linear soft-max over the words' learned log-odds.
//!
//! Small on purpose. Each word's part in the outcome can be shown, and its tables are a few dozen
//! kilobytes. The weights come from `examples/fit.rs`.

#[cfg(not(target_family = "wasm"))]
use std::sync::{Arc, LazyLock};

use crate::bytes::ModelError;
use crate::evidence::{DENSE, Evidence};
use crate::reading::{Emotion, Reading, Share, fold};
use crate::table::Tables;
use crate::token::{Kind, MAX_CHARS};

/// What a reading of an unknown language is worth.
const UNKNOWN_CONFIDENCE: f32 = 0.2;
/// A word that pulls less than this is not named among the shares.
const MIN_PULL: f32 = 0.5;
/// A polarity below this is not named either.
const MIN_WEIGHT: f32 = 0.05;
/// How stirred each emotion is by itself, in the order of [`Emotion::ALL`].
const AROUSAL: [f32; 7] = [0.55, 0.5, 0.3, 0.8, 0.75, 0.5, 0.1];

/// What is known about words, ready to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    tables: Tables,
}

impl Model {
    /// The model's file. Browsers are not given it with the program: they fetch it.
    #[cfg(not(target_family = "wasm"))]
    pub const BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/model.bin"));

    /// Reads a model's file.
    ///
    /// # Errors
    /// [`ModelError`] where the bytes are not such a file, or one of another version of this crate.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let tables = Tables::from_bytes(bytes)?;
        Ok(Self { tables })
    }

    /// The model of [`Model::BYTES`], made once.
    ///
    /// # Panics
    /// Never: the tests read these bytes.
    #[cfg(not(target_family = "wasm"))]
    pub fn bundled() -> &'static Arc<Self> {
        static BUNDLED: LazyLock<Arc<Model>> = LazyLock::new(|| {
            let model = Model::from_bytes(Model::BYTES);
            Arc::new(model.expect("the build script writes a whole model"))
        });
        &BUNDLED
    }

    pub(crate) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Reads the mood of a text. Looks at the first 2,000 characters; never fails.
    ///
    /// ```
    /// let reading = mood::Model::bundled().read("I got the job!!! 🎉");
    /// assert_eq!(reading.mood(), mood::Mood::Happy);
    /// assert!(reading.valence > 0.0);
    /// ```
    pub fn read(&self, text: &str) -> Reading {
        let tables = &self.tables;
        let evidence = Evidence::of(self, text);
        if evidence.tokens.is_empty() {
            return Reading::neutral();
        }
        let unknown = is_unknown(&evidence);
        if unknown && !evidence.has_signs() {
            return Reading {
                confidence: UNKNOWN_CONFIDENCE,
                ..Reading::neutral()
            };
        }
        let pulls = if unknown {
            vec![[0.0; 7]; evidence.tokens.len()]
        } else {
            pulls(tables, &evidence)
        };
        let logits = if unknown {
            signs_alone(&evidence)
        } else {
            logits(tables, &evidence, &pulls)
        };
        let probs = soft_max(logits);
        let likeliest = fold(&probs).into_iter().fold(0.0, f32::max);
        Reading {
            probs,
            valence: evidence.polarity.valence(),
            confidence: if unknown { likeliest * 0.6 } else { likeliest },
            arousal: arousal(&evidence, &probs),
            shares: shares(tables, &evidence, &pulls),
        }
    }
}

/// Reads the mood of a text with the bundled model.
#[cfg(not(target_family = "wasm"))]
pub fn read(text: &str) -> Reading {
    Model::bundled().read(text)
}

/// Under half of the words known: another language, about which nothing can be said.
fn is_unknown(evidence: &Evidence) -> bool {
    evidence.known * 2 < evidence.words
}

/// Log-odds that each token adds by its learned words, pairs and cues.
fn pulls(tables: &Tables, evidence: &Evidence) -> Vec<[f32; 7]> {
    let mut out = vec![[0.0; 7]; evidence.tokens.len()];
    for clue in &evidence.clues {
        let (parts, n) = evidence.parts(*clue);
        if let Some(row) = tables.learned(&parts[..n]) {
            let over = if clue.form == crate::evidence::Form::Pair {
                2
            } else {
                1
            };
            for pull in &mut out[clue.at..clue.at + over] {
                add(pull, &row, evidence.scale / over as f32);
            }
        }
    }
    let mut seen = [0.0; DENSE.len()];
    for cue in &evidence.cues {
        let amount = cue.amount / (1.0 + seen[cue.feature]);
        seen[cue.feature] += amount;
        let row = tables.dense(cue.feature);
        for pull in &mut out[cue.at..cue.at + cue.words] {
            add(pull, &row, amount / cue.words as f32);
        }
    }
    out
}

fn logits(tables: &Tables, evidence: &Evidence, pulls: &[[f32; 7]]) -> [f32; 7] {
    let mut out = evidence.signs;
    for pull in pulls {
        add(&mut out, pull, 1.0);
    }
    // The cues' features are already in the pulls.
    let cues: Vec<usize> = evidence.cues.iter().map(|c| c.feature).collect();
    for (i, value) in evidence
        .dense
        .iter()
        .enumerate()
        .filter(|(i, _)| !cues.contains(i))
    {
        add(&mut out, &tables.dense(i), *value);
    }
    out
}

fn signs_alone(evidence: &Evidence) -> [f32; 7] {
    let mut out = Reading::neutral().probs.map(f32::ln);
    add(&mut out, &evidence.signs, 1.0);
    out
}

fn soft_max(logits: [f32; 7]) -> [f32; 7] {
    let top = logits.into_iter().fold(f32::MIN, f32::max);
    let raised = logits.map(|l| (l - top).exp());
    let sum: f32 = raised.iter().sum();
    raised.map(|r| r / sum)
}

fn add(to: &mut [f32; 7], row: &[f32; 7], times: f32) {
    for (t, r) in to.iter_mut().zip(row) {
        *t += r * times;
    }
}

/// Stirred by the emotion itself and by how it is written.
fn arousal(evidence: &Evidence, probs: &[f32; 7]) -> f32 {
    let felt: f32 = probs.iter().zip(AROUSAL).map(|(p, a)| p * a).sum();
    let loud = 0.08 * evidence.polarity.exclamations.min(4) as f32
        + if evidence.tokens.iter().any(|t| t.capitals) {
            0.1
        } else {
            0.0
        }
        + if evidence.tokens.iter().any(|t| t.stretched) {
            0.1
        } else {
            0.0
        }
        + 0.05
            * evidence
                .tokens
                .iter()
                .filter(|t| t.kind == Kind::Emoji)
                .count()
                .min(4) as f32;
    (felt + loud + 0.15 * evidence.polarity.valence().abs()).clamp(0.0, 1.0)
}

/// The tokens that speak for an emotion or have a polarity.
fn shares(tables: &Tables, evidence: &Evidence, pulls: &[[f32; 7]]) -> Vec<Share> {
    debug_assert!(evidence.tokens.len() <= MAX_CHARS);
    evidence
        .tokens
        .iter()
        .zip(pulls)
        .zip(&evidence.polarity.parts)
        .filter(|((token, _), _)| token.kind != Kind::Break)
        .filter_map(|((token, pull), weight)| {
            let mut pull = *pull;
            if let Some(sign) = matches!(token.kind, Kind::Emoji | Kind::Emoticon)
                .then(|| tables.sign(&[&token.text]))
                .flatten()
            {
                pull[sign.emotion.index()] += sign.pull;
            }
            let mean = pull.iter().sum::<f32>() / 7.0;
            let (emotion, strongest) = Emotion::ALL
                .into_iter()
                .map(|e| (e, pull[e.index()] - mean))
                .fold((Emotion::Neutral, 0.0), |best, here| {
                    if here.1 > best.1 { here } else { best }
                });
            let speaks = emotion != Emotion::Neutral && strongest >= MIN_PULL;
            (speaks || weight.abs() >= MIN_WEIGHT).then(|| Share {
                range: token.range.clone(),
                weight: *weight,
                emotion,
                pull: strongest,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Mood;

    fn check(text: &str, expected: Mood) {
        let reading = read(text);
        assert_eq!(reading.mood(), expected, "{text}: {:?}", reading.moods());
    }

    #[test]
    fn happy_talk() {
        check("I got the job!!! 🎉", Mood::Happy);
        check("love you so much", Mood::Happy);
        check("that was so funny haha", Mood::Happy);
        check("thank you, you're amazing", Mood::Happy);
        check("can't wait for the weekend!", Mood::Happy);
        check("this is not bad at all", Mood::Happy);
        check("💀💀💀", Mood::Happy);
        check("😍", Mood::Happy);
    }

    #[test]
    fn sad_talk() {
        check("I feel so alone today", Mood::Sad);
        check("my grandma passed away last night", Mood::Sad);
        check("I miss you 😢", Mood::Sad);
        check("she broke my heart", Mood::Sad);
        check("sorry for your loss", Mood::Sad);
        check("💔", Mood::Sad);
    }

    #[test]
    fn tense_talk() {
        check("shut up you idiot", Mood::Tense);
        check("I hate this, it's so unfair", Mood::Tense);
        check("I'm so scared about tomorrow", Mood::Tense);
        check("stop lying to me!!", Mood::Tense);
        check("this is ridiculous, I am furious", Mood::Tense);
        check("😡", Mood::Tense);
    }

    #[test]
    fn neutral_talk() {
        check("See you tomorrow!", Mood::Neutral);
        check("the meeting is at ten", Mood::Neutral);
        check("I will send you the file on Monday", Mood::Neutral);
        check("", Mood::Neutral);
        check("...", Mood::Neutral);
        check("42", Mood::Neutral);
    }

    #[test]
    fn an_unknown_language_is_neutral_and_unsure() {
        for text in [
            "Ich freue mich sehr über deinen Besuch",
            "Estoy muy enojado contigo",
            "我很高兴认识你",
        ] {
            check(text, Mood::Neutral);
            assert!(read(text).confidence < 0.5, "{text}");
        }
        check("Ich freue mich sehr 😍😍", Mood::Happy);
    }

    #[test]
    fn shares_name_the_words_and_make_the_sum() {
        let text = "what a great day, but I miss you";
        let reading = read(text);
        let words: Vec<&str> = reading
            .shares
            .iter()
            .map(|s| &text[s.range.start as usize..s.range.end as usize])
            .collect();
        assert!(
            words.contains(&"great") && words.contains(&"miss"),
            "{words:?}"
        );
        let sum: f32 = reading.shares.iter().map(|s| s.weight).sum();
        assert!((sum / (sum * sum + 15.0).sqrt() - reading.valence).abs() < 0.02);
    }

    #[test]
    fn louder_is_more_stirred() {
        assert!(read("I AM SO HAPPY!!!").arousal > read("i am happy").arousal);
    }
}

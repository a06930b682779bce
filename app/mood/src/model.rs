//! From a text to a reading: the lexicon's evidence, the net's seven outputs, and a soft-max.

#[cfg(not(target_family = "wasm"))]
use std::sync::{Arc, LazyLock};

use crate::bytes::{Bytes, ModelError};
use crate::evidence::Evidence;
use crate::lexicon::Lexicon;
use crate::linear::LanguageModel;
use crate::net::Net;
use crate::reading::{Emotion, Reading, Share, fold, soft_max};
use crate::spelling::mend;
use crate::token::{Kind, Token, tokens};

/// The part of a text's words that has to be known for the text to be English.
const KNOWN_MIN: f32 = 0.55;
/// What a slip that was mended counts among the known words: it may be a foreign word.
const MENDED: f32 = 0.5;
/// What a reading of an unknown language is worth.
const UNKNOWN_CONFIDENCE: f32 = 0.2;
/// A word that pulls less than this is not named among the shares.
const MIN_PULL: f32 = 0.5;
/// Tokens whose pull is found out.
const EXPLAINED: usize = 100;
/// A polarity below this is not named either.
const MIN_WEIGHT: f32 = 0.05;
/// How stirred each emotion is by itself, in the order of [`Emotion::ALL`].
const AROUSAL: [f32; 7] = [0.55, 0.5, 0.3, 0.8, 0.75, 0.5, 0.1];

/// What is known about words, ready to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    lexicon: Lexicon,
    net: Net,
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
        let mut bytes = Bytes(bytes);
        let lexicon = Lexicon::read(&mut bytes)?;
        let net = Net::read(&mut bytes)?;
        bytes.end()?;
        Ok(Self { lexicon, net })
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

    /// A model of this build's lexicon and a net.
    #[cfg(not(target_family = "wasm"))]
    pub fn with(net: Net) -> Self {
        Self {
            lexicon: Lexicon::clone(Lexicon::bundled()),
            net,
        }
    }

    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Reads the mood of a text. Looks at the first 2,000 characters; never fails.
    ///
    /// ```
    /// let reading = mood::Model::bundled().read("I got the job!!! 🎉");
    /// assert_eq!(reading.mood(), mood::Mood::Happy);
    /// assert!(reading.valence > 0.0);
    /// ```
    pub fn read(&self, text: &str) -> Reading {
        let evidence = self.evidence(text);
        if evidence.tokens.is_empty() {
            return Reading::neutral();
        }
        let unknown = self.is_unknown(&evidence);
        self.reading(&evidence, unknown)
    }

    /// The reading of a text that is in another language: of its emoji and emoticons alone.
    pub(crate) fn read_signs(&self, text: &str) -> Reading {
        self.reading(&LanguageModel::evidence(&self.lexicon, text), true)
    }

    fn reading(&self, evidence: &Evidence, unknown: bool) -> Reading {
        if unknown && !evidence.has_signs() {
            return Reading {
                confidence: UNKNOWN_CONFIDENCE,
                ..Reading::neutral()
            };
        }
        let probs = soft_max(self.logits(evidence, unknown));
        let likeliest = fold(&probs).into_iter().fold(0.0, f32::max);
        let valence = evidence.polarity.valence();
        Reading {
            probs,
            valence,
            confidence: if unknown { likeliest * 0.6 } else { likeliest },
            arousal: arousal(evidence, &probs, valence),
        }
    }

    /// What each word adds to the reading of a text: the words that speak for an emotion or have a polarity, in their order.
    /// A word's pull is what the log-odds lose when the text is read without it. Costs a reading for each of the
    /// first hundred tokens; later ones have no pull.
    pub fn explain(&self, text: &str) -> Vec<Share> {
        let evidence = self.evidence(text);
        let unknown = self.is_unknown(&evidence);
        shares(&evidence, |tokens| {
            self.logits(&Evidence::of_tokens(&self.lexicon, tokens), unknown)
        })
    }

    /// The same of a text in another language.
    pub(crate) fn explain_signs(&self, text: &str) -> Vec<Share> {
        shares(&LanguageModel::evidence(&self.lexicon, text), |tokens| {
            signs_alone(&Evidence::of_tokens(&self.lexicon, tokens))
        })
    }

    /// Whether too few of the words are English.
    pub(crate) fn is_foreign(&self, text: &str) -> bool {
        self.is_unknown(&self.evidence(text))
    }

    fn evidence(&self, text: &str) -> Evidence {
        let mut tokens = tokens(&self.lexicon, text);
        mend(&mut tokens, |word| self.knows(word));
        Evidence::of_tokens(&self.lexicon, tokens)
    }

    /// A text of an unknown language says what its signs say.
    fn logits(&self, evidence: &Evidence, unknown: bool) -> [f32; 7] {
        if unknown {
            signs_alone(evidence)
        } else {
            self.net.logits(evidence)
        }
    }

    /// Too few of the words are known: another language, about which nothing can be said.
    fn is_unknown(&self, evidence: &Evidence) -> bool {
        let words = evidence.tokens.iter().filter(|t| t.kind == Kind::Word);
        let known = words.filter(|t| self.knows(&t.text));
        let known: f32 = known.map(|t| if t.mended { MENDED } else { 1.0 }).sum();
        known < KNOWN_MIN * evidence.words as f32
    }

    /// Whether an English reader has met the word.
    fn knows(&self, word: &str) -> bool {
        self.net.knows(word) || self.lexicon.knows(word)
    }
}

/// Reads the mood of a text with the bundled model.
#[cfg(not(target_family = "wasm"))]
pub fn read(text: &str) -> Reading {
    Model::bundled().read(text)
}

fn signs_alone(evidence: &Evidence) -> [f32; 7] {
    let mut out = Reading::neutral().probs.map(f32::ln);
    for (logit, sign) in out.iter_mut().zip(evidence.signs) {
        *logit += sign;
    }
    out
}

/// Stirred by the emotion itself, how pleasant or unpleasant it is, and how it is written.
pub(crate) fn arousal(evidence: &Evidence, probs: &[f32; 7], valence: f32) -> f32 {
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
    (felt + loud + 0.15 * valence.abs()).clamp(0.0, 1.0)
}

/// The words that speak for an emotion or have a polarity, with what the log-odds lose without each.
pub(crate) fn shares(evidence: &Evidence, logits: impl Fn(Vec<Token>) -> [f32; 7]) -> Vec<Share> {
    let whole = logits(evidence.tokens.clone());
    let parts = evidence.tokens.iter().zip(&evidence.polarity.parts);
    parts
        .enumerate()
        .filter(|(_, (token, _))| token.kind != Kind::Break)
        .filter_map(|(i, (token, weight))| {
            let pull = if i < EXPLAINED {
                let mut rest = evidence.tokens.clone();
                rest.remove(i);
                let without = logits(rest);
                std::array::from_fn(|c| whole[c] - without[c])
            } else {
                [0.0; 7]
            };
            share(token.range.clone(), *weight, &pull)
        })
        .collect()
}

/// What is told of a token, if it speaks for an emotion or has a polarity.
fn share(range: std::ops::Range<u32>, weight: f32, pull: &[f32; 7]) -> Option<Share> {
    let mean = pull.iter().sum::<f32>() / 7.0;
    let (emotion, strongest) = Emotion::ALL
        .into_iter()
        .map(|e| (e, pull[e.index()] - mean))
        .fold((Emotion::Neutral, 0.0), |best, here| {
            if here.1 > best.1 { here } else { best }
        });
    let speaks = emotion != Emotion::Neutral && strongest >= MIN_PULL;
    (speaks || weight.abs() >= MIN_WEIGHT).then_some(Share {
        range,
        weight,
        emotion,
        pull: strongest,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hash::LEXICON;
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
        let model = Model::bundled();
        let shares = model.explain(text);
        let words: Vec<&str> = shares
            .iter()
            .map(|s| &text[s.range.start as usize..s.range.end as usize])
            .collect();
        assert!(
            words.contains(&"great") && words.contains(&"miss"),
            "{words:?}"
        );
        let sum: f32 = shares.iter().map(|s| s.weight).sum();
        let valence = model.read(text).valence;
        assert!((sum / (sum * sum + 15.0).sqrt() - valence).abs() < 0.02);
    }

    #[test]
    fn a_pull_is_what_is_missing_without_the_word() {
        let text = "I love this terrible rain";
        let shares = Model::bundled().explain(text);
        let of = |word: &str| {
            let found = shares
                .iter()
                .find(|s| &text[s.range.start as usize..s.range.end as usize] == word);
            found.map(|share| (share.emotion.mood(), share.pull > MIN_PULL))
        };
        assert_eq!(of("love"), Some((Mood::Happy, true)), "{shares:?}");
        assert!(
            matches!(of("terrible"), Some((Mood::Sad | Mood::Tense, true))),
            "{shares:?}"
        );
    }

    #[test]
    fn without_a_word_a_text_is_still_in_its_language() {
        // Two of three words are known; without one of them it would be one of two.
        let model = Model::bundled();
        let text = "we love Schnupfenspray";
        assert!(!model.is_unknown(&model.evidence(text)));
        let pull = |word: &str| {
            let shares = model.explain(text).into_iter();
            let of = |s: &Share| &text[s.range.start as usize..s.range.end as usize] == word;
            shares.filter(of).map(|share| share.pull).sum::<f32>()
        };
        // That it is English at all is the doing of neither.
        assert!(pull("we") < 1.0, "{}", pull("we"));
        assert!(pull("love") > pull("we"));
    }

    #[test]
    fn texts_are_read_as_when_it_was_measured() {
        let file = include_str!("../../../end2end/fixtures/mood-readings.json");
        let readings: Vec<serde_json::Value> = serde_json::from_str(file).expect("a list");
        assert!(readings.len() > 200);
        for reading in readings {
            let text = reading["text"].as_str().expect("a text");
            let expected = reading["probs"].as_array().expect("seven numbers");
            let read = crate::Readers::bundled().read(text);
            for (probability, expected) in read.probs.iter().zip(expected) {
                let gap = f64::from(*probability) - expected.as_f64().expect("a number");
                assert!(gap.abs() < 1e-4, "{text}: {gap}");
            }
        }
    }

    #[test]
    fn slips_are_read_as_what_was_meant() {
        check("i am so hapyp for you", Mood::Happy);
        check("this is terribel, i hate it", Mood::Tense);
    }

    #[test]
    fn louder_is_more_stirred() {
        assert!(read("I AM SO HAPPY!!!").arousal > read("i am happy").arousal);
    }

    #[test]
    fn a_file_that_is_cut_or_longer_is_no_model() {
        let whole = Model::BYTES;
        assert!(Model::from_bytes(whole).is_ok());
        for length in (0..whole.len()).step_by(997).chain([whole.len() - 1]) {
            let outcome = Model::from_bytes(&whole[..length]);
            let expected = if length < LEXICON.len() {
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
        other[LEXICON.len() - 1] ^= 1;
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

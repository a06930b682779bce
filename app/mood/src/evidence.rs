//! What a text offers the model: clues (words and pairs of words) and a few dense features.
//!
//! The fitting program and the reader both start here, so what was fitted is what is read.

use crate::model::Model;
use crate::polarity::{Polarity, is_negation};
use crate::reading::Emotion;
use crate::table::{Sign, Tables};
use crate::token::{Kind, Token, tokens};

/// Names of the dense features, in their order.
pub const DENSE: [&str; 24] = [
    "bias",
    "pleasant",
    "unpleasant",
    "joy",
    "love",
    "sadness",
    "anger",
    "fear",
    "surprise",
    "neutral",
    "denied-joy",
    "denied-love",
    "denied-sadness",
    "denied-anger",
    "denied-fear",
    "exclamations",
    "questions",
    "ends-asking",
    "capitals",
    "stretched",
    "length",
    "pauses",
    "short",
    "first-person",
];
const FIRST_CUE: usize = 3;
const FIRST_DENIED: usize = 10;
/// Longest cue phrase, in words.
const PHRASE: usize = 3;
/// From this many words on, further words count less and less.
const LONG: f32 = 20.0;

/// A word, a denied word or a pair of words; the tables may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clue {
    /// Position of the (first) token.
    pub at: usize,
    pub form: Form,
}

/// How the token is to be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Word,
    Denied,
    /// This token and the next.
    Pair,
}

/// A cue word or phrase of the hand-made list that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue {
    pub at: usize,
    pub words: usize,
    pub feature: usize,
    pub amount: f32,
}

/// Everything the model looks at.
#[derive(Clone, Debug)]
pub struct Evidence {
    pub tokens: Vec<Token>,
    pub polarity: Polarity,
    pub clues: Vec<Clue>,
    pub cues: Vec<Cue>,
    pub dense: [f32; DENSE.len()],
    /// Log-odds from emoji and emoticons.
    pub signs: [f32; 7],
    /// What each clue counts: 1, less in a long text.
    pub scale: f32,
    /// Words, and those of them that are English as far as we know.
    pub words: usize,
    pub known: usize,
}

impl Evidence {
    /// Gathers what a text offers to a model.
    pub fn of(model: &Model, text: &str) -> Self {
        let tables = model.tables();
        let tokens = tokens(tables, text);
        let polarity = Polarity::of(tables, &tokens);
        let words = tokens.iter().filter(|t| t.kind == Kind::Word).count();
        let known = tokens
            .iter()
            .filter(|t| t.kind == Kind::Word && is_known(tables, &t.text))
            .count();
        let clues = clues(&tokens, &polarity);
        let cues = cues(tables, &tokens, &polarity);
        let dense = dense(&tokens, &polarity, &cues, words);
        let signs = signs(tables, &tokens);
        let scale = (LONG / words.max(1) as f32).sqrt().min(1.0);
        Evidence {
            tokens,
            polarity,
            clues,
            cues,
            dense,
            signs,
            scale,
            words,
            known,
        }
    }

    /// The parts under which the clue is filed.
    pub fn parts(&self, clue: Clue) -> ([&str; 2], usize) {
        let word = |i: usize| self.tokens.get(i).map_or("", |t| t.text.as_str());
        match clue.form {
            Form::Word => ([word(clue.at), ""], 1),
            Form::Denied => (["!", word(clue.at)], 2),
            Form::Pair => ([word(clue.at), word(clue.at + 1)], 2),
        }
    }

    /// Whether emoji or emoticons say something.
    pub fn has_signs(&self) -> bool {
        self.tokens
            .iter()
            .any(|t| matches!(t.kind, Kind::Emoji | Kind::Emoticon))
    }
}

/// Whether an English reader of these tables has met the word.
fn is_known(tables: &Tables, word: &str) -> bool {
    tables.is_listed(word) || tables.learned(&[word]).is_some() || is_negation(word)
}

fn clues(tokens: &[Token], polarity: &Polarity) -> Vec<Clue> {
    let mut out = Vec::new();
    for at in (0..tokens.len()).filter(|i| tokens[*i].kind == Kind::Word) {
        out.push(Clue {
            at,
            form: if polarity.negated[at] {
                Form::Denied
            } else {
                Form::Word
            },
        });
        if tokens
            .get(at + 1)
            .is_some_and(|next| next.kind == Kind::Word)
        {
            out.push(Clue {
                at,
                form: Form::Pair,
            });
        }
    }
    out
}

/// The cue words and phrases, the longest first, none inside another.
fn cues(tables: &Tables, tokens: &[Token], polarity: &Polarity) -> Vec<Cue> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let run = tokens[at..]
            .iter()
            .take(PHRASE)
            .take_while(|t| t.kind == Kind::Word)
            .count();
        let found = (1..=run).rev().find_map(|words| {
            let parts: Vec<&str> = tokens[at..at + words]
                .iter()
                .map(|t| t.text.as_str())
                .collect();
            tables.sign(&parts).map(|sign| (words, sign))
        });
        match found {
            Some((words, sign)) => {
                out.push(Cue {
                    at,
                    words,
                    feature: feature(sign, polarity.negated[at]),
                    amount: sign.pull,
                });
                at += words;
            }
            None => at += 1,
        }
    }
    out
}

fn feature(sign: Sign, denied: bool) -> usize {
    let emotion = sign.emotion.index();
    if denied && emotion < Emotion::Surprise.index() {
        FIRST_DENIED + emotion
    } else {
        FIRST_CUE + emotion
    }
}

fn dense(tokens: &[Token], polarity: &Polarity, cues: &[Cue], words: usize) -> [f32; DENSE.len()] {
    let share = |test: fn(&Token) -> bool| {
        let n = tokens
            .iter()
            .filter(|t| t.kind == Kind::Word && test(t))
            .count();
        n as f32 / words.max(1) as f32
    };
    let valence = polarity.valence();
    let mut out = [0.0; DENSE.len()];
    out[0] = 1.0;
    out[1] = valence.max(0.0);
    out[2] = (-valence).max(0.0);
    for cue in cues {
        // The second cue of a kind says less than the first.
        out[cue.feature] += cue.amount / (1.0 + out[cue.feature]);
    }
    out[15] = polarity.exclamations.min(3) as f32 / 3.0;
    out[16] = if polarity.questions > 0 { 1.0 } else { 0.0 };
    out[17] = if tokens.iter().next_back().is_some_and(|t| t.text == "?") {
        1.0
    } else {
        0.0
    };
    out[18] = share(|t| t.capitals);
    out[19] = if tokens.iter().any(|t| t.stretched) {
        1.0
    } else {
        0.0
    };
    out[20] = (1.0 + words as f32).ln() / 3.0;
    out[21] = if tokens.windows(3).any(|w| w.iter().all(|t| t.text == ".")) {
        1.0
    } else {
        0.0
    };
    out[22] = if words <= 3 { 1.0 } else { 0.0 };
    out[23] = share(|t| matches!(t.text.as_str(), "i" | "i'm" | "my" | "me" | "i've"));
    out
}

/// Log-odds from emoji and emoticons; each repetition of an emotion says half as much.
fn signs(tables: &Tables, tokens: &[Token]) -> [f32; 7] {
    let mut out = [0.0; 7];
    let mut weight = [1.0_f32; 7];
    for token in tokens
        .iter()
        .filter(|t| matches!(t.kind, Kind::Emoji | Kind::Emoticon))
    {
        if let Some(sign) = tables.sign(&[&token.text]) {
            let e = sign.emotion.index();
            out[e] += sign.pull * weight[e];
            weight[e] *= 0.5;
        }
    }
    out
}

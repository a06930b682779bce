//! What a text offers the model: clues (words and pairs of words) and a few dense features.
//!
//! The fitting program and the reader both start here, so what was fitted is what is read.

use crate::lexicon::{Lexicon, Sign};
use crate::polarity::Polarity;
use crate::reading::Emotion;
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
/// The cue words of the seven emotions begin here.
pub const FIRST_CUE: usize = 3;
const FIRST_DENIED: usize = 10;
/// Longest cue phrase, in words.
const PHRASE: usize = 3;
/// From this many words on, further words count less and less.
const LONG: f32 = 20.0;

/// A word, a denied word, or two or three words in a row; the net may have a weight for it.
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
    /// This token and the next two.
    Three,
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
    /// How many of the tokens are words.
    pub words: usize,
}

impl Evidence {
    /// Gathers what a text offers to a model.
    pub fn of(lexicon: &Lexicon, text: &str) -> Self {
        Self::of_tokens(lexicon, tokens(lexicon, text))
    }

    /// The same of a text that is cut already.
    pub fn of_tokens(lexicon: &Lexicon, tokens: Vec<Token>) -> Self {
        let polarity = Polarity::of(lexicon, &tokens);
        let words = tokens.iter().filter(|t| t.kind == Kind::Word).count();
        let clues = clues(&tokens, &polarity);
        let cues = cues(lexicon, &tokens, &polarity);
        let dense = dense(&tokens, &polarity, &cues, words);
        let signs = signs(lexicon, &tokens);
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
        }
    }

    /// The parts under which the clue is filed.
    pub fn parts(&self, clue: Clue) -> ([&str; 3], usize) {
        let word = |i: usize| self.tokens.get(i).map_or("", |t| t.text.as_str());
        let at = clue.at;
        match clue.form {
            Form::Word => ([word(at), "", ""], 1),
            Form::Denied => (["!", word(at), ""], 2),
            Form::Pair => ([word(at), word(at + 1), ""], 2),
            Form::Three => ([word(at), word(at + 1), word(at + 2)], 3),
        }
    }

    /// Whether emoji or emoticons say something.
    pub fn has_signs(&self) -> bool {
        self.tokens
            .iter()
            .any(|t| matches!(t.kind, Kind::Emoji | Kind::Emoticon))
    }
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
        let is_word = |i: usize| tokens.get(i).is_some_and(|token| token.kind == Kind::Word);
        if is_word(at + 1) {
            out.push(Clue {
                at,
                form: Form::Pair,
            });
        }
        if is_word(at + 1) && is_word(at + 2) {
            out.push(Clue {
                at,
                form: Form::Three,
            });
        }
    }
    out
}

/// The cue words and phrases, the longest first, none inside another.
fn cues(lexicon: &Lexicon, tokens: &[Token], polarity: &Polarity) -> Vec<Cue> {
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
            lexicon.sign(&parts).map(|sign| (words, sign))
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
fn signs(lexicon: &Lexicon, tokens: &[Token]) -> [f32; 7] {
    let mut out = [0.0; 7];
    let mut weight = [1.0_f32; 7];
    for token in tokens
        .iter()
        .filter(|t| matches!(t.kind, Kind::Emoji | Kind::Emoticon))
    {
        if let Some(sign) = lexicon.sign(&[&token.text]) {
            let e = sign.emotion.index();
            out[e] += sign.pull * weight[e];
            weight[e] *= 0.5;
        }
    }
    out
}

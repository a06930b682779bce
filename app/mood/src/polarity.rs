//! How pleasant a text is: the sum of its words' weighted polarities.
//!
//! A word's polarity comes from the lexicon; its weight from the words before it (negation,
//! boosters), from capitals, exclamation marks and "but". The rules are those of the VADER family,
//! with the known faults of the usual engine mended: boosters and negations are whole words and
//! keep inside their clause, "no" is handled, exclamation marks only amplify what is there, and
//! question marks amplify nothing.

use crate::lexicon::Lexicon;
use crate::token::{Kind, Token};

/// What a booster adds to the word behind it, on the lexicon's scale.
const BOOST: f32 = 0.293;
/// What capitals add when the rest of the text has none.
const CAPITALS: f32 = 0.733;
/// A negated word says the opposite, but less so.
const NEGATED: f32 = -0.74;
/// What one exclamation mark adds to the sum.
const EXCLAMATION: f32 = 0.292;
/// More exclamation marks than these add nothing.
const MAX_EXCLAMATIONS: usize = 4;
/// How far back a negation or a booster is heard, in words.
const REACH: usize = 3;

/// The polarity of each token, in the order of the tokens.
#[derive(Clone, Debug, Default)]
pub struct Polarity {
    /// Weight times polarity, 0 where there is none.
    pub parts: Vec<f32>,
    /// Whether a negation reaches the token.
    pub negated: Vec<bool>,
    pub exclamations: usize,
    pub questions: usize,
}

impl Polarity {
    /// Reads the polarities of a text.
    pub fn of(lexicon: &Lexicon, tokens: &[Token]) -> Self {
        let mut this = Polarity {
            parts: vec![0.0; tokens.len()],
            negated: negated(lexicon, tokens),
            exclamations: count(tokens, &['!', '！']),
            questions: count(tokens, &['?', '？']),
        };
        let shouting_differs = tokens
            .iter()
            .any(|t| t.kind == Kind::Word && !t.capitals && t.text.len() > 1);
        for i in 0..tokens.len() {
            this.parts[i] = part(lexicon, tokens, i, &this.negated, shouting_differs);
        }
        weigh_but(tokens, &mut this.parts);
        amplify(&mut this.parts, this.exclamations);
        this
    }

    /// The sum `S` behind the valence.
    pub fn sum(&self) -> f32 {
        self.parts.iter().sum()
    }

    /// The valence, -1 to 1.
    pub fn valence(&self) -> f32 {
        normalised(self.sum())
    }
}

/// A sum of polarities `S` as a valence from -1 to 1: `S / sqrt(S² + 15)`.
/// Source: Hutto and Gilbert, "VADER" (2014), whose constant is kept.
pub fn normalised(sum: f32) -> f32 {
    sum / (sum * sum + 15.0).sqrt()
}

/// Whether the word turns what follows into its opposite.
pub fn is_negation(word: &str) -> bool {
    word.ends_with("n't")
        || matches!(
            word,
            "not"
                | "no"
                | "never"
                | "none"
                | "nothing"
                | "nowhere"
                | "nobody"
                | "neither"
                | "nor"
                | "without"
                | "rarely"
                | "seldom"
                | "hardly"
                | "barely"
                | "scarcely"
                | "despite"
                | "cannot"
                | "lack"
                | "lacks"
        )
}

/// Whether the word makes what follows stronger (1) or weaker (-1).
fn booster(word: &str) -> f32 {
    match word {
        "absolutely" | "amazingly" | "awfully" | "completely" | "considerably" | "decidedly"
        | "deeply" | "enormously" | "entirely" | "especially" | "exceptionally" | "extremely"
        | "extreme" | "fabulously" | "freaking" | "fucking" | "fully" | "greatly" | "hella"
        | "highly" | "hugely" | "incredibly" | "insanely" | "intensely" | "literally" | "mad"
        | "majorly" | "more" | "most" | "particularly" | "pretty" | "purely" | "quite"
        | "really" | "remarkably" | "ridiculously" | "so" | "such" | "substantially" | "super"
        | "seriously" | "terribly" | "thoroughly" | "too" | "total" | "totally"
        | "tremendously" | "truly" | "uber" | "unbelievably" | "unusually" | "utter"
        | "utterly" | "very" | "way" | "wildly" | "damn" | "bloody" => 1.0,
        "almost" | "kindof" | "less" | "little" | "marginally" | "occasionally" | "partly"
        | "slightly" | "somewhat" | "sortof" | "mildly" | "maybe" | "bit" | "fairly" => -1.0,
        _ => 0.0,
    }
}

/// Marks the tokens that a negation reaches: the next words of the same clause.
fn negated(lexicon: &Lexicon, tokens: &[Token]) -> Vec<bool> {
    let mut out = vec![false; tokens.len()];
    let mut left = 0_usize;
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Break => left = 0,
            Kind::Word
                if matches!(
                    token.text.as_str(),
                    "but" | "however" | "because" | "though"
                ) =>
            {
                left = 0;
            }
            Kind::Word if negates(lexicon, tokens, i) => {
                // Two negations in one clause ("can't not") still read as one.
                left = REACH + 1;
            }
            Kind::Word => {
                out[i] = left > 0;
                // "never so happy" and "not just good" praise.
                if left > 0
                    && matches!(token.text.as_str(), "only" | "just" | "so")
                    && i > 0
                    && is_negation(&tokens[i - 1].text)
                {
                    out[i] = false;
                    left = 0;
                } else if booster(&token.text) == 0.0 {
                    left = left.saturating_sub(1);
                }
            }
            _ => {}
        }
    }
    out
}

/// Whether the token is a negation here: "no" only directly before what it denies, "without doubt"
/// and "at least" not at all, "least" where it stands alone.
fn negates(lexicon: &Lexicon, tokens: &[Token], i: usize) -> bool {
    let word = tokens[i].text.as_str();
    let next = tokens
        .get(i + 1)
        .filter(|t| t.kind == Kind::Word)
        .map(|t| t.text.as_str());
    let before = i.checked_sub(1).map(|b| tokens[b].text.as_str());
    match word {
        "no" => {
            next.is_some_and(|n| lexicon.polarity(n).is_some() || booster(n) != 0.0 || n == "more")
        }
        "without" => next != Some("doubt"),
        "least" => !matches!(before, Some("at" | "very")),
        "nothing" => next != Some("but"),
        _ => is_negation(word),
    }
}

fn part(
    lexicon: &Lexicon,
    tokens: &[Token],
    i: usize,
    negated: &[bool],
    shouting_differs: bool,
) -> f32 {
    let token = &tokens[i];
    let base = match token.kind {
        Kind::Word => polarity_here(lexicon, tokens, i),
        Kind::Emoji | Kind::Emoticon => lexicon.sign(&[&token.text]).map_or(0.0, |s| s.valence),
        Kind::Number | Kind::Break => 0.0,
    };
    if base == 0.0 || token.kind != Kind::Word {
        return base;
    }
    let mut value = base.abs();
    if token.capitals && shouting_differs {
        value += CAPITALS;
    }
    if token.stretched {
        value += BOOST;
    }
    for (distance, before) in words_before(tokens, i).enumerate() {
        let mut boost = booster(&before.text) * BOOST * [1.0, 0.95, 0.9][distance];
        if before.capitals && shouting_differs && boost > 0.0 {
            boost += BOOST;
        }
        value += boost;
    }
    let sign = if negated[i] { NEGATED } else { 1.0 };
    value.max(0.1) * base.signum() * sign
}

/// The polarity of a word where it stands: some words carry one only in certain company.
fn polarity_here(lexicon: &Lexicon, tokens: &[Token], i: usize) -> f32 {
    let word = tokens[i].text.as_str();
    let before = words_before(tokens, i).next().map(|t| t.text.as_str());
    let after = tokens
        .get(i + 1)
        .filter(|t| t.kind == Kind::Word)
        .map(|t| t.text.as_str());
    let value = lexicon.polarity(word).unwrap_or(0.0);
    match word {
        // A comparison ("looks like rain") praises nothing; a liking has someone who likes.
        "like" => {
            let someone = words_before(tokens, i).any(|t| {
                matches!(
                    t.text.as_str(),
                    "i" | "you" | "we" | "they" | "really" | "would" | "don't" | "didn't"
                )
            });
            if someone
                && !matches!(
                    before,
                    Some("was" | "is" | "am" | "are" | "feel" | "be" | "look" | "sound")
                )
            {
                value
            } else {
                0.0
            }
        }
        // "Well, …" and "as well" say nothing; "pretty bad" and "damn good" only boost.
        "well" if before.is_none() || before == Some("as") => 0.0,
        "pretty" | "damn" | "super" | "bloody" | "freaking" | "fucking" | "mad" | "terribly"
        | "awfully" | "ridiculously" | "seriously"
            if after.is_some_and(|a| {
                a != "you" && lexicon.polarity(a).is_some_and(|p| p.abs() > 0.6)
            }) =>
        {
            0.0
        }
        "kind" if after == Some("of") => 0.0,
        "no" if negates(lexicon, tokens, i) => 0.0,
        _ => value,
    }
}

/// Up to three words before a token, nearest first, inside the clause.
fn words_before(tokens: &[Token], i: usize) -> impl Iterator<Item = &Token> {
    tokens[..i]
        .iter()
        .rev()
        .take(REACH)
        .take_while(|t| t.kind == Kind::Word)
}

/// What follows "but" counts more than what stands before it.
fn weigh_but(tokens: &[Token], parts: &mut [f32]) {
    let but = tokens
        .iter()
        .rposition(|t| matches!(t.text.as_str(), "but" | "however"));
    if let Some(but) = but.filter(|b| *b > 0) {
        for (i, part) in parts.iter_mut().enumerate() {
            *part *= if i < but { 0.5 } else { 1.5 };
        }
    }
}

/// Exclamation marks strengthen the sum, so they strengthen each part; they never make one.
fn amplify(parts: &mut [f32], exclamations: usize) {
    let sum: f32 = parts.iter().sum();
    if sum.abs() > 0.05 {
        let added = exclamations.min(MAX_EXCLAMATIONS) as f32 * EXCLAMATION;
        let factor = ((sum.abs() + added) / sum.abs()).min(2.0);
        for part in parts {
            *part *= factor;
        }
    }
}

fn count(tokens: &[Token], marks: &[char]) -> usize {
    tokens
        .iter()
        .filter(|t| t.kind == Kind::Break && t.text.starts_with(marks))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;

    fn valence(text: &str) -> f32 {
        let lexicon = Lexicon::bundled();
        Polarity::of(lexicon, &tokens(lexicon, text)).valence()
    }

    /// `expected` is `+`, `-` or `0`.
    fn check(text: &str, expected: char) {
        let v = valence(text);
        let got = if v > 0.05 {
            '+'
        } else if v < -0.05 {
            '-'
        } else {
            '0'
        };
        assert_eq!(got, expected, "{text}: {v}");
    }

    #[test]
    fn plain_words() {
        check("what a great day", '+');
        check("this is terrible", '-');
        check("the meeting is at ten", '0');
    }

    #[test]
    fn marks_alone_say_nothing() {
        check("See you tomorrow!", '0');
        check("See you tomorrow?", '0');
        check("what?!?!", '0');
        assert!(valence("great!!!") > valence("great"));
        assert!(valence("terrible!") < valence("terrible"));
        assert!((valence("great?") - valence("great")).abs() < 1e-6);
    }

    #[test]
    fn boosters_are_whole_words() {
        assert!(valence("so good") > valence("good"));
        assert!(valence("kinda good") < valence("good"));
        assert!((valence("social good") - valence("good")).abs() < 0.3);
        check("pretty bad", '-');
        check("damn good", '+');
    }

    #[test]
    fn negation_keeps_to_its_clause() {
        check("not good", '-');
        check("I don't think this is good", '-');
        check("not bad at all", '+');
        check("no, that's great", '+');
        check("I can't, it's wonderful here", '+');
        check("never so happy", '+');
        check("without doubt great", '+');
    }

    #[test]
    fn no_denies_what_it_stands_before() {
        check("no problem", '+');
        check("no fun", '-');
        check("no worries", '+');
    }

    #[test]
    fn but_turns_the_weight() {
        check("the food was nice but the service was horrible", '-');
        check("a horrible start but a great end", '+');
    }

    #[test]
    fn words_in_company() {
        check("it looks like rain", '0');
        check("I like it", '+');
        check("me as well", '0');
        check("kind of blue", '0');
    }

    #[test]
    fn capitals_shout_among_others() {
        assert!(valence("this is GREAT") > valence("this is great"));
        assert!((valence("GREAT") - valence("great")).abs() < 1e-6);
    }

    #[test]
    fn emoji_and_emoticons_count() {
        check("😡", '-');
        check("💀 that joke", '+');
        check("see you :)", '+');
        check("ok :(", '-');
        check("sooooo goooood", '+');
    }
}

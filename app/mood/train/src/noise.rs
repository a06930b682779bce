//! Writes a text as people type in a chat: in small letters, without punctuation, with slips.

use rand::{RngExt, rngs::StdRng};

/// How often, of all letters that could, one slips.
const SLIPS: f32 = 0.03;

/// The text as somebody in a hurry types it: each kind of noise in about half of the texts.
pub fn hurried(text: &str, random: &mut StdRng) -> String {
    let mut text = text.to_owned();
    if random.random_bool(0.6) {
        text = text.to_lowercase();
    }
    if random.random_bool(0.5) {
        text = without_marks(&text, random.random_bool(0.5));
    }
    if random.random_bool(0.5) {
        text = slipped(&text, SLIPS, random);
    }
    text
}

/// All three kinds of noise in every text; what the report calls "typed in a hurry".
pub fn careless(text: &str, random: &mut StdRng) -> String {
    slipped(&without_marks(&text.to_lowercase(), true), SLIPS, random)
}

/// Without punctuation, and where wished without apostrophes; emoticons stay.
fn without_marks(text: &str, also_apostrophes: bool) -> String {
    text.split_whitespace()
        .map(|word| {
            if word.starts_with([':', ';', '=', '<', '@']) {
                return word.to_owned();
            }
            word.chars()
                .filter(|c| {
                    let is_kept = c.is_alphanumeric() || !c.is_ascii() || "-@#$*".contains(*c);
                    is_kept || *c == '\'' && !also_apostrophes
                })
                .collect()
        })
        .filter(|word| !word.is_empty())
        .collect::<Vec<String>>()
        .join(" ")
}

/// A letter left out, twice, or before its time, in words of four letters or more.
fn slipped(text: &str, often: f32, random: &mut StdRng) -> String {
    text.split(' ')
        .map(|word| {
            let mut letters: Vec<char> = word.chars().collect();
            let is_word =
                letters.len() >= 4 && letters.iter().all(|c| c.is_alphabetic() || *c == '\'');
            if is_word && random.random::<f32>() < often * letters.len() as f32 {
                let at = random.random_range(1..letters.len() - 1);
                match random.random_range(0..3) {
                    0 => {
                        letters.remove(at);
                    }
                    1 => letters.insert(at, letters[at]),
                    _ => letters.swap(at, at + 1),
                }
            }
            letters.into_iter().collect::<String>()
        })
        .collect::<Vec<String>>()
        .join(" ")
}

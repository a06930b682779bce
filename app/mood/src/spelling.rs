//! Slips of the keyboard: a long word that nobody knows is taken for a known one that is a single slip away.

use crate::token::{Kind, Token};

/// Shorter words have too many neighbours.
const LETTERS_MIN: usize = 5;
/// Longer ones are no words.
const LETTERS_MAX: usize = 20;

/// Puts the known word in the place of each misspelt one. The first letter is taken to be right.
pub fn mend(tokens: &mut [Token], knows: impl Fn(&str) -> bool) {
    for token in tokens.iter_mut().filter(|token| token.kind == Kind::Word) {
        let letters: Vec<char> = token.text.chars().collect();
        let is_word = (LETTERS_MIN..=LETTERS_MAX).contains(&letters.len())
            && letters.iter().all(|c| c.is_ascii_lowercase() || *c == '\'');
        if is_word
            && !knows(&token.text)
            && let Some(word) = neighbours(&letters).find(|word| knows(word))
        {
            token.text = word;
            token.mended = true;
        }
    }
}

/// All words that a single slip could have made into this one: two letters changed places, one too many, one missing,
/// another one.
fn neighbours(letters: &[char]) -> impl Iterator<Item = String> + use<'_> {
    let n = letters.len();
    let swapped = (1..n - 1)
        .filter(|i| letters[*i] != letters[*i + 1])
        .map(|i| {
            let mut word = letters.to_vec();
            word.swap(i, i + 1);
            word
        });
    let without = (1..n).map(|i| {
        let mut word = letters.to_vec();
        word.remove(i);
        word
    });
    let with = (1..=n).flat_map(|i| {
        let letters = letters.to_vec();
        ('a'..='z').chain(['\'']).map(move |c| {
            let mut word = letters.clone();
            word.insert(i, c);
            word
        })
    });
    let other = (1..n).flat_map(|i| {
        let letters = letters.to_vec();
        ('a'..='z').map(move |c| {
            let mut word = letters.clone();
            word[i] = c;
            word
        })
    });
    swapped
        .chain(without)
        .chain(with)
        .chain(other)
        .map(|word| word.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Lexicon, token::tokens};

    fn mended(text: &str) -> String {
        let mut tokens = tokens(Lexicon::bundled(), text);
        let known = ["happy", "terrible", "don't", "tomorrow", "hat"];
        mend(&mut tokens, |word| known.contains(&word));
        let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        words.join(" ")
    }

    #[test]
    fn a_single_slip_is_mended() {
        assert_eq!(
            mended("hapyp happpy hapypy hsppy"),
            "happy happy happy happy"
        );
        assert_eq!(
            mended("terible tomorow tomorrrow"),
            "terrible tomorrow tomorrow"
        );
    }

    #[test]
    fn what_may_be_something_else_stays() {
        // Two slips, another first letter, too short.
        assert_eq!(mended("hsppt nappy hst 12345"), "hsppt nappy hst 12345");
    }
}

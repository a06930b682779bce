//! Words that are nearly right.

use std::ops::Range;

use super::{
    letters::{Script, Word},
    terms::{Term, of_beginning, of_part},
};

/// Shorter words are nearly too many others.
const SHORTEST: usize = 4;
/// From so many letters on two may be wrong.
const LONG: usize = 8;

/// Whether a word is long enough to be looked for so.
pub(super) fn may_be(word: &Word) -> bool {
    word.script == Script::Spaced && word.letters.len() >= SHORTEST
}

fn allowed(length: usize) -> usize {
    if length < LONG { 1 } else { 2 }
}

/// What is left as it is by so few mistakes: of a word in one piece more than there may be mistakes, one is right. (Wu and
/// Manber, "Fast Text Searching Allowing Errors", 1992, section 5.) The first two letters can stand alone as a piece only at the
/// beginning, so in words of four they have to be right.
pub(super) fn terms(letters: &[char]) -> Vec<Vec<Term>> {
    let length = letters.len();
    let beginning = |end: usize| of_beginning(Script::Spaced, &letters[..end]);
    let part = |range: Range<usize>| of_part(Script::Spaced, &letters[range]);
    match length {
        0..5 => vec![beginning(2)],
        5 => vec![beginning(2), part(2..5)],
        6..LONG => vec![beginning(3), part(3..length)],
        _ => {
            let (one, two) = (length / 3, 2 * length / 3);
            vec![beginning(one), part(one..two), part(two..length)]
        }
    }
}

/// Whether the text has the word or one near it, and where. It may also be the beginning of a word.
pub(super) fn find(letters: &[char], text: &[Word], places: &mut Vec<Range<usize>>) -> bool {
    let before = places.len();
    let most = allowed(letters.len());
    for word in text.iter().filter(|word| word.script == Script::Spaced) {
        let lengths = letters.len() - most..=(letters.len() + most).min(word.letters.len());
        let nearest = lengths
            .map(|length| {
                let part = &word.letters[..length];
                // Optimal string alignment and more: neighbours that changed places are one mistake.
                (strsim::generic_damerau_levenshtein(letters, part), length)
            })
            .min_by_key(|(distance, length)| (*distance, usize::MAX - length));
        if let Some((distance, length)) = nearest
            && distance <= most
        {
            places.push(word.place(0..length));
        }
    }
    places.len() > before
}

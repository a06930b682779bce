//! What an index keeps of a text: a set of numbers, each the hash of a few neighbouring letters.
//!
//! Words between blanks are cut into all groups of three letters, and their beginnings of one and two are kept besides; in
//! scripts without blanks each letter and each pair is kept. So a part of a word is found from three letters on, in Chinese
//! from one. (Searching by trigrams: Zobel, Moffat and Sacks-Davis, "Searching Large Lexicons for Partially Specified Terms
//! using Compressed Inverted Files", 1993.) The index finds a few texts too many, never one too few.

use std::collections::BTreeSet;

use super::letters::{Script, Word, words};
use crate::{RoomId, UserId};

/// So much of a text is looked into, in letters: as long as a message may be, and a little.
pub(super) const LETTERS_MAX: usize = 10_000;
/// So many groups of a word are looked for: more would tell hardly more.
const GROUPS_MAX: usize = 12;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Term(pub u32);

/// What a term is made of.
#[derive(Clone, Copy)]
enum Of {
    Beginning = 1,
    Part = 2,
    Author = 3,
    Room = 4,
    Has = 5,
}

/// What else may be asked of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Has {
    /// A link.
    Link,
    /// Code, in a line or by itself.
    Code,
}

impl Has {
    /// All of them, by the words that ask for them.
    pub const ALL: [(&'static str, Self); 2] = [("link", Self::Link), ("code", Self::Code)];
}

impl Term {
    /// Of everything that a person said.
    #[must_use]
    pub fn of_author(author: UserId) -> Self {
        Self::of(Of::Author, author.0.as_bytes().iter().copied())
    }

    /// Of everything in a room.
    #[must_use]
    pub fn of_room(room: RoomId) -> Self {
        Self::of(Of::Room, room.0.as_bytes().iter().copied())
    }

    /// Of everything that has this.
    #[must_use]
    pub fn of_has(has: Has) -> Self {
        Self::of(Of::Has, [has as u8])
    }

    fn of_letters(of: Of, letters: &[char]) -> Self {
        let bytes = letters.iter().flat_map(|c| u32::from(*c).to_le_bytes());
        Self::of(of, bytes)
    }

    /// FNV-1a with 32 bits (Fowler, Noll, Vo): the same on every machine and in every version.
    fn of(of: Of, bytes: impl IntoIterator<Item = u8>) -> Self {
        let hash = [of as u8].into_iter().chain(bytes);
        Self(hash.fold(0x811c_9dc5, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        }))
    }
}

/// All terms of a text.
#[must_use]
pub fn terms(text: &str) -> BTreeSet<Term> {
    let mut terms = BTreeSet::new();
    for word in words(text, LETTERS_MAX) {
        let letters = word.letters.as_slice();
        if word.script == Script::Spaced {
            let beginnings = 1..=letters.len().min(2);
            terms.extend(beginnings.map(|n| Term::of_letters(Of::Beginning, &letters[..n])));
        }
        let sizes = match word.script {
            Script::Spaced => 3..=3,
            Script::Unspaced | Script::Sign => 1..=2,
        };
        let parts = sizes.flat_map(|size| letters.windows(size));
        terms.extend(parts.map(|part| Term::of_letters(Of::Part, part)));
    }
    terms
}

/// The terms of every text that has these letters at the beginning of a word.
pub(super) fn of_beginning(script: Script, letters: &[char]) -> Vec<Term> {
    let mut terms = of_part(script, letters);
    if script == Script::Spaced {
        let beginning = &letters[..letters.len().min(2)];
        terms.push(Term::of_letters(Of::Beginning, beginning));
    }
    terms
}

/// The terms of every text that has these letters in a word: none where they are too few to be found in the middle of one.
pub(super) fn of_part(script: Script, letters: &[char]) -> Vec<Term> {
    let size = match script {
        Script::Spaced => 3,
        Script::Unspaced | Script::Sign => letters.len().min(2),
    };
    letters
        .windows(size)
        .take(GROUPS_MAX)
        .map(|part| Term::of_letters(Of::Part, part))
        .collect()
}

/// Whether this much of a word is found in the middle of one.
pub(super) fn is_found_anywhere(word: &Word) -> bool {
    word.script != Script::Spaced || word.letters.len() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_stay_what_they_are() {
        // An index holds them: another way to make them is another version of the index.
        assert_eq!(
            Term::of_letters(Of::Part, &['t', 'h', 'e']),
            Term(4_130_049_436)
        );
        assert_eq!(terms("the").len(), 3);
        assert_eq!(terms("Hello, hello").len(), 5);
        assert_eq!(terms("東京都").len(), 5);
        assert_eq!(terms("🎉🎉").len(), 1);
    }

    #[test]
    fn what_is_in_a_text_is_among_its_terms() {
        for (text, part) in [
            ("Good morning", "ornin"),
            ("Good morning", "mo"),
            ("我喜欢手机", "手机"),
            ("我喜欢手机", "欢"),
            ("so 🎉", "🎉"),
        ] {
            let of_text = terms(text);
            let word = words(part, 99).remove(0);
            let asked = match is_found_anywhere(&word) {
                true => of_part(word.script, &word.letters),
                false => of_beginning(word.script, &word.letters),
            };
            assert!(!asked.is_empty());
            assert!(
                asked.iter().all(|term| of_text.contains(term)),
                "{text} {part}"
            );
        }
    }
}

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
/// Most mistakes.
const MOST: usize = 2;
/// Letters before and after a place by which two words may be shifted against each other.
const BAND: usize = 2 * MOST + 1;

/// Whether a word is long enough to be looked for so.
pub(super) fn may_be(word: &Word) -> bool {
    word.script == Script::Spaced && word.letters.len() >= SHORTEST
}

fn allowed(length: usize) -> usize {
    if length < LONG { 1 } else { MOST }
}

/// Where a word is cut into pieces, one more than there may be mistakes.
fn cuts(length: usize) -> Vec<usize> {
    match length {
        0..5 => vec![],
        5 => vec![2],
        6..LONG => vec![3],
        _ => vec![length / 3, 2 * length / 3],
    }
}

/// What is left as it is by so few mistakes: of a word in one piece more than there may be mistakes, one is right. (Wu and
/// Manber, "Fast Text Searching Allowing Errors", 1992, section 5.) Only where two letters have changed places across a cut no piece
/// is, so the word with those changed back counts too. The first two letters can stand alone as a piece only at the beginning,
/// so in words of four they have to be right.
pub(super) fn terms(letters: &[char]) -> Vec<Vec<Term>> {
    let cuts = cuts(letters.len());
    if cuts.is_empty() {
        return vec![of_beginning(Script::Spaced, &letters[..2])];
    }
    let mut all = pieces(letters, &cuts);
    for cut in &cuts {
        let mut back = letters.to_vec();
        back.swap(cut - 1, *cut);
        match allowed(letters.len()) {
            1 => all.push(of_beginning(Script::Spaced, &back)),
            _ => all.extend(pieces(&back, &cuts)),
        }
    }
    all
}

fn pieces(letters: &[char], cuts: &[usize]) -> Vec<Vec<Term>> {
    let ends = cuts.iter().copied().chain([letters.len()]);
    let mut from = 0;
    ends.map(|end| {
        let piece = &letters[from..end];
        let terms = match from {
            0 => of_beginning(Script::Spaced, piece),
            _ => of_part(Script::Spaced, piece),
        };
        from = end;
        terms
    })
    .collect()
}

/// Whether the text has the word or one near it, and where. It may also be the beginning of a word.
pub(super) fn find(letters: &[char], text: &[Word], places: &mut Vec<Range<usize>>) -> bool {
    let before = places.len();
    for word in text.iter().filter(|word| word.script == Script::Spaced) {
        let begins_right = letters.len() >= 5 || word.letters.starts_with(&letters[..2]);
        if begins_right && let Some(length) = nearest(letters, &word.letters) {
            places.push(word.place(0..length));
        }
    }
    places.len() > before
}

/// How long the beginning of a word is that is reached with the fewest mistakes, if they are few enough: a letter left out, put in,
/// or replaced, or two neighbours swapped (optimal string alignment). Only what is near the diagonal is worked out (Ukkonen,
/// "Algorithms for Approximate String Matching", 1985), so the time grows with the length and no faster.
fn nearest(letters: &[char], word: &[char]) -> Option<usize> {
    const NEVER: usize = MOST + 1;
    let most = allowed(letters.len());
    // Of the letters so far, against so many letters of the word as the place in the band says.
    let reached = |i: usize, d: usize| (i + d).checked_sub(MOST);
    let (mut earlier, mut last) = ([NEVER; BAND], [NEVER; BAND]);
    for (d, cost) in last.iter_mut().enumerate() {
        *cost = reached(0, d).unwrap_or(NEVER);
    }
    for i in 1..=letters.len() {
        let mut now = [NEVER; BAND];
        for d in 0..BAND {
            let Some(j) = reached(i, d).filter(|j| *j <= word.len()) else {
                continue;
            };
            let left_out = last.get(d + 1).map_or(NEVER, |cost| cost + 1);
            let put_in = d.checked_sub(1).map_or(NEVER, |d| now[d] + 1);
            let mut cost = left_out.min(put_in);
            if j > 0 {
                let is_same = letters[i - 1] == word[j - 1];
                cost = cost.min(last[d] + usize::from(!is_same));
                let are_swapped = i > 1
                    && j > 1
                    && letters[i - 1] == word[j - 2]
                    && letters[i - 2] == word[j - 1];
                if are_swapped {
                    cost = cost.min(earlier[d] + 1);
                }
            }
            now[d] = cost.min(NEVER);
        }
        (earlier, last) = (last, now);
    }
    let ends = (0..BAND).filter_map(|d| Some((last[d], reached(letters.len(), d)?)));
    let fitting =
        ends.filter(|(cost, length)| *cost <= most && *length <= word.len() && *length > 0);
    fitting
        .min_by_key(|(cost, length)| (*cost, usize::MAX - length))
        .map(|(_, length)| length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::terms::terms as terms_of_text, *};

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn check(query: &str, word: &str, expected: Option<&str>) {
        let found = nearest(&letters(query), &letters(word));
        let found = found.map(|length| word.chars().take(length).collect::<String>());
        assert_eq!(found.as_deref(), expected, "{query} in {word}");
    }

    #[test]
    fn mistakes_are_counted() {
        check("friend", "friend", Some("friend"));
        check("freind", "friend", Some("friend"));
        check("frend", "friendly", Some("friend"));
        check("friiend", "friends", Some("friend"));
        check("frient", "friend", Some("friend"));
        check("fiend", "friend", Some("friend"));
        check("feind", "friend", None);
        check("definately", "definitely", Some("definitely"));
        check("defintiely", "definitely", Some("definitely"));
        check("definately", "dentist", None);
        check("lunch", "l", None);
        check("lunch", "", None);
    }

    fn distance_of_all(letters: &[char], word: &[char]) -> Option<usize> {
        // Every cell, as it is defined.
        let (n, m) = (letters.len(), word.len());
        let mut cells = vec![vec![0; m + 1]; n + 1];
        for i in 0..=n {
            for j in 0..=m {
                let mut cost = if i == 0 {
                    j
                } else if j == 0 {
                    i
                } else {
                    usize::MAX
                };
                if i > 0 && j > 0 {
                    let is_same = letters[i - 1] == word[j - 1];
                    cost = (cells[i - 1][j] + 1)
                        .min(cells[i][j - 1] + 1)
                        .min(cells[i - 1][j - 1] + usize::from(!is_same));
                    if i > 1
                        && j > 1
                        && letters[i - 1] == word[j - 2]
                        && letters[i - 2] == word[j - 1]
                    {
                        cost = cost.min(cells[i - 2][j - 2] + 1);
                    }
                }
                cells[i][j] = cost;
            }
        }
        let best = (1..=m).min_by_key(|j| (cells[n][*j], usize::MAX - j))?;
        (cells[n][best] <= allowed(n)).then_some(best)
    }

    /// A word, and how it is mistyped: at which places, what, with which letter.
    fn mistyped() -> impl Strategy<Value = (Vec<char>, Vec<char>)> {
        let letter = || prop::sample::select(vec!['a', 'b', 'c', 'd']);
        let word = prop::collection::vec(letter(), 4..14);
        let mistakes = prop::collection::vec((0..14_usize, 0..4_u8, letter()), 0..3);
        (word, mistakes).prop_map(|(word, mistakes)| {
            let mut typed = word.clone();
            for (at, what, letter) in mistakes {
                let at = at % typed.len();
                match what {
                    0 => typed.insert(at, letter),
                    1 if typed.len() > 1 => {
                        typed.remove(at);
                    }
                    2 if at > 0 => typed.swap(at - 1, at),
                    _ => typed[at] = letter,
                }
            }
            (word, typed)
        })
    }

    proptest! {
        #[test]
        fn the_band_misses_nothing((word, typed) in mistyped()) {
            if typed.len() >= SHORTEST {
                prop_assert_eq!(nearest(&typed, &word), distance_of_all(&typed, &word));
            }
        }

        #[test]
        fn what_is_near_is_brought((word, typed) in mistyped()) {
            let text: String = word.iter().collect();
            let words = super::super::letters::words(&text, 100);
            if typed.len() >= SHORTEST && find(&typed, &words, &mut Vec::new()) {
                let of_text = terms_of_text(&text);
                let is_brought = terms(&typed).iter().any(|all| all.iter().all(|term| of_text.contains(term)));
                prop_assert!(is_brought, "{typed:?} in {word:?}");
            }
        }
    }
}

//! What is said: words that nobody knows, some of them far more often than others, as in any language.

use super::mark::BODY;

/// How many there are.
pub const VOCABULARY: f64 = 20_000.0;
const CONSONANTS: &[u8] = b"bdfgklmnprstvz";
const VOWELS: &[u8] = b"aeiou";

/// The word of a rank, from 0 for the most frequent one: of one syllable, later of two, then of three.
pub fn word(rank: usize, out: &mut Vec<u8>) {
    let syllables = CONSONANTS.len() * VOWELS.len();
    if rank >= syllables {
        word(rank / syllables - 1, out);
    }
    out.push(CONSONANTS[rank % CONSONANTS.len()]);
    out.push(VOWELS[rank / CONSONANTS.len() % VOWELS.len()]);
}

/// Words up to the length of a message, another row of them for each `seed`. The rank of a word is how seldom it is (Zipf's law).
pub fn fill(seed: u64, at: usize, out: &mut Vec<u8>) {
    let mut random = seed;
    while out.len() < at + BODY {
        out.push(b' ');
        // SplitMix64 (Steele, Lea and Flood, 2014).
        random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (random ^ (random >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let share = (mixed >> 11) as f64 / (1_u64 << 53) as f64;
        word(VOCABULARY.powf(share) as usize - 1, out);
    }
    out.truncate(at + BODY);
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    #[test]
    fn words_differ_and_some_are_frequent() {
        let all: HashSet<Vec<u8>> = (0..VOCABULARY as usize)
            .map(|rank| {
                let mut out = Vec::new();
                word(rank, &mut out);
                out
            })
            .collect();
        assert_eq!(all.len(), VOCABULARY as usize);
        let mut counts: HashMap<String, usize> = HashMap::new();
        for seed in 0..10_000 {
            let mut out = Vec::new();
            fill(seed, 0, &mut out);
            assert_eq!(out.len(), BODY);
            let text = String::from_utf8(out).expect("letters");
            for word in text.split_whitespace() {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
        assert!(counts["ba"] > 10 * counts["bababa".get(..4).unwrap_or_default()]);
    }
}

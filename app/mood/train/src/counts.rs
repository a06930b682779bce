//! Which words and clues are worth their place in the file.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::{
    corpus::{Example, Vectors},
    net::Net,
    sample::{Vocabulary, evidence, keys},
};

/// Seldom seen words have no vector of their own, unless the larger model has one.
const WORD_MIN: usize = 3;
/// Clues in fewer texts are left out from the start.
const CLUE_MIN: usize = 4;
/// How much a place on the larger model's list counts, which goes by how common words are in chats, tweets and films, beside
/// being seen in the texts.
const ELSEWHERE: f32 = 60_000.0;
/// So that the first places do not count for everything.
const FIRST_PLACES: f32 = 10.0;

/// How often words are written, and in how many texts clues are.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    words: BTreeMap<String, usize>,
    clues: BTreeMap<String, usize>,
}

impl Counts {
    /// Of these texts. Slips are not mended: what is often written is a word.
    pub fn of<'a>(texts: impl Iterator<Item = &'a Example>) -> Self {
        let mut this = Self::default();
        for example in texts {
            let evidence = evidence(&example.text, |_| true);
            for i in 0..evidence.tokens.len() {
                let word = mood::net::word(&evidence, i).to_owned();
                *this.words.entry(word).or_default() += 1;
            }
            let distinct: HashSet<String> = keys(&evidence).into_iter().collect();
            for clue in distinct {
                *this.clues.entry(clue).or_default() += 1;
            }
        }
        this.words.retain(|_, n| *n >= WORD_MIN);
        this.clues.retain(|_, n| *n >= CLUE_MIN);
        this
    }

    /// All words, the most useful first.
    pub fn ranked(&self, vectors: &Vectors) -> Vec<String> {
        let mut scores: BTreeMap<&String, f32> = BTreeMap::new();
        for (word, n) in &self.words {
            *scores.entry(word).or_default() += *n as f32;
        }
        for (place, word) in vectors.words.iter().enumerate() {
            *scores.entry(word).or_default() += ELSEWHERE / (place as f32 + FIRST_PLACES);
        }
        ranked(scores)
    }

    /// All clues.
    pub fn clues(&self) -> BTreeSet<String> {
        self.clues.keys().cloned().collect()
    }

    /// The clues that say most to most texts, by what a net has learned of them.
    pub fn telling(&self, net: &Net, vocabulary: &Vocabulary, count: usize) -> BTreeSet<String> {
        let says = |number: u32| {
            let row = &net.clues.weights[number as usize];
            let mean = row.iter().sum::<f32>() / 7.0;
            row.iter().map(|w| (w - mean) * (w - mean)).sum::<f32>()
        };
        let scores = self.clues.iter().filter_map(|(clue, n)| {
            let number = vocabulary.clues.get(clue)?;
            Some((clue, says(*number) * (*n as f32).sqrt()))
        });
        ranked(scores.collect()).into_iter().take(count).collect()
    }
}

fn ranked(scores: BTreeMap<&String, f32>) -> Vec<String> {
    let mut ranked: Vec<(&String, f32)> = scores.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.into_iter().map(|(key, _)| key.clone()).collect()
}

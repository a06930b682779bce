//! Vectors of words: free while they are learned, later made of shared parts.

use mood::net::{CHOICES, DIMS, PART, PARTS};
use rand::{RngExt, rngs::StdRng};

use crate::{corpus::Vectors, sample::Vocabulary};

/// Where vectors begin that no larger model has.
const SPREAD: f32 = 0.3;
/// Pull of each vector back to where it began, so that words that are seldom seen stay beside their kin.
const PULL: f32 = 0.02;
/// Rounds of choosing shared parts.
const ROUNDS: usize = 25;

/// See the module.
#[derive(Clone, Debug)]
pub enum Words {
    /// Each has its own.
    Free(Free),
    /// Each is made of parts.
    Shared(Shared),
}

/// Vectors of their own.
#[derive(Clone, Debug)]
pub struct Free {
    dims: usize,
    values: Vec<f32>,
    start: Vec<f32>,
    squares: Vec<f32>,
}

/// [`PARTS`] choices for each word.
#[derive(Clone, Debug)]
pub struct Shared {
    /// Of each word, the unknown one first.
    pub chosen: Vec<[u8; PARTS]>,
    /// Part by part, choice by choice, [`PART`] numbers each.
    pub parts: Vec<f32>,
    squares: Vec<f32>,
}

impl Words {
    /// Begins with the larger model's vectors, cut to `dims` columns.
    pub fn begin(
        vocabulary: &Vocabulary,
        vectors: &Vectors,
        dims: usize,
        random: &mut StdRng,
    ) -> Self {
        let count = vocabulary.words.len() + 1;
        let mut values: Vec<f32> = (0..count * dims)
            .map(|_| random.random_range(-SPREAD..SPREAD))
            .collect();
        values[..dims].fill(0.0);
        for (i, word) in vectors.words.iter().enumerate() {
            if let Some(number) = vocabulary.words.get(word) {
                let row = vectors.row(i, dims);
                values[*number as usize * dims..][..row.len()].copy_from_slice(row);
            }
        }
        Self::Free(Free {
            dims,
            start: values.clone(),
            values,
            squares: vec![1e-2; count],
        })
    }

    /// Copies a word's vector.
    pub fn vector(&self, word: u32, to: &mut [f32]) {
        match self {
            Self::Free(free) => {
                to.copy_from_slice(&free.values[word as usize * free.dims..][..free.dims]);
            }
            Self::Shared(shared) => {
                for (part, to) in to.chunks_exact_mut(PART).enumerate() {
                    to.copy_from_slice(&shared.parts[shared.place(word, part)..][..PART]);
                }
            }
        }
    }

    /// Moves a word's vector, or the parts of which it is made.
    pub fn learn(&mut self, word: u32, gradient: &[f32], rate: f32) {
        match self {
            Self::Free(free) => free.learn(word, gradient, rate),
            Self::Shared(shared) => shared.learn(word, gradient, rate),
        }
    }

    /// Chooses parts for all words, the common ones first of all: `counts` says how common each is.
    pub fn share(&self, counts: &[f32], random: &mut StdRng) -> Self {
        let Self::Free(free) = self else {
            return self.clone();
        };
        let count = free.values.len() / DIMS;
        let mut chosen = vec![[0; PARTS]; count];
        let mut parts = Vec::with_capacity(CHOICES * DIMS);
        for part in 0..PARTS {
            let points: Vec<[f32; PART]> = (0..count)
                .map(|word| std::array::from_fn(|i| free.values[word * DIMS + part * PART + i]))
                .collect();
            let (centres, nearest) = centres(&points, counts, random);
            for (chosen, nearest) in chosen.iter_mut().zip(nearest) {
                chosen[part] = u8::try_from(nearest).unwrap_or(u8::MAX);
            }
            parts.extend(centres.into_iter().flatten());
        }
        Self::Shared(Shared {
            chosen,
            parts,
            squares: vec![1e-2; PARTS * CHOICES],
        })
    }
}

impl Free {
    fn learn(&mut self, word: u32, gradient: &[f32], rate: f32) {
        let word = word as usize;
        let size: f32 = gradient.iter().map(|g| g * g).sum();
        self.squares[word] += size / self.dims as f32;
        let rate = rate / self.squares[word].sqrt();
        let place = word * self.dims..(word + 1) * self.dims;
        let start = &self.start[place.clone()];
        for ((value, gradient), start) in self.values[place].iter_mut().zip(gradient).zip(start) {
            *value -= rate * (gradient + PULL * (*value - start));
        }
    }
}

impl Shared {
    fn place(&self, word: u32, part: usize) -> usize {
        (part * CHOICES + usize::from(self.chosen[word as usize][part])) * PART
    }

    fn learn(&mut self, word: u32, gradient: &[f32], rate: f32) {
        for (part, gradient) in gradient.chunks_exact(PART).enumerate() {
            let place = self.place(word, part);
            let size: f32 = gradient.iter().map(|g| g * g).sum();
            let square = &mut self.squares[place / PART];
            *square += size / PART as f32;
            let rate = rate / square.sqrt();
            for (value, gradient) in self.parts[place..][..PART].iter_mut().zip(gradient) {
                *value -= rate * gradient;
            }
        }
    }
}

/// Lloyd's algorithm ("k-means"), begun with random points, weighted.
fn centres(
    points: &[[f32; PART]],
    weights: &[f32],
    random: &mut StdRng,
) -> (Vec<[f32; PART]>, Vec<usize>) {
    let mut centres: Vec<[f32; PART]> = (0..CHOICES)
        .map(|_| points[random.random_range(0..points.len())])
        .collect();
    let mut nearest = vec![0; points.len()];
    for _ in 0..ROUNDS {
        for (point, nearest) in points.iter().zip(&mut nearest) {
            *nearest = closest(point, &centres);
        }
        let mut sums = vec![([0.0; PART], 0.0); CHOICES];
        for ((point, weight), nearest) in points.iter().zip(weights).zip(&nearest) {
            let (sum, total) = &mut sums[*nearest];
            for (sum, value) in sum.iter_mut().zip(point) {
                *sum += value * weight;
            }
            *total += weight;
        }
        for (centre, (sum, total)) in centres.iter_mut().zip(sums) {
            // Who has no points begins anew somewhere.
            *centre = if total > 0.0 {
                sum.map(|sum| sum / total)
            } else {
                points[random.random_range(0..points.len())]
            };
        }
    }
    for (point, nearest) in points.iter().zip(&mut nearest) {
        *nearest = closest(point, &centres);
    }
    (centres, nearest)
}

fn closest(point: &[f32; PART], centres: &[[f32; PART]]) -> usize {
    let distance = |centre: &[f32; PART]| -> f32 {
        point
            .iter()
            .zip(centre)
            .map(|(p, c)| (p - c) * (p - c))
            .sum()
    };
    let mut best = (0, f32::MAX);
    for (i, centre) in centres.iter().enumerate() {
        let distance = distance(centre);
        if distance < best.1 {
            best = (i, distance);
        }
    }
    best.0
}

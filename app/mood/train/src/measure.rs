//! How often readings are right.

use mood::{Mood, fold, likeliest};

use crate::corpus::Example;

/// Counts by true mood and read mood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confusion(pub [[usize; 4]; 4]);

impl Confusion {
    /// One text more.
    pub fn add(&mut self, truth: Mood, read: Mood) {
        self.0[truth.index()][read.index()] += 1;
    }

    /// All texts.
    pub fn texts(&self) -> usize {
        self.0.iter().flatten().sum()
    }

    /// How many of them were read rightly.
    pub fn accuracy(&self) -> f32 {
        let right: usize = (0..4).map(|i| self.0[i][i]).sum();
        right as f32 / self.texts().max(1) as f32
    }

    /// Precision, recall and F1 of a mood.
    pub fn of(&self, mood: Mood) -> [f32; 3] {
        let i = mood.index();
        let right = self.0[i][i] as f32;
        let is: usize = self.0[i].iter().sum();
        let read: usize = self.0.iter().map(|row| row[i]).sum();
        [
            right / read.max(1) as f32,
            right / is.max(1) as f32,
            2.0 * right / (is + read).max(1) as f32,
        ]
    }

    /// Mean F1 of the moods.
    pub fn macro_f1(&self) -> f32 {
        Mood::ALL.iter().map(|mood| self.of(*mood)[2]).sum::<f32>() / 4.0
    }
}

/// What a set of texts says of an engine.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// Texts with one mood.
    pub moods: Confusion,
    /// Of happy, sad and tense texts: how many are read on the right side.
    pub sides: f32,
    /// The same of the surest 80 %, 60 %, 40 % and 20 %.
    pub surest: [f32; 4],
    /// F1 of pleasant, unpleasant, surprised and neutral, where a text may have several; thresholds by the set itself.
    pub groups: [f32; 4],
    /// How far confidence and rightness lie apart: expected calibration error over ten bins (Guo et al., 2017).
    pub calibration: f32,
    /// Of each bin that has texts: mean confidence, rightness, texts.
    pub bins: Vec<(f32, f32, usize)>,
    /// Seven emotions, texts with one label: accuracy.
    pub emotions: f32,
    /// F1 of each.
    pub emotion_f1: [f32; 7],
}

/// Compares readings with labels.
pub fn measure(examples: &[Example], readings: &[[f32; 7]]) -> Measured {
    let mut out = Measured::default();
    let mut sides: Vec<(f32, bool)> = Vec::new();
    let mut sure: Vec<(f32, bool)> = Vec::new();
    for (example, probs) in examples.iter().zip(readings) {
        let Some(truth) = example.mood() else {
            continue;
        };
        let moods = fold(probs);
        let read = likeliest(&moods);
        out.moods.add(truth, read);
        sure.push((moods[read.index()], truth == read));
        if truth != Mood::Neutral {
            let (pleasant, unpleasant) = (moods[0], moods[1] + moods[2]);
            let certainty = (pleasant - unpleasant).abs() / (pleasant + unpleasant).max(1e-6);
            sides.push((certainty, (pleasant > unpleasant) == (truth == Mood::Happy)));
        }
    }
    sides.sort_by(|a, b| b.0.total_cmp(&a.0));
    out.sides = rightness(&sides);
    out.surest = [8, 6, 4, 2].map(|tenths| rightness(&sides[..sides.len() * tenths / 10]));
    (out.calibration, out.bins) = calibration(&sure);
    out.groups = std::array::from_fn(|group| best_f1(examples, readings, group));
    (out.emotions, out.emotion_f1) = emotions(examples, readings);
    out
}

fn rightness(of: &[(f32, bool)]) -> f32 {
    of.iter().filter(|(_, is_right)| *is_right).count() as f32 / of.len().max(1) as f32
}

fn calibration(sure: &[(f32, bool)]) -> (f32, Vec<(f32, f32, usize)>) {
    let mut error = 0.0;
    let mut bins = Vec::new();
    for bin in 0..10_u8 {
        let within: Vec<(f32, bool)> = sure
            .iter()
            .filter(|(p, _)| (p * 10.0).floor().clamp(0.0, 9.0) == f32::from(bin))
            .copied()
            .collect();
        if within.is_empty() {
            continue;
        }
        let confidence = within.iter().map(|(p, _)| p).sum::<f32>() / within.len() as f32;
        let right = rightness(&within);
        error += (confidence - right).abs() * within.len() as f32 / sure.len() as f32;
        bins.push((confidence, right, within.len()));
    }
    (error, bins)
}

/// Pleasant, unpleasant, surprised, neutral.
fn group(probs: &[f32; 7], group: usize) -> f32 {
    match group {
        0 => probs[0] + probs[1],
        1 => probs[2] + probs[3] + probs[4],
        2 => probs[5],
        _ => probs[6],
    }
}

fn best_f1(examples: &[Example], readings: &[[f32; 7]], of: usize) -> f32 {
    let truth: Vec<bool> = examples
        .iter()
        .map(|example| group(&example.hard(), of) > 0.0)
        .collect();
    let threshold_f1 = |threshold: f32| {
        let (mut right, mut read, mut is) = (0, 0, 0);
        for (truth, probs) in truth.iter().zip(readings) {
            let is_read = group(probs, of) >= threshold;
            right += usize::from(*truth && is_read);
            read += usize::from(is_read);
            is += usize::from(*truth);
        }
        2.0 * right as f32 / (read + is).max(1) as f32
    };
    (1..40)
        .map(|part| threshold_f1(part as f32 / 40.0))
        .fold(0.0, f32::max)
}

fn emotions(examples: &[Example], readings: &[[f32; 7]]) -> (f32, [f32; 7]) {
    let mut counts = [[0_usize; 7]; 7];
    for (example, probs) in examples.iter().zip(readings) {
        if let [only] = example.emotions[..] {
            let more = |best: usize, next: usize| {
                if probs[next] > probs[best] {
                    next
                } else {
                    best
                }
            };
            counts[only.index()][(0..7).fold(6, more)] += 1;
        }
    }
    let all: usize = counts.iter().flatten().sum();
    let right: usize = (0..7).map(|i| counts[i][i]).sum();
    let f1 = std::array::from_fn(|i| {
        let is: usize = counts[i].iter().sum();
        let read: usize = counts.iter().map(|row| row[i]).sum();
        2.0 * counts[i][i] as f32 / (is + read).max(1) as f32
    });
    (right as f32 / all.max(1) as f32, f1)
}

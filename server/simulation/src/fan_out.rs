//! From a message to those who are connected: a node's processor as one server that takes one message after the other.

use rand::{RngExt, SeedableRng, rngs::SmallRng};

use crate::{
    arrivals::{Arrivals, Pattern},
    samples::Samples,
    theory,
};

/// Messages of one kind, by what they take.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Of all messages; the shares of all kinds add up to 1.
    pub share: f64,
    /// Processor time of one, all its deliveries together.
    pub seconds: f64,
}

/// Mean processor time of a message, and mean of its square.
pub fn moments(kinds: &[Kind]) -> (f64, f64) {
    let mean = |of: fn(&Kind) -> f64| kinds.iter().map(|kind| kind.share * of(kind)).sum();
    (
        mean(|kind| kind.seconds),
        mean(|kind| kind.seconds * kind.seconds),
    )
}

/// How long messages wait before their turn, by the formula of Pollaczek and Khinchine.
pub fn mean_wait_seconds(kinds: &[Kind], utilisation: f64) -> f64 {
    let (mean, square) = moments(kinds);
    theory::mg1_mean_wait_seconds(utilisation / mean, mean, square)
}

/// How long each waits before its turn, in seconds: so many messages at this utilisation (less than 1), by Lindley's
/// recursion: who comes next waits as long as the one before and its service, less the time between the two.
pub fn run(kinds: &[Kind], utilisation: f64, messages: usize, seed: u64) -> Samples {
    let mut random = SmallRng::seed_from_u64(seed);
    let rate = utilisation / moments(kinds).0;
    let mut waits = Samples::default();
    let mut free_at = 0.0_f64;
    for at in Arrivals::new(Pattern::Poisson, rate, seed).take(messages) {
        let start = free_at.max(at);
        waits.add(start - at);
        free_at = start + choose(kinds, random.random());
    }
    waits
}

fn choose(kinds: &[Kind], mut chance: f64) -> f64 {
    for kind in kinds {
        if chance < kind.share {
            return kind.seconds;
        }
        chance -= kind.share;
    }
    kinds.last().map_or(0.0, |kind| kind.seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_as_pollaczek_and_khinchine_say() {
        let kinds = [(0.9, 0.001), (0.1, 0.02)].map(|(share, seconds)| Kind { share, seconds });
        for utilisation in [0.3, 0.7] {
            let found = run(&kinds, utilisation, 300_000, 5).mean();
            let ratio = found / mean_wait_seconds(&kinds, utilisation);
            assert!((ratio - 1.0).abs() < 0.06, "{ratio}");
        }
    }
}

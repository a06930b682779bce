//! When messages come: evenly at random, or in bursts.

use rand::{RngExt, SeedableRng, rngs::SmallRng};

/// How arrivals are spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pattern {
    /// A Poisson process: many people who do not know of each other.
    Poisson,
    /// A Poisson process whose rate changes between two values (a Markov-modulated Poisson process of two states): now
    /// and then everyone talks at once. The mean rate is the same.
    Bursts {
        /// The rate in a burst over the mean rate; `factor · share` is less than 1.
        factor: f64,
        /// Of the time, how much is burst.
        share: f64,
        /// How long a burst lasts on average; its length is exponentially distributed.
        mean_seconds: f64,
    },
}

/// Keeps what is drawn here apart from what others draw from the same seed.
const STREAM: u64 = 0x6172_7269_7661_6c73;

/// Instants in seconds, without end.
pub struct Arrivals {
    random: SmallRng,
    pattern: Pattern,
    mean_rate: f64,
    now: f64,
    /// In a burst, and until when.
    burst: (bool, f64),
}

impl Arrivals {
    /// `rate_per_second` on average. The same seed, the same instants.
    pub fn new(pattern: Pattern, rate_per_second: f64, seed: u64) -> Self {
        Self {
            random: SmallRng::seed_from_u64(seed ^ STREAM),
            pattern,
            mean_rate: rate_per_second,
            now: 0.0,
            // The first quiet time begins when it is asked for.
            burst: (true, 0.0),
        }
    }

    fn rate(&self) -> f64 {
        match self.pattern {
            Pattern::Poisson => self.mean_rate,
            Pattern::Bursts { factor, .. } if self.burst.0 => self.mean_rate * factor,
            Pattern::Bursts { factor, share, .. } => {
                self.mean_rate * (1.0 - factor * share) / (1.0 - share)
            }
        }
    }

    /// The state ends: the other one begins.
    fn turn(&mut self, share: f64, mean_seconds: f64) {
        let (was_burst, at) = self.burst;
        let lasts = if was_burst {
            mean_seconds * (1.0 - share) / share
        } else {
            mean_seconds
        };
        self.now = at;
        self.burst = (!was_burst, at + exponential(&mut self.random, lasts));
    }
}

impl Iterator for Arrivals {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        loop {
            let mean_gap = 1.0 / self.rate();
            let gap = exponential(&mut self.random, mean_gap);
            let at = self.now + gap;
            match self.pattern {
                // An exponential distribution has no memory: what is left of a gap is drawn anew in the next state.
                Pattern::Bursts {
                    share,
                    mean_seconds,
                    ..
                } if at > self.burst.1 => self.turn(share, mean_seconds),
                _ => {
                    self.now = at;
                    return Some(at);
                }
            }
        }
    }
}

/// Exponentially distributed with this mean, by inversion.
pub fn exponential(random: &mut SmallRng, mean: f64) -> f64 {
    -mean * (1.0 - random.random::<f64>()).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BURSTS: Pattern = Pattern::Bursts {
        factor: 5.0,
        share: 0.1,
        mean_seconds: 0.2,
    };

    /// Variance over mean of the numbers of arrivals in windows of a second: 1 for a Poisson process.
    fn dispersion(pattern: Pattern) -> (f64, f64) {
        let mut counts = vec![0.0; 2_000];
        for at in Arrivals::new(pattern, 50.0, 1) {
            match counts.get_mut(at as usize) {
                Some(count) => *count += 1.0,
                None => break,
            }
        }
        let windows = counts.len() as f64;
        let mean = counts.iter().sum::<f64>() / windows;
        let variance = counts.iter().map(|c| (c - mean).powi(2)).sum::<f64>() / windows;
        (mean, variance / mean)
    }

    #[test]
    fn the_mean_rate_is_kept_and_bursts_are_bursts() {
        let (mean, poisson) = dispersion(Pattern::Poisson);
        assert!((mean - 50.0).abs() < 1.0, "{mean}");
        assert!((poisson - 1.0).abs() < 0.1, "{poisson}");
        let (mean, bursts) = dispersion(BURSTS);
        assert!((mean - 50.0).abs() < 2.5, "{mean}");
        assert!(bursts > 5.0, "{bursts}");
    }

    #[test]
    fn the_same_seed_gives_the_same_instants() {
        let instants = |seed| -> Vec<f64> { Arrivals::new(BURSTS, 9.0, seed).take(50).collect() };
        assert_eq!(instants(7), instants(7));
        assert_ne!(instants(7), instants(8));
    }
}

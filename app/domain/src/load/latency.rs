//! Latency as percentiles: a mean would hide those who wait.

use std::time::Duration;

use super::{Figure, Undefined};

/// How long it took, of many samples that were each taken on one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// Half of them took no longer.
    pub p50: Duration,
    /// Of a hundred, one took longer.
    pub p99: Duration,
    /// How many there are.
    pub samples: usize,
}

impl Latency {
    /// Puts the samples in order and reads the percentiles off.
    ///
    /// # Errors
    /// `NoSamples`.
    pub fn of(samples: &mut [Duration]) -> Figure<Self> {
        samples.sort_unstable();
        Ok(Self {
            p50: percentile(samples, 50)?,
            p99: percentile(samples, 99)?,
            samples: samples.len(),
        })
    }
}

/// The smallest sample that at least `percent` of a hundred do not exceed (nearest rank: always one that was measured).
/// `sorted` is in ascending order; more than 100 counts as 100.
///
/// # Errors
/// `NoSamples`.
pub fn percentile(sorted: &[Duration], percent: u8) -> Figure<Duration> {
    let rank = (sorted.len() * usize::from(percent.min(100))).div_ceil(100);
    sorted
        .get(rank.saturating_sub(1))
        .copied()
        .ok_or(Undefined::NoSamples)
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_percentile_is_one_that_was_measured() {
        let hundred: Vec<Duration> = (1..=100).map(ms).collect();
        assert_eq!(percentile(&hundred, 50), Ok(ms(50)));
        assert_eq!(percentile(&hundred, 99), Ok(ms(99)));
        assert_eq!(percentile(&hundred, 100), Ok(ms(100)));
        assert_eq!(percentile(&hundred, 0), Ok(ms(1)));
        assert_eq!(percentile(&[ms(7)], 99), Ok(ms(7)));
        assert_eq!(percentile(&[], 50), Err(Undefined::NoSamples));
    }

    #[test]
    fn the_order_of_samples_does_not_matter() {
        let latency = Latency::of(&mut [ms(30), ms(10), ms(20)]);
        let expected = Latency {
            p50: ms(20),
            p99: ms(30),
            samples: 3,
        };
        assert_eq!(latency, Ok(expected));
        assert_eq!(Latency::of(&mut []), Err(Undefined::NoSamples));
    }

    proptest! {
        #[test]
        fn enough_do_not_exceed_a_percentile_and_too_few_stay_below(
            samples in vec(0_u64..1_000, 1..200),
            percent in 1_u8..=100,
        ) {
            let mut sorted: Vec<Duration> = samples.into_iter().map(ms).collect();
            sorted.sort_unstable();
            let found = percentile(&sorted, percent).expect("there are samples");
            let wanted = sorted.len() * usize::from(percent);
            let up_to = sorted.iter().filter(|sample| **sample <= found).count();
            let below = sorted.iter().filter(|sample| **sample < found).count();
            prop_assert!(up_to * 100 >= wanted && below * 100 < wanted);
        }
    }
}

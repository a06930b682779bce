//! How long to wait before asking again for what did not come: the socket, a part of the program.

use super::{clock, random};

/// The first wait, at most.
const FIRST_MS: u64 = 1_000;
/// The longest wait.
const LONGEST_MS: u64 = 30_000;

/// Doubles with each failure, and is spread, so that a restarted server is not met by everyone at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The next wait in milliseconds: between half and all of the step. `random` is from 0 up to 1.
    pub fn next_ms(&mut self, random: f64) -> u32 {
        let step = FIRST_MS
            .saturating_mul(1 << self.failures.min(16))
            .min(LONGEST_MS);
        self.failures = self.failures.saturating_add(1);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most half a minute in milliseconds"
        )]
        let wait = (step as f64 * (0.5 + random.clamp(0.0, 1.0) / 2.0)) as u32;
        wait
    }

    /// How often it failed since the last success.
    pub fn failures(self) -> u32 {
        self.failures
    }

    /// It went well: the next wait is short again.
    pub fn reset(&mut self) {
        self.failures = 0;
    }
}

/// Asks until something comes, with growing waits in between.
pub async fn until_some<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let mut backoff = Backoff::default();
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        clock::sleep(backoff.next_ms(random::unit())).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_stay_bounded() {
        let mut backoff = Backoff::default();
        let waits: Vec<u32> = (0..8).map(|_| backoff.next_ms(1.0)).collect();
        assert_eq!(
            waits,
            [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]
        );
        backoff.reset();
        assert_eq!(backoff.next_ms(0.0), 500);
    }

    #[test]
    fn waits_are_spread_over_half_of_the_step() {
        for failures in 0..40 {
            for random in [0.0, 0.3, 0.999] {
                let mut backoff = Backoff { failures };
                let wait = backoff.next_ms(random);
                assert!((500..=30_000).contains(&wait), "{wait}");
            }
        }
    }
}

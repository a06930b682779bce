//! Doing again what another server's transaction was in the way of.

use std::time::Duration;

/// Attempts at the same thing.
const ATTEMPTS: u32 = 8;
/// The first wait, at most; each later one is up to twice as long.
const WAIT: Duration = Duration::from_millis(2);

/// How often something was tried.
#[derive(Debug, Default)]
pub(super) struct Retries(u32);

impl Retries {
    /// Waits a moment before another attempt; false: there were enough.
    pub async fn wait(&mut self) -> bool {
        self.0 += 1;
        if self.0 >= ATTEMPTS {
            return false;
        }
        // Random, so that two who met do not meet again.
        let most = WAIT * (1 << self.0);
        tokio::time::sleep(most.mul_f64(rand::random())).await;
        true
    }
}

//! How much one connection may ask.

use std::time::Duration;

use tokio::time::Instant;

/// A bucket of permits that fills again by itself.
#[derive(Debug)]
pub struct Bucket {
    permits: f64,
    capacity: f64,
    per_second: f64,
    filled_at: Instant,
}

impl Bucket {
    /// Full, with room for `capacity` requests at once and `per_second` in the long run.
    #[must_use]
    pub fn new(capacity: f64, per_second: f64) -> Self {
        Self {
            permits: capacity,
            capacity,
            per_second,
            filled_at: Instant::now(),
        }
    }

    /// Takes a permit.
    ///
    /// # Errors
    /// How long to wait for one.
    pub fn take(&mut self) -> Result<(), Duration> {
        let now = Instant::now();
        let gained = now.duration_since(self.filled_at).as_secs_f64() * self.per_second;
        self.permits = (self.permits + gained).min(self.capacity);
        self.filled_at = now;
        if self.permits >= 1.0 {
            self.permits -= 1.0;
            Ok(())
        } else {
            Err(Duration::from_secs_f64(
                (1.0 - self.permits) / self.per_second,
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn permits_come_back_with_time() {
        let mut bucket = Bucket::new(2.0, 10.0);
        assert!(bucket.take().is_ok() && bucket.take().is_ok());
        let wait = bucket.take().expect_err("empty");
        tokio::time::advance(wait).await;
        assert!(bucket.take().is_ok());
        assert!(bucket.take().is_err());
    }
}

//! Time and new ids: the only home of the system's clock, so that tests can set both.

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

use domain::Timestamp;
use rand::{Rng, SeedableRng, rngs::StdRng};
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Stands at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.0))
    }

    /// Moves by `ms` milliseconds.
    pub fn advance(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Makes ids: UUID version 7 from the clock and a source of randomness.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Arc<dyn Clock>,
    random: Arc<Mutex<StdRng>>,
}

impl Ids {
    /// Randomness from the operating system.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            random: Arc::new(Mutex::new(rand::make_rng())),
        }
    }

    /// Always the same sequence.
    #[must_use]
    pub fn seeded(clock: Arc<dyn Clock>, seed: u64) -> Self {
        Self {
            clock,
            random: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))),
        }
    }

    /// A new id of any kind: `let room: RoomId = ids.make();`.
    #[must_use]
    pub fn make<Id: From<Uuid>>(&self) -> Id {
        self.make_at(self.clock.now())
    }

    /// An id as it would have been made at another time, for a history that is written afterwards.
    #[must_use]
    pub fn make_at<Id: From<Uuid>>(&self, time: Timestamp) -> Id {
        let mut bytes = [0; 10];
        self.random
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        let ms = u64::try_from(time.0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &bytes)
            .into_uuid()
            .into()
    }
}

#[cfg(test)]
mod tests {
    use domain::RoomId;

    use super::*;

    #[test]
    fn ids_follow_the_clock_and_differ() {
        let clock = Arc::new(TestClock::at(Timestamp(1_000)));
        let ids = Ids::seeded(clock.clone(), 7);
        let (a, b): (RoomId, RoomId) = (ids.make(), ids.make());
        assert_ne!(a, b);
        clock.advance(5);
        let later: RoomId = ids.make();
        assert!(later > a && later > b);
        assert_eq!(later.0.get_version_num(), 7);
    }
}

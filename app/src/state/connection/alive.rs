//! Whether the other side is still there, and when to show that this one is. Pure: time is an argument.

use domain::Timestamp;

/// An answer to a probe takes no longer.
const PROBE_MS: u64 = 5_000;

/// Follows one connection.
#[derive(Clone, Copy, Debug)]
pub struct Alive {
    heartbeat_ms: u64,
    heard_at: Timestamp,
    sent_at: Timestamp,
    probed_at: Option<Timestamp>,
}

impl Alive {
    /// A connection that has just been opened.
    pub fn new(heartbeat_ms: u64, now: Timestamp) -> Self {
        Self {
            heartbeat_ms: heartbeat_ms.max(1_000),
            heard_at: now,
            sent_at: now,
            probed_at: None,
        }
    }

    /// The server said how often each side shows that it is alive.
    pub fn agree(&mut self, heartbeat_ms: u32) {
        self.heartbeat_ms = u64::from(heartbeat_ms).max(1_000);
    }

    /// Something came.
    pub fn heard(&mut self, now: Timestamp) {
        self.heard_at = now;
        self.probed_at = None;
    }

    /// Something was sent.
    pub fn sent(&mut self, now: Timestamp) {
        self.sent_at = now;
    }

    /// Time to show that this side is there: well before the other would close.
    pub fn owes_heartbeat(&self, now: Timestamp) -> bool {
        now.since(self.sent_at) >= self.heartbeat_ms * 3 / 4
    }

    /// The other side's heartbeat came. A hidden page's timers may run once a minute only, its events run at once: so it
    /// answers where it has been silent for a while.
    pub fn should_answer(&self, now: Timestamp) -> bool {
        now.since(self.sent_at) >= self.heartbeat_ms / 2
    }

    /// The device woke up or changed networks: is the connection worth a question?
    pub fn should_probe(&self, now: Timestamp) -> bool {
        self.probed_at.is_none() && now.since(self.heard_at) >= PROBE_MS
    }

    /// A question was sent to which the other side answers at once.
    pub fn probed(&mut self, now: Timestamp) {
        self.probed_at = Some(now);
    }

    /// Nothing was heard for too long.
    pub fn is_silent(&self, now: Timestamp) -> bool {
        now.since(self.heard_at) > self.heartbeat_ms * 2
            || self
                .probed_at
                .is_some_and(|probed| now.since(probed) > PROBE_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp(ms)
    }

    #[test]
    fn a_quiet_side_shows_that_it_is_there_in_time() {
        let mut alive = Alive::new(20_000, at(0));
        assert!(!alive.owes_heartbeat(at(14_000)));
        assert!(alive.owes_heartbeat(at(15_000)));
        alive.sent(at(15_000));
        assert!(!alive.owes_heartbeat(at(16_000)));
    }

    #[test]
    fn twice_the_heartbeat_without_a_word_is_silence() {
        let mut alive = Alive::new(20_000, at(0));
        assert!(!alive.is_silent(at(40_000)));
        assert!(alive.is_silent(at(40_001)));
        alive.heard(at(39_000));
        assert!(!alive.is_silent(at(79_000)));
    }

    #[test]
    fn after_a_wake_a_question_must_be_answered_soon() {
        let mut alive = Alive::new(20_000, at(0));
        assert!(!alive.should_probe(at(4_000)));
        assert!(alive.should_probe(at(10_000)));
        alive.probed(at(10_000));
        assert!(!alive.should_probe(at(11_000)));
        assert!(!alive.is_silent(at(15_000)));
        assert!(alive.is_silent(at(15_001)));
        alive.heard(at(15_500));
        assert!(!alive.is_silent(at(15_501)));
    }
}

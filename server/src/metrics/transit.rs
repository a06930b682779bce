//! How long a message takes through this node: from its command coming in, through the commit and the broker, to the inboxes
//! of those who have the room open. Both ends are read on this node's own clock, whichever broker lies between; what other
//! nodes accepted is not timed here.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use domain::MessageId;
use prometheus_client::{
    metrics::histogram::Histogram,
    registry::{Registry, Unit},
};
use rustc_hash::FxBuildHasher;

use super::SECONDS;

/// Messages under way at the same time; those whose notices are lost are forgotten when there are more.
const UNDER_WAY_MAX: usize = 16_384;
/// Samples that are kept for percentiles: the latest.
const RECENT_MAX: usize = 4_096;
/// How old such a sample may be.
const RECENT: Duration = Duration::from_secs(60);

/// See the module. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Transit {
    state: Arc<Mutex<State>>,
    publishing: Histogram,
    latency: Histogram,
}

#[derive(Debug, Default)]
struct State {
    under_way: HashMap<MessageId, Departure, FxBuildHasher>,
    recent: VecDeque<Arrival>,
}

#[derive(Clone, Copy, Debug)]
struct Departure {
    received: Instant,
    published: Instant,
}

#[derive(Clone, Copy, Debug)]
struct Arrival {
    at: Instant,
    latency: Duration,
}

impl Transit {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let own = Self {
            state: Arc::default(),
            publishing: Histogram::new(SECONDS),
            latency: Histogram::new(SECONDS),
        };
        registry.register_with_unit(
            "publish_to_deliver",
            "From the publishing of a batch of messages to the inboxes of their readers",
            Unit::Seconds,
            own.publishing.clone(),
        );
        registry.register_with_unit(
            "message_latency",
            "From a message coming in to the inboxes of its readers",
            Unit::Seconds,
            own.latency.clone(),
        );
        own
    }

    /// Messages that came in at these times are on disk, and are published `now`.
    pub fn depart(&self, messages: &[(MessageId, Instant)], now: Instant) {
        let mut state = self.lock();
        if state.under_way.len() + messages.len() > UNDER_WAY_MAX {
            state.under_way.clear();
        }
        state
            .under_way
            .extend(messages.iter().map(|(id, received)| {
                let departure = Departure {
                    received: *received,
                    published: now,
                };
                (*id, departure)
            }));
    }

    /// Messages of one batch were handed to their readers' inboxes `now`.
    pub fn arrive(&self, messages: &[MessageId], now: Instant) {
        let mut state = self.lock();
        let mut published = None;
        for id in messages {
            let Some(departure) = state.under_way.remove(id) else {
                continue;
            };
            published.get_or_insert(departure.published);
            let latency = now.duration_since(departure.received);
            self.latency.observe(latency.as_secs_f64());
            if state.recent.len() == RECENT_MAX {
                state.recent.pop_front();
            }
            state.recent.push_back(Arrival { at: now, latency });
        }
        if let Some(published) = published {
            let took = now.duration_since(published);
            self.publishing.observe(took.as_secs_f64());
        }
    }

    /// How long the messages of the last minute took, or the latest of them where there were many.
    #[must_use]
    pub fn recent(&self, now: Instant) -> Vec<Duration> {
        let state = self.lock();
        state
            .recent
            .iter()
            .filter(|arrival| now.duration_since(arrival.at) <= RECENT)
            .map(|arrival| arrival.latency)
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use prometheus_client::encoding::prometheus_text::encode;

    use super::*;

    fn transit() -> Transit {
        Transit::register(&mut Registry::default())
    }

    fn id(number: u64) -> MessageId {
        MessageId::from_parts(number, [0; 10])
    }

    #[test]
    fn a_message_is_timed_from_coming_in_to_its_readers() {
        let mut registry = Registry::default();
        let (transit, start) = (Transit::register(&mut registry), Instant::now());
        let at = |ms| start + Duration::from_millis(ms);
        transit.depart(&[(id(1), at(0)), (id(2), at(3))], at(5));
        transit.arrive(&[id(1), id(2), id(7)], at(9));
        let expected = [9, 6].map(Duration::from_millis);
        assert_eq!(transit.recent(at(10)), expected);
        // One of them came from elsewhere, and nothing arrives twice.
        transit.arrive(&[id(1), id(8)], at(20));
        let mut text = String::new();
        encode(&mut text, &registry).expect("written");
        for line in [
            "message_latency_seconds_count 2",
            "message_latency_seconds_bucket{le=\"0.005\"} 0",
            "message_latency_seconds_bucket{le=\"0.01\"} 2",
            "publish_to_deliver_seconds_count 1",
            "publish_to_deliver_seconds_sum 0.004",
        ] {
            assert!(text.lines().any(|it| it == line), "{line}: {text}");
        }
    }

    #[test]
    fn samples_are_forgotten_after_a_minute() {
        let (transit, start) = (transit(), Instant::now());
        transit.depart(&[(id(1), start)], start);
        transit.arrive(&[id(1)], start);
        assert_eq!(transit.recent(start + RECENT).len(), 1);
        let later = start + RECENT + Duration::from_millis(1);
        assert!(transit.recent(later).is_empty());
    }

    #[test]
    fn neither_lost_notices_nor_samples_pile_up() {
        let (transit, now) = (transit(), Instant::now());
        for number in 0..2 * UNDER_WAY_MAX as u64 {
            transit.depart(&[(id(number), now)], now);
        }
        assert!(transit.lock().under_way.len() <= UNDER_WAY_MAX);
        for number in 0..2 * UNDER_WAY_MAX as u64 {
            transit.arrive(&[id(number)], now);
        }
        assert_eq!(transit.recent(now).len(), RECENT_MAX);
    }
}

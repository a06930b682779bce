//! How this node bore its load in the last minute: counts that are noted every few seconds, and the latency of messages,
//! put into the formulas of [`domain::load`].

use std::{
    collections::VecDeque,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use domain::load::{
    Figure, Latency, NodeLoad, Utilisation, fan_out, per_second, requests_per_second, throughput,
};
use tokio::time::{MissedTickBehavior, interval};

use crate::{AppState, metrics::process};

/// How often the counts are noted.
const EVERY: Duration = Duration::from_secs(5);
/// How many of them reach back a minute.
const KEPT: usize = 12;

/// The counts of the last minute.
#[derive(Debug, Default)]
pub struct Readings(Mutex<VecDeque<Reading>>);

/// What was counted from the start until some moment.
#[derive(Clone, Copy, Debug)]
struct Reading {
    at: Instant,
    requests: u64,
    messages: u64,
    deliveries: u64,
    busy: Duration,
}

/// This node's last minute, or the time since its start where that is less.
///
/// # Errors
/// `NoTime` in the very beginning.
pub fn last_minute(state: &AppState) -> Figure<NodeLoad> {
    let now = Reading::of(state);
    let samples = state.metrics.live.transit.recent(now.at);
    state.readings.since(now, samples, cores())
}

/// Notes the counts until the server stops.
pub async fn watch(state: AppState) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = state.stop.cancelled() => return,
            _ = ticks.tick() => state.readings.note(Reading::of(&state)),
        }
    }
}

fn cores() -> NonZeroU32 {
    let cores = std::thread::available_parallelism().ok();
    cores
        .and_then(|cores| NonZeroU32::try_from(cores).ok())
        .unwrap_or(NonZeroU32::MIN)
}

impl Reading {
    fn of(state: &AppState) -> Self {
        let metrics = &state.metrics;
        Self {
            at: Instant::now(),
            requests: metrics.http.requests() + metrics.live.commands(),
            messages: metrics.writer.messages(),
            deliveries: metrics.live.deliveries.get(),
            busy: process::busy(),
        }
    }
}

impl Readings {
    fn note(&self, reading: Reading) {
        let mut readings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if readings.len() == KEPT {
            readings.pop_front();
        }
        readings.push_back(reading);
    }

    /// From the oldest reading to `now`.
    fn since(
        &self,
        now: Reading,
        mut samples: Vec<Duration>,
        cores: NonZeroU32,
    ) -> Figure<NodeLoad> {
        let oldest = {
            let readings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            readings.front().copied().unwrap_or(now)
        };
        let time = now.at.duration_since(oldest.at);
        let messages = now.messages - oldest.messages;
        let deliveries = now.deliveries - oldest.deliveries;
        Ok(NodeLoad {
            time,
            requests_per_second: requests_per_second(now.requests - oldest.requests, time)?,
            messages_per_second: per_second(messages, time)?,
            deliveries_per_second: throughput(deliveries, time)?,
            fan_out: fan_out(deliveries, messages),
            latency: Latency::of(&mut samples),
            utilisation: Utilisation::of(now.busy.saturating_sub(oldest.busy), time, cores)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::load::Undefined;

    use super::*;

    fn reading(start: Instant, seconds: u64, count: u64) -> Reading {
        Reading {
            at: start + Duration::from_secs(seconds),
            requests: 3 * count,
            messages: count,
            deliveries: 20 * count,
            busy: Duration::from_millis(10 * count),
        }
    }

    #[test]
    fn the_figures_are_those_of_the_last_minute() {
        let (readings, start) = (Readings::default(), Instant::now());
        let two = NonZeroU32::MIN.saturating_add(1);
        // 600 messages at once, then two a second.
        for step in 0..100 {
            readings.note(reading(start, 5 * step, 600 + 10 * step));
        }
        let now = reading(start, 500, 1_600);
        let samples = [4, 2, 3].map(Duration::from_millis).to_vec();
        let load = readings.since(now, samples, two).expect("time has passed");
        assert_eq!(load.time, Duration::from_secs(60));
        assert!((load.messages_per_second - 2.0).abs() < 1e-9);
        assert!((load.requests_per_second - 6.0).abs() < 1e-9);
        assert!((load.deliveries_per_second - 40.0).abs() < 1e-9);
        assert_eq!(load.fan_out, Ok(20.0));
        assert!((load.utilisation.share() - 0.01).abs() < 1e-9);
        let latency = load.latency.expect("there are samples");
        assert_eq!(latency.p50, Duration::from_millis(3));
        assert_eq!(latency.p99, Duration::from_millis(4));
    }

    #[test]
    fn in_the_beginning_and_in_silence_figures_are_missing_and_not_zero() {
        let (readings, start) = (Readings::default(), Instant::now());
        let now = reading(start, 0, 0);
        let of = |now| readings.since(now, Vec::new(), NonZeroU32::MIN);
        assert_eq!(of(now), Err(Undefined::NoTime));
        readings.note(now);
        let load = of(reading(start, 5, 0)).expect("time has passed");
        assert_eq!(load.messages_per_second, 0.0);
        assert_eq!(load.fan_out, Err(Undefined::NoMessages));
        assert_eq!(load.latency, Err(Undefined::NoSamples));
    }
}

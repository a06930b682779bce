//! How a place bears its load: latency, throughput, requests per second, utilisation and how evenly it is spread.
//!
//! Pure formulas for whoever shows them. What was measured is given: samples taken on one clock, counts, and the time in
//! which they were counted. Two machines' clocks are never subtracted, so a latency is either a client's (from sending to
//! its own echo) or a node's (from the command coming in to the readers' inboxes). Where a quantity has no value, the
//! answer says why ([`Undefined`]), and no zero stands in for it.

mod even;
mod latency;

use std::{num::NonZeroU32, time::Duration};

pub use even::{evenness, mean_utilisation};
pub use latency::{Latency, percentile};

/// Why a quantity has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undefined {
    /// No time has passed in which something could have been counted.
    #[error("no time has passed")]
    NoTime,
    /// Nothing was measured.
    #[error("there is no sample")]
    NoSamples,
    /// No message was accepted, so there is nothing that could have been fanned out.
    #[error("there is no message")]
    NoMessages,
    /// There is no node.
    #[error("there is no node")]
    NoNodes,
    /// Every node rests: idleness has no distribution.
    #[error("every node is idle")]
    AllIdle,
}

/// A quantity, or why it has none.
pub type Figure<T = f64> = Result<T, Undefined>;

/// Throughput N / T: messages *delivered* in a second, one for each connection that was handed one. How many came in is
/// another figure; [`fan_out`] is what lies between.
///
/// # Errors
/// `NoTime`.
pub fn throughput(deliveries: u64, time: Duration) -> Figure {
    per_second(deliveries, time)
}

/// Connections that were handed each message, on average: deliveries / messages.
///
/// # Errors
/// `NoMessages`.
pub fn fan_out(deliveries: u64, messages: u64) -> Figure {
    if messages == 0 {
        return Err(Undefined::NoMessages);
    }
    Ok(deliveries as f64 / messages as f64)
}

/// Requests per second: requests / time.
///
/// # Errors
/// `NoTime`.
pub fn requests_per_second(requests: u64, time: Duration) -> Figure {
    per_second(requests, time)
}

/// So many in a second, of whatever was counted.
///
/// # Errors
/// `NoTime`.
pub fn per_second(count: u64, time: Duration) -> Figure {
    if time.is_zero() {
        return Err(Undefined::NoTime);
    }
    Ok(count as f64 / time.as_secs_f64())
}

/// How busy one node is, U: from 0 (idle) to 1 (every core of it).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Utilisation(f64);

impl Utilisation {
    /// Processor time `busy` on `cores` cores within `time`. Clocks that are read one after the other may show a little
    /// more than there can be; that counts as all of it.
    ///
    /// # Errors
    /// `NoTime`.
    pub fn of(busy: Duration, time: Duration, cores: NonZeroU32) -> Figure<Self> {
        if time.is_zero() {
            return Err(Undefined::NoTime);
        }
        let share = busy.as_secs_f64() / (time.as_secs_f64() * f64::from(cores.get()));
        Ok(Self(share.min(1.0)))
    }

    /// From 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        self.0
    }
}

/// What one node did within `time`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeLoad {
    /// The time that it is about.
    pub time: Duration,
    /// Requests and commands of clients, a second.
    pub requests_per_second: f64,
    /// Messages accepted, a second.
    pub messages_per_second: f64,
    /// Throughput: messages handed to connections, a second.
    pub deliveries_per_second: f64,
    /// Deliveries of each message.
    pub fan_out: Figure,
    /// From a message coming in to its readers' inboxes.
    pub latency: Figure<Latency>,
    /// How busy its processors were.
    pub utilisation: Utilisation,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn cores(count: u32) -> NonZeroU32 {
        NonZeroU32::new(count).expect("some")
    }

    #[test]
    fn rates_are_counts_over_time() {
        assert_eq!(throughput(5_000, seconds(2)), Ok(2_500.0));
        assert_eq!(requests_per_second(30, seconds(60)), Ok(0.5));
        assert_eq!(throughput(0, seconds(1)), Ok(0.0));
        assert_eq!(throughput(7, Duration::ZERO), Err(Undefined::NoTime));
        assert_eq!(requests_per_second(0, seconds(0)), Err(Undefined::NoTime));
    }

    #[test]
    fn fan_out_is_told_apart_from_throughput() {
        assert_eq!(fan_out(600, 6), Ok(100.0));
        assert_eq!(fan_out(0, 6), Ok(0.0), "nobody had the room open");
        assert_eq!(fan_out(0, 0), Err(Undefined::NoMessages));
    }

    #[test]
    fn a_node_is_as_busy_as_its_cores() {
        let of = |busy, time, count| Utilisation::of(seconds(busy), seconds(time), cores(count));
        assert_eq!(of(30, 60, 1).map(Utilisation::share), Ok(0.5));
        assert_eq!(of(30, 60, 4).map(Utilisation::share), Ok(0.125));
        assert_eq!(of(61, 60, 1).map(Utilisation::share), Ok(1.0), "at most");
        assert_eq!(of(0, 60, 1).map(Utilisation::share), Ok(0.0));
        assert_eq!(of(1, 0, 1), Err(Undefined::NoTime));
    }

    proptest! {
        #[test]
        fn what_is_delivered_is_what_came_in_times_the_fan_out(
            messages in 1_u64..1_000_000,
            deliveries in 0_u64..1_000_000_000,
            millis in 1_u64..10_000_000,
        ) {
            let time = Duration::from_millis(millis);
            let came_in = per_second(messages, time).expect("time has passed");
            let fan_out = fan_out(deliveries, messages).expect("there are messages");
            let delivered = throughput(deliveries, time).expect("time has passed");
            prop_assert!((came_in * fan_out - delivered).abs() <= delivered * 1e-9);
        }
    }
}

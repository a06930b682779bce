//! A node's writer: it takes all that waits, up to a limit, and commits it together.
//!
//! One server and batches of any size up to a limit; a batch takes a fixed time and some more for each message. With one
//! message to a batch it is the textbook's single server.

use std::collections::VecDeque;

use rand::{SeedableRng, rngs::SmallRng};

use crate::{arrivals::exponential, samples::Samples};

/// How the fixed part of a commit varies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Always the same.
    Fixed,
    /// Exponentially distributed, with the same mean.
    Exponential,
}

/// How a writer works.
#[derive(Clone, Copy, Debug)]
pub struct Writer {
    /// What each commit takes, whatever is in it.
    pub commit_seconds: f64,
    /// How that varies.
    pub spread: Spread,
    /// What each message adds.
    pub message_seconds: f64,
    /// Most messages in a batch.
    pub batch_max: usize,
    /// Most messages that wait; more are refused.
    pub queue_max: usize,
    /// What else it has to write.
    pub receipts: Option<Receipts>,
}

/// Positions of readers, gathered and written before the next batch.
#[derive(Clone, Copy, Debug)]
pub struct Receipts {
    /// How long they are gathered.
    pub gather_seconds: f64,
    /// What writing them takes, however many they are.
    pub seconds: f64,
}

/// What became of the messages.
#[derive(Debug, Default)]
pub struct Outcome {
    /// From arrival to the end of the commit, in seconds.
    pub latency_seconds: Samples,
    /// Commits of messages.
    pub batches: usize,
    /// Messages that were not taken because too many waited.
    pub refused: usize,
}

impl Outcome {
    /// Messages in a batch on average.
    pub fn mean_batch(&self) -> f64 {
        self.latency_seconds.count() as f64 / self.batches as f64
    }

    /// Nothing was refused, and 99 of 100 did not wait longer than this.
    pub fn holds(&self, limit_seconds: f64) -> bool {
        self.refused == 0 && self.latency_seconds.quantile(0.99) <= limit_seconds
    }
}

/// Lets so many messages come at these instants.
pub fn run(
    writer: Writer,
    arrivals: impl Iterator<Item = f64>,
    messages: usize,
    seed: u64,
) -> Outcome {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut arrivals = arrivals.take(messages).peekable();
    let mut waiting: VecDeque<f64> = VecDeque::new();
    let mut outcome = Outcome::default();
    let mut free_at = 0.0_f64;
    // When the receipts of what was posted since they were last written are due.
    let mut receipts_at: Option<f64> = None;
    while let Some(first) = waiting
        .front()
        .copied()
        .or_else(|| arrivals.peek().copied())
    {
        let mut start = free_at.max(first);
        if let (Some(receipts), Some(due)) = (writer.receipts, receipts_at)
            && start >= due
        {
            start = (free_at.max(due) + receipts.seconds).max(first);
            receipts_at = None;
        }
        while let Some(at) = arrivals.next_if(|at| *at <= start) {
            if waiting.len() < writer.queue_max {
                waiting.push_back(at);
            } else {
                outcome.refused += 1;
            }
        }
        let rows = waiting.len().min(writer.batch_max);
        let commit = match writer.spread {
            Spread::Fixed => writer.commit_seconds,
            Spread::Exponential => exponential(&mut random, writer.commit_seconds),
        };
        free_at = start + commit + rows as f64 * writer.message_seconds;
        for at in waiting.drain(..rows) {
            outcome.latency_seconds.add(free_at - at);
        }
        outcome.batches += 1;
        if let Some(receipts) = writer.receipts {
            receipts_at.get_or_insert(free_at + receipts.gather_seconds);
        }
    }
    outcome
}

/// The highest value that `holds`, between none and `most`, to half a percent; those below it are taken to hold too.
pub fn highest(most: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, most);
    while high - low > (low / 200.0).max(most / 1e5) {
        let middle = f64::midpoint(low, high);
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        arrivals::{Arrivals, Pattern},
        theory::{self, BatchService},
    };

    const ONE_BY_ONE: Writer = Writer {
        commit_seconds: 0.01,
        spread: Spread::Fixed,
        message_seconds: 0.0,
        batch_max: 1,
        queue_max: usize::MAX,
        receipts: None,
    };

    fn at(rate: f64, writer: Writer) -> Outcome {
        run(writer, Arrivals::new(Pattern::Poisson, rate, 3), 200_000, 4)
    }

    fn check(found: f64, expected: f64, tolerance: f64) {
        let off = (found / expected - 1.0).abs();
        assert!(off < tolerance, "{found} where theory says {expected}");
    }

    #[test]
    fn one_by_one_and_exponential_it_is_mm1() {
        let writer = Writer {
            spread: Spread::Exponential,
            ..ONE_BY_ONE
        };
        for rate in [30.0, 70.0] {
            let seen = at(rate, writer).latency_seconds;
            check(
                seen.mean(),
                theory::mm1_mean_sojourn_seconds(rate, 0.01),
                0.03,
            );
            let expected = theory::mm1_sojourn_quantile_seconds(rate, 0.01, 0.99);
            check(seen.quantile(0.99), expected, 0.06);
        }
    }

    #[test]
    fn one_by_one_and_fixed_it_is_md1() {
        for rate in [30.0, 70.0] {
            let waited = at(rate, ONE_BY_ONE).latency_seconds.mean() - 0.01;
            check(
                waited,
                theory::mg1_mean_wait_seconds(rate, 0.01, 0.01 * 0.01),
                0.04,
            );
        }
    }

    #[test]
    fn without_limit_it_is_batch_service() {
        let writer = Writer {
            batch_max: usize::MAX,
            ..ONE_BY_ONE
        };
        for rate in [20.0, 100.0, 1_000.0] {
            let theory = BatchService {
                arrivals_per_second: rate,
                service_seconds: 0.01,
            };
            let seen = at(rate, writer);
            check(seen.mean_batch(), theory.mean_batch(), 0.01);
            check(
                seen.latency_seconds.mean(),
                theory.mean_latency_seconds(),
                0.01,
            );
            for share in [0.3, 0.5, 0.99] {
                let found = seen.latency_seconds.quantile(share);
                check(found, theory.latency_quantile_seconds(share), 0.02);
            }
        }
    }

    #[test]
    fn the_highest_rate_is_what_full_batches_take() {
        let writer = Writer {
            commit_seconds: 0.001,
            message_seconds: 0.000_1,
            batch_max: 100,
            queue_max: 1_000,
            ..ONE_BY_ONE
        };
        let found = highest(20_000.0, |rate| at(rate, writer).holds(0.1));
        // A hundred messages in 11 ms.
        assert!((8_500.0..9_150.0).contains(&found), "{found}");
    }

    #[test]
    fn what_finds_no_place_is_refused() {
        let writer = Writer {
            queue_max: 10,
            ..ONE_BY_ONE
        };
        let seen = at(200.0, writer);
        // Twice what it can take comes: half is refused, and nobody waits for more than the queue.
        let refused = seen.refused as f64 / 200_000.0;
        assert!((refused - 0.5).abs() < 0.02, "{refused}");
        assert!(seen.latency_seconds.quantile(1.0) <= 0.12 + 1e-9);
    }

    #[test]
    fn messages_wait_for_receipts_written_before_them() {
        let with = |receipts| {
            let writer = Writer {
                batch_max: 1_000,
                receipts,
                ..ONE_BY_ONE
            };
            at(50.0, writer).latency_seconds.quantile(0.99)
        };
        let receipts = Receipts {
            gather_seconds: 0.15,
            seconds: 0.06,
        };
        assert!(with(Some(receipts)) > 1.5 * with(None));
    }
}

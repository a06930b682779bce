//! The figures of `docs/benchmarks.md` that the group commit is fitted to and held against: Moodlight on one core, SQLite.

use crate::{
    arrivals::{Arrivals, Pattern},
    document::{ms, number, table},
    group_commit::{Outcome, Spread, Writer, highest, run},
};

/// A load as it was measured.
struct Load {
    name: &'static str,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    /// Processor time of a message, its deliveries included: seconds per million deliveries times its deliveries.
    message_seconds: f64,
}

const STEADY: Load = Load {
    name: "50 rooms of 10, 2,000/s",
    per_second: 1_978.0,
    p50_ms: 0.39,
    p99_ms: 1.40,
    // Here most of the processor's time goes into single writes to sockets, which the next commit does not wait for. What
    // a message costs where all comes together is the better guess of what the writer waits for.
    message_seconds: 15.6e-6,
};
/// At its highest rate.
const GROUPS: Load = Load {
    name: "50 rooms of 10, highest",
    per_second: 63_470.0,
    p50_ms: 23.71,
    p99_ms: 47.36,
    message_seconds: 15.6e-6,
};
/// At its highest rate.
const PAIRS: Load = Load {
    name: "500 rooms of 2, highest",
    per_second: 34_528.0,
    p50_ms: 47.30,
    p99_ms: 88.77,
    message_seconds: 28.6e-6,
};
/// In a closed loop: each of a hundred people has one message under way.
const ONE_ROOM: Load = Load {
    name: "one room of 100, closed loop",
    per_second: 32_951.0,
    p50_ms: 3.37,
    p99_ms: 6.65,
    message_seconds: 28e-6,
};

/// The writer's own limits (`server/src/services/writer`).
pub const BATCH_MAX: usize = 1_000;
/// See [`BATCH_MAX`].
pub const QUEUE_MAX: usize = 4_096;
/// A rate holds if 99 of 100 messages take no longer, as in the benchmarks.
pub const LIMIT_SECONDS: f64 = 0.1;
const MESSAGES: usize = 200_000;

fn writer(spread: Spread, commit_seconds: f64, load: &Load) -> Writer {
    Writer {
        commit_seconds,
        spread,
        message_seconds: load.message_seconds,
        batch_max: BATCH_MAX,
        queue_max: QUEUE_MAX,
        receipts: None,
    }
}

fn at(writer: Writer, per_second: f64, seed: u64) -> Outcome {
    let arrivals = Arrivals::new(Pattern::Poisson, per_second, seed);
    run(writer, arrivals, MESSAGES, seed)
}

/// The fixed part of a commit with which half of the messages of the steady load take as long as measured: the only thing
/// that is fitted.
fn fit(spread: Spread, seed: u64) -> f64 {
    highest(0.001, |commit_seconds| {
        let seen = at(
            writer(spread, commit_seconds, &STEADY),
            STEADY.per_second,
            seed,
        );
        seen.latency_seconds.quantile(0.5) * 1e3 <= STEADY.p50_ms
    })
}

/// Measured beside simulated.
pub fn comparison(seed: u64) -> String {
    let mut rows = Vec::new();
    for load in [&STEADY, &GROUPS, &PAIRS, &ONE_ROOM] {
        rows.push(vec![
            load.name.to_owned(),
            "measured".to_owned(),
            number(load.per_second),
            number(load.p50_ms),
            number(load.p99_ms),
            String::new(),
        ]);
        for (name, spread) in [
            ("commits all alike", Spread::Fixed),
            ("commits exponential", Spread::Exponential),
        ] {
            let mut row = vec![String::new(), name.to_owned()];
            row.extend(simulated(load, spread, seed));
            rows.push(row);
        }
    }
    table(
        &[
            "load",
            "",
            "messages/s",
            "p50 ms",
            "p99 ms",
            "messages in a batch",
        ],
        &rows,
    )
}

/// The highest rate; p50, p99 and size of batches at the rate that was measured.
fn simulated(load: &Load, spread: Spread, seed: u64) -> Vec<String> {
    let commit_seconds = fit(spread, seed);
    let writer = writer(spread, commit_seconds, load);
    if load.name == ONE_ROOM.name {
        // All hundred wait for the same commit, and come again after it.
        let cycle_seconds = commit_seconds + 100.0 * load.message_seconds;
        return vec![
            number(100.0 / cycle_seconds),
            ms(cycle_seconds),
            "–".to_owned(),
            "100".to_owned(),
        ];
    }
    let rate = if load.name == STEADY.name {
        "–".to_owned()
    } else {
        number(highest(100_000.0, |rate| {
            at(writer, rate, seed).holds(LIMIT_SECONDS)
        }))
    };
    let seen = at(writer, load.per_second, seed);
    vec![
        rate,
        ms(seen.latency_seconds.quantile(0.5)),
        ms(seen.latency_seconds.quantile(0.99)),
        number(seen.mean_batch()),
    ]
}

/// What was fitted, as a sentence's end.
pub fn fitted(seed: u64) -> String {
    let [fixed, exponential] =
        [Spread::Fixed, Spread::Exponential].map(|spread| ms(fit(spread, seed)));
    format!(
        "Fitted fixed part of a commit: {fixed} ms where commits are all alike, {exponential} ms on average where it is exponential.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fitted_fits() {
        let commit = fit(Spread::Fixed, 1);
        let seen = at(writer(Spread::Fixed, commit, &STEADY), STEADY.per_second, 1);
        let p50_ms = seen.latency_seconds.quantile(0.5) * 1e3;
        assert!((p50_ms - STEADY.p50_ms).abs() < 0.01, "{p50_ms}");
    }
}

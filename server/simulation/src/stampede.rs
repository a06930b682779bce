//! A node restarts, and all who were connected to it come back, to the others.

use rand::{RngExt, SeedableRng, rngs::SmallRng};

use crate::{events::Agenda, samples::Samples};

/// The page's waits (`app/src/browser/backoff.rs`): the first, doubled after each failure, up to the longest.
const FIRST_WAIT_SECONDS: f64 = 1.0;
const LONGEST_WAIT_SECONDS: f64 = 30.0;
/// The interval in which attempts are counted for their peak.
const PEAK_SECONDS: f64 = 0.1;

/// How the return is spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spread {
    /// Everyone waits exactly the step.
    None,
    /// Between half of the step and all of it, as the page does.
    Jitter,
    /// The same, and the node closes its sockets one by one over so many seconds instead of all at once.
    Drained(f64),
}

/// Who comes back, and to what.
#[derive(Clone, Copy, Debug)]
pub struct Stampede {
    /// Clients of the node that restarts.
    pub clients: usize,
    /// Nodes that are left; an attempt goes to any of them.
    pub nodes: usize,
    /// Processor time of a node for one attempt, whether it is still waited for or not.
    pub connect_seconds: f64,
    /// How long a client waits before it gives an attempt up.
    pub patience_seconds: f64,
    /// How the return is spread.
    pub spread: Spread,
}

/// How it went.
#[derive(Debug, Default)]
pub struct Outcome {
    /// From losing the socket to having another, in seconds.
    pub away_seconds: Samples,
    /// When the last one was back, counted from the beginning.
    pub last_back_seconds: f64,
    /// Attempts, successful or not.
    pub attempts: usize,
    /// Most attempts that came in a tenth of a second, over all nodes, as a rate.
    pub peak_attempts_per_second: f64,
}

struct Attempt {
    lost_at: f64,
    failures: i32,
}

/// Lets everyone come back.
pub fn run(stampede: Stampede, seed: u64) -> Outcome {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut agenda = Agenda::new();
    for client in 0..stampede.clients {
        let lost_at = match stampede.spread {
            Spread::Drained(seconds) => seconds * client as f64 / stampede.clients as f64,
            Spread::None | Spread::Jitter => 0.0,
        };
        let first = Attempt {
            lost_at,
            failures: 0,
        };
        agenda.add(lost_at + wait(stampede.spread, 0, &mut random), first);
    }
    let mut free_at = vec![0.0_f64; stampede.nodes];
    let mut outcome = Outcome::default();
    let (mut interval, mut in_interval, mut most) = (0.0, 0_usize, 0_usize);
    while let Some((now, attempt)) = agenda.next() {
        outcome.attempts += 1;
        let current = (now / PEAK_SECONDS).floor();
        in_interval = if current == interval {
            in_interval + 1
        } else {
            1
        };
        (interval, most) = (current, most.max(in_interval));
        let node = random.random_range(0..stampede.nodes);
        free_at[node] = free_at[node].max(now) + stampede.connect_seconds;
        if free_at[node] - now <= stampede.patience_seconds {
            outcome.away_seconds.add(free_at[node] - attempt.lost_at);
            outcome.last_back_seconds = outcome.last_back_seconds.max(free_at[node]);
        } else {
            let failures = attempt.failures + 1;
            let next =
                now + stampede.patience_seconds + wait(stampede.spread, failures, &mut random);
            agenda.add(
                next,
                Attempt {
                    failures,
                    ..attempt
                },
            );
        }
    }
    outcome.peak_attempts_per_second = most as f64 / PEAK_SECONDS;
    outcome
}

fn wait(spread: Spread, failures: i32, random: &mut SmallRng) -> f64 {
    let step = (FIRST_WAIT_SECONDS * 2.0_f64.powi(failures)).min(LONGEST_WAIT_SECONDS);
    match spread {
        Spread::None => step,
        Spread::Jitter | Spread::Drained(_) => step * (0.5 + random.random::<f64>() / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STAMPEDE: Stampede = Stampede {
        clients: 1_000,
        nodes: 1,
        connect_seconds: 0.001,
        patience_seconds: 10.0,
        spread: Spread::None,
    };

    #[test]
    fn without_jitter_all_come_at_once_and_wait_for_each_other() {
        let seen = run(STAMPEDE, 1);
        assert!((seen.peak_attempts_per_second - 10_000.0).abs() < 1e-9);
        // A second to wait, and a thousand times a millisecond.
        assert!((seen.last_back_seconds - 2.0).abs() < 1e-6);
        assert!((seen.away_seconds.quantile(0.5) - 1.5).abs() < 0.01);
        assert_eq!(seen.attempts, 1_000);
    }

    #[test]
    fn jitter_and_draining_flatten_the_peak() {
        let peak = |spread| run(Stampede { spread, ..STAMPEDE }, 1).peak_attempts_per_second;
        let [none, jitter, drained] =
            [Spread::None, Spread::Jitter, Spread::Drained(10.0)].map(peak);
        assert!(
            jitter < none / 3.0 && drained < jitter / 5.0,
            "{none} {jitter} {drained}"
        );
    }

    #[test]
    fn who_is_not_served_in_time_comes_again_and_nobody_is_left() {
        let crowd = Stampede {
            clients: 5_000,
            patience_seconds: 1.0,
            spread: Spread::Jitter,
            ..STAMPEDE
        };
        let seen = run(crowd, 1);
        assert_eq!(seen.away_seconds.count(), 5_000);
        assert!(seen.attempts > 6_000, "{}", seen.attempts);
        // Five seconds of work, and some of it in vain.
        assert!(seen.last_back_seconds > 5.5, "{}", seen.last_back_seconds);
    }
}

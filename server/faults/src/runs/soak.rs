//! Half of what the server can do, for long: what grows then never stops growing.
//!
//! The load and its exact account are those of `make bench` (50 rooms of 10), since a client that behaves as the page does
//! cannot say so much.

use std::{path::PathBuf, rc::Rc};

use anyhow::Result;
use bench::{
    load::{Loop, Step, World, step},
    peers::{Peer, Programs, Running, Shape},
    processes::{Usage, open_files, threads},
};

use super::Plan;
use crate::{account::Counts, report::Outcome};

const SHAPE: Shape = Shape {
    rooms: 50,
    clients: 500,
};
/// Seconds of one step, after which everything is looked at.
const STEP: u64 = 5;
/// The log beside the database is begun anew above 8 MB; a batch and a busy reader more, in MB.
const LOG_MOST: f64 = 64.0;
/// Not less than what any server uses by itself, in MB an hour.
const SLOPE_MOST: f64 = 30.0;

/// What was seen after a step.
#[derive(Clone, Copy, Debug)]
struct Look {
    hours: f64,
    memory: f64,
    files: usize,
    threads: usize,
    log: f64,
}

pub async fn make(plan: Plan) -> Result<Outcome> {
    let programs = Programs {
        moodlight: plan.server.clone(),
        floor: PathBuf::new(),
        peers: PathBuf::new(),
    };
    let running = Running::start(Peer::Moodlight, &programs, SHAPE).await?;
    let world = Rc::new(World::open(running.adapter.clone(), SHAPE).await?);
    let ids = running.ids();
    let best = step(&world, Loop::Closed, plan.choose(2, 5), &ids, plan.seed).await?;
    let rate = best.accepted / 2.0;
    let steps = plan.choose(4, plan.minutes * 60 / STEP);
    let mut counts = Counts::default();
    let (mut looks, mut p99) = (Vec::new(), 0.0_f64);
    for turn in 0..steps {
        let seen = step(&world, Loop::Open(rate), STEP, &ids, plan.seed + turn).await?;
        add(&mut counts, &seen);
        p99 = p99.max(seen.p99);
        #[expect(clippy::cast_precision_loss, reason = "some hundred steps")]
        looks.push(Look {
            hours: (turn * STEP) as f64 / 3_600.0,
            memory: Usage::of(&ids).resident_mb,
            files: open_files(&ids),
            threads: threads(&ids),
            log: running.log_beside_database_mb(),
        });
    }
    Ok(judge(counts, rate, p99, &looks))
}

fn add(counts: &mut Counts, seen: &Step) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "counts far below 2^52"
    )]
    let of = |per_second: f64| (per_second * STEP as f64).round() as u64;
    *counts += Counts {
        acknowledged: of(seen.accepted),
        deliveries: of(seen.deliveries),
        lost_at_members: seen.lost,
        doubled: seen.doubled,
        unknown: seen.strangers,
        refused: seen.refused,
        ..Counts::default()
    };
}

fn judge(counts: Counts, rate: f64, p99: f64, looks: &[Look]) -> Outcome {
    // What is allocated at first stays: only the second half tells whether it grows.
    let later = &looks[looks.len() / 2..];
    let memory: Vec<(f64, f64)> = later.iter().map(|look| (look.hours, look.memory)).collect();
    let (slope, error) = slope(&memory);
    let most = |of: fn(&Look) -> f64| looks.iter().map(of).fold(0.0, f64::max);
    let mut outcome = Outcome::of(counts);
    outcome.note(format!(
        "{} s at {rate:.0}/s, slowest p99 {p99:.0} ms; memory {:.0} MB, slope {slope:.1} ± {error:.1} MB an hour; \
         at most {:.0} files, {:.0} threads, {:.0} MB of log",
        looks.len() as u64 * STEP,
        most(|look| look.memory),
        most(|look| look.files as f64),
        most(|look| look.threads as f64),
        most(|look| look.log),
    ));
    outcome.expect(slope < SLOPE_MOST || slope < 3.0 * error, "memory grows");
    outcome.expect(most(|look| look.log) < LOG_MOST, "the log grows");
    if let (Some(first), Some(last)) = (later.first(), later.last()) {
        outcome.expect(last.files <= first.files + 8, "open files grow");
        outcome.expect(last.threads <= first.threads + 8, "threads grow");
    }
    outcome
}

/// The slope of a straight line through points, and its standard error (ordinary least squares).
fn slope(points: &[(f64, f64)]) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "some hundred points")]
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let slope = points
        .iter()
        .map(|point| (point.0 - x) * (point.1 - y))
        .sum::<f64>()
        / spread;
    let rest: f64 = points
        .iter()
        .map(|point| (point.1 - y - slope * (point.0 - x)).powi(2))
        .sum();
    (slope, (rest / (count - 2.0).max(1.0) / spread).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_found() {
        let (exact, error) = slope(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]);
        assert!((exact - 2.0).abs() < 1e-9 && error < 1e-9);
        // By hand: residuals -1/3, 2/3, -1/3 of three points one apart.
        let (level, error) = slope(&[(0.0, 1.0), (1.0, 2.0), (2.0, 1.0)]);
        assert!(level.abs() < 1e-9 && (error - (1.0_f64 / 3.0).sqrt()).abs() < 1e-9);
    }

    #[test]
    fn what_grows_is_noticed() {
        let look = |turn: u32, more: usize| Look {
            hours: f64::from(turn) / 100.0,
            memory: 50.0 + f64::from(turn % 2),
            files: 500 + more * turn as usize,
            threads: 8,
            log: 9.0,
        };
        let steady: Vec<Look> = (0..100).map(|turn| look(turn, 0)).collect();
        assert!(judge(Counts::default(), 1.0, 1.0, &steady).is_good());
        let leaking: Vec<Look> = (0..100).map(|turn| look(turn, 1)).collect();
        assert!(!judge(Counts::default(), 1.0, 1.0, &leaking).is_good());
        let fat: Vec<Look> = steady
            .iter()
            .map(|look| Look {
                memory: 50.0 + look.hours * 100.0,
                ..*look
            })
            .collect();
        assert!(!judge(Counts::default(), 1.0, 1.0, &fat).is_good());
    }
}

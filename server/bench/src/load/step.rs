//! One measured stretch, and the search for the highest rate that holds.

use std::{fmt, rc::Rc, time::Duration};

use anyhow::Result;
use serde::{Deserialize, Serialize};
use tokio::{task::spawn_local, time::sleep};

use super::{World, pace::Pacer};
use crate::processes::{Usage, busy_cores};

/// What a client waits for before it sends.
#[derive(Clone, Copy, Debug)]
pub enum Loop {
    /// Its last message to be accepted: one is always under way.
    Closed,
    /// Nothing: all together send so many a second.
    Open(f64),
}

/// What was seen in one stretch.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Step {
    /// Messages a second that were to be sent; none in a closed loop.
    pub offered: Option<f64>,
    /// Messages a second that were accepted.
    pub accepted: f64,
    /// Messages a second that arrived, each recipient counted.
    pub deliveries: f64,
    /// From due to arrived, in milliseconds.
    pub p50: f64,
    pub p99: f64,
    pub p999: f64,
    pub max: f64,
    /// Deliveries that never came.
    pub lost: u64,
    /// That came more than once.
    pub doubled: u64,
    /// That came to someone outside of the room.
    pub strangers: u64,
    /// Messages that the server said it would not take.
    pub refused: u64,
    /// Sockets that the server closed.
    pub closed: u64,
    /// Processor time of the server, in seconds for a million deliveries.
    pub cpu_per_million: f64,
    /// Cores that the server kept busy, and the generator: near 1 it is the generator that is measured.
    pub server_cores: f64,
    pub generator_cores: f64,
    /// Cores that were busy with anything.
    pub machine_cores: f64,
    /// Memory of the server at the end, in MB.
    pub resident_mb: f64,
    /// Bytes on the wire for each delivery.
    pub bytes_per_delivery: f64,
}

impl Step {
    /// Nothing lost, doubled, refused or cut off.
    pub fn is_whole(&self) -> bool {
        self.lost + self.doubled + self.strangers + self.refused + self.closed == 0
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(offered) = self.offered {
            write!(f, "{offered:.0}/s offered, ")?;
        }
        write!(
            f,
            "{:.0} accepted, p50 {:.2}, p99 {:.2} ms, lost {}, refused {}, closed {}, cores {:.2}/{:.2}, CPU {:.2} s/million, {:.0} bytes/delivery",
            self.accepted,
            self.p50,
            self.p99,
            self.lost,
            self.refused,
            self.closed,
            self.server_cores,
            self.generator_cores,
            self.cpu_per_million,
            self.bytes_per_delivery
        )
    }
}

const WARM: Duration = Duration::from_secs(1);

/// Measures `seconds` after a second of warming up, then waits for what is still under way.
pub async fn step(
    world: &Rc<World>,
    load: Loop,
    seconds: u64,
    server: &[u32],
    seed: u64,
) -> Result<Step> {
    let from = world.now() + nanoseconds(WARM);
    let to = from + seconds * 1_000_000_000;
    let before = {
        let mut seen = world.shared.seen.borrow_mut();
        (seen.from, seen.to) = (from, to);
        (seen.deliveries, seen.accepted, seen.bytes) = (0, 0, 0);
        seen.latencies.reset();
        [seen.doubled, seen.strangers, seen.refused, seen.closed]
    };
    let outstanding = world.outstanding();
    let meter = spawn_local(meter(world.clone(), from, to, server.to_vec()));
    match load {
        Loop::Closed => {
            world.shared.is_closed_loop.set(true);
            for client in &world.clients {
                world.send(client, world.now());
            }
            sleep(Duration::from_nanos(to.saturating_sub(world.now()))).await;
            world.shared.is_closed_loop.set(false);
        }
        Loop::Open(rate) => send_at(world, rate, to, &mut Pacer::new(seed)?).await?,
    }
    let spent = meter.await?;
    let outstanding = world.drain().await.saturating_sub(outstanding);
    let seen = world.shared.seen.borrow();
    let [doubled, strangers, refused, closed] = before;
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let (deliveries, accepted, bytes) = (
        seen.deliveries as f64,
        seen.accepted as f64,
        seen.bytes as f64,
    );
    #[expect(clippy::cast_precision_loss, reason = "microseconds of two minutes")]
    let quantile = |share: f64| seen.latencies.value_at_quantile(share) as f64 / 1e3;
    let wall = seconds as f64;
    Ok(Step {
        offered: match load {
            Loop::Open(rate) => Some(rate),
            Loop::Closed => None,
        },
        accepted: accepted / wall,
        deliveries: deliveries / wall,
        p50: quantile(0.5),
        p99: quantile(0.99),
        p999: quantile(0.999),
        max: quantile(1.0),
        lost: outstanding,
        doubled: seen.doubled - doubled,
        strangers: seen.strangers - strangers,
        refused: seen.refused - refused,
        closed: seen.closed - closed,
        cpu_per_million: spent.server / deliveries.max(1.0) * 1e6,
        server_cores: spent.server / wall,
        generator_cores: spent.generator / wall,
        machine_cores: spent.machine / wall,
        resident_mb: Usage::of(server).resident_mb,
        bytes_per_delivery: bytes / deliveries.max(1.0),
    })
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// Processor time, in seconds.
struct Spent {
    server: f64,
    generator: f64,
    machine: f64,
}

async fn meter(world: Rc<World>, from: u64, to: u64, server: Vec<u32>) -> Spent {
    let read = || {
        let own = Usage::of(&[std::process::id()]).seconds;
        (Usage::of(&server).seconds, own, busy_cores())
    };
    sleep(Duration::from_nanos(from.saturating_sub(world.now()))).await;
    let first = read();
    sleep(Duration::from_nanos(to.saturating_sub(world.now()))).await;
    let last = read();
    Spent {
        server: last.0 - first.0,
        generator: last.1 - first.1,
        machine: last.2 - first.2,
    }
}

/// Sends what is due from anyone until `to`.
async fn send_at(world: &World, rate: f64, to: u64, pacer: &mut Pacer) -> Result<()> {
    let mut due = world.now();
    let mut late = 0_u32;
    loop {
        due += pacer.gap(rate);
        if due >= to {
            return Ok(());
        }
        let now = world.now();
        if due > now {
            pacer.wait(due - now).await?;
            late = 0;
        } else {
            late += 1;
            // Behind the plan: the readers still get their turn.
            if late.is_multiple_of(64) {
                tokio::task::yield_now().await;
            }
        }
        let client = &world.clients[pacer.choose(world.clients.len())];
        world.send(client, due);
    }
}

impl World {
    /// Deliveries that have not come yet.
    fn outstanding(&self) -> u64 {
        let seen = self.shared.seen.borrow();
        seen.expected.saturating_sub(seen.received)
    }

    /// Waits until everything has come, or nothing more comes.
    async fn drain(&self) -> u64 {
        let mut last = (0, self.now());
        loop {
            sleep(Duration::from_millis(20)).await;
            let (expected, received) = {
                let seen = self.shared.seen.borrow();
                (seen.expected, seen.received)
            };
            // Acknowledgements and deliveries may come in any order: a moment without either is the end.
            if expected + received != last.0 {
                last = (expected + received, self.now());
            }
            let patience = if received >= expected { 0.2 } else { 3.0 };
            if self.now() - last.1 > nanoseconds(Duration::from_secs_f64(patience)) {
                return expected.saturating_sub(received);
            }
        }
    }
}

/// How the highest rate is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Sweep {
    /// Where to begin.
    pub rate: f64,
    /// By how much the next one is higher.
    pub factor: f64,
    /// A rate holds if its 99th percentile is no longer, in milliseconds.
    pub limit: f64,
    /// Seconds of one step.
    pub seconds: u64,
}

/// The highest rate that holds, and every step on the way. A rate that fails is tried once more; between the last that
/// held and the first that did not, one more is tried.
pub async fn sweep(
    world: &Rc<World>,
    plan: Sweep,
    server: &[u32],
    seed: u64,
) -> Result<(Option<Step>, Vec<Step>)> {
    let mut steps = Vec::new();
    let mut best: Option<Step> = None;
    let mut failed: Option<f64> = None;
    let mut rate = plan.rate;
    for turn in 0..24 {
        let mut holds = false;
        for attempt in 0..2 {
            let seed = seed + turn * 2 + attempt;
            let seen = step(world, Loop::Open(rate), plan.seconds, server, seed).await?;
            holds = seen.is_whole() && seen.p99 <= plan.limit && seen.accepted > 0.0;
            eprintln!("    {seen}{}", if holds { "" } else { "  (does not hold)" });
            let is_hopeless = seen.p99 > 10.0 * plan.limit || seen.closed > 0;
            steps.push(seen.clone());
            if holds {
                best = Some(seen);
                break;
            }
            if is_hopeless {
                break;
            }
            sleep(Duration::from_millis(300)).await;
        }
        if world.closed_and_heartbeats().0 > 0 {
            // Clients are gone: what comes now would be measured with fewer.
            break;
        }
        if failed.is_some() {
            // That was the one in between.
            break;
        }
        rate = match (holds, &best) {
            (true, _) => rate * plan.factor,
            (false, Some(held)) => {
                failed = Some(rate);
                (held.offered.unwrap_or(rate) * rate).sqrt()
            }
            (false, None) => rate / plan.factor.powi(2),
        };
        if rate < 1.0 {
            break;
        }
    }
    Ok((best, steps))
}

//! The loads: who is there, and what they do.

use std::{rc::Rc, time::Duration};

use anyhow::{Result, ensure};
use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use crate::{
    load::{Loop, Sweep, World, step, sweep},
    peers::{Peer, Programs, Running, Shape},
    product,
    report::{Finding, Idle, Record},
};

/// A load.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum, Serialize, Deserialize,
)]
pub enum Workload {
    /// W1: one room of 100 people, each with one message under way (closed loop).
    OneRoom,
    /// W2: 50 rooms of 10 people, the highest rate that holds (open loop).
    Groups,
    /// W2 with 10 rooms.
    FewGroups,
    /// W2 with 200 rooms.
    ManyGroups,
    /// W2 with 500 rooms.
    VeryManyGroups,
    /// W3: 500 rooms of 2 people, the highest rate that holds (open loop).
    Pairs,
    /// W2's rooms at 2,000 messages a second.
    Steady,
    /// 2,000 sockets that say nothing.
    Idle,
    /// 10,000 of them, through three heartbeats.
    ManyIdle,
    /// From the start to the first answer; only Moodlight.
    Start,
    /// Signing in; only Moodlight.
    SignIn,
    /// Paging through a million messages, and searching them; only Moodlight, on either database.
    History,
}

/// A rate holds if 99 of 100 messages arrive within this, in milliseconds.
const LIMIT: f64 = 100.0;
/// Messages a second of [`Workload::Steady`].
const STEADY: f64 = 2_000.0;
const SECONDS: u64 = 4;

impl Workload {
    /// As tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneRoom => "W1: 1 room of 100, closed loop",
            Self::Groups => "W2: 50 rooms of 10, highest rate",
            Self::FewGroups => "10 rooms of 10, highest rate",
            Self::ManyGroups => "200 rooms of 10, highest rate",
            Self::VeryManyGroups => "500 rooms of 10, highest rate",
            Self::Pairs => "W3: 500 rooms of 2, highest rate",
            Self::Steady => "50 rooms of 10, 2,000 messages/s",
            Self::Idle => "2,000 idle sockets",
            Self::ManyIdle => "10,000 idle sockets",
            Self::Start => "start",
            Self::SignIn => "sign-in",
            Self::History => "history",
        }
    }

    /// Connections, where they are in rooms of ten and the highest rate is looked for.
    pub fn connections_in_tens(self) -> Option<u64> {
        match self {
            Self::Groups | Self::FewGroups | Self::ManyGroups | Self::VeryManyGroups => {
                Some(self.shape().clients as u64)
            }
            _ => None,
        }
    }

    fn shape(self) -> Shape {
        let (rooms, clients) = match self {
            Self::OneRoom => (1, 100),
            Self::Groups | Self::Steady => (50, 500),
            Self::FewGroups => (10, 100),
            Self::ManyGroups => (200, 2_000),
            Self::VeryManyGroups => (500, 5_000),
            Self::Pairs => (500, 1_000),
            Self::Idle => (200, 2_000),
            Self::ManyIdle => (200, 10_000),
            // They make their own.
            Self::Start | Self::SignIn | Self::History => (1, 1),
        };
        Shape { rooms, clients }
    }
}

/// Runs one load on one server. `near`: a rate that held before.
pub async fn measure(
    peer: Peer,
    load: Workload,
    programs: &Programs,
    near: Option<f64>,
    seed: u64,
) -> Result<Vec<Record>> {
    let record = |finding| Record {
        peer: peer.name().to_owned(),
        load,
        finding,
    };
    let timed = match load {
        Workload::Start | Workload::SignIn if peer != Peer::Moodlight => return Ok(Vec::new()),
        Workload::History if !matches!(peer, Peer::Moodlight | Peer::MoodlightPostgres) => {
            return Ok(Vec::new());
        }
        Workload::Start => Some(product::start(&programs.moodlight).await?),
        Workload::SignIn => Some(product::sign_in(&programs.moodlight).await?),
        Workload::History => Some(product::history(&programs.moodlight, peer).await?),
        _ => None,
    };
    if let Some(timed) = timed {
        return Ok(timed
            .into_iter()
            .map(|timed| record(Finding::Timed(timed)))
            .collect());
    }
    let running = Running::start(peer, programs, load.shape()).await?;
    if let Workload::Idle | Workload::ManyIdle = load {
        let idle = idle(&running, load).await?;
        return Ok(vec![record(Finding::Idle(idle))]);
    }
    let world = Rc::new(World::open(running.adapter.clone(), load.shape()).await?);
    // Joining and its notices are over.
    sleep(Duration::from_millis(700)).await;
    let ids = running.ids();
    let seed = 1 + seed * 1_000;
    let mut records = Vec::new();
    match load {
        Workload::OneRoom => {
            let seen = step(&world, Loop::Closed, SECONDS, &ids, seed).await?;
            eprintln!("    {seen}");
            records.push(record(Finding::Best(seen)));
        }
        Workload::Steady => {
            let seen = step(&world, Loop::Open(STEADY), SECONDS, &ids, seed).await?;
            eprintln!("    {seen}");
            records.push(record(Finding::Best(seen)));
        }
        _ => {
            let rate = match near {
                Some(rate) => rate * 0.85,
                // What a closed loop reaches is of the right size.
                None => {
                    let seen = step(&world, Loop::Closed, 2, &ids, seed).await?;
                    eprintln!("    {seen}");
                    let most = seen.accepted.max(30.0);
                    // Far below it, for the picture.
                    for share in [0.02, 0.1, 0.3] {
                        let rate = Loop::Open(most * share);
                        let seen = step(&world, rate, SECONDS, &ids, seed).await?;
                        eprintln!("    {seen}");
                        records.push(record(Finding::Step(seen)));
                    }
                    most * 0.6
                }
            };
            let plan = Sweep {
                rate,
                factor: 1.25,
                limit: LIMIT,
                seconds: SECONDS,
            };
            let (best, steps) = sweep(&world, plan, &ids, seed).await?;
            records.extend(steps.into_iter().map(|seen| record(Finding::Step(seen))));
            records.extend(best.map(|seen| record(Finding::Best(seen))));
        }
    }
    Ok(records)
}

async fn idle(running: &Running, load: Workload) -> Result<Idle> {
    let shape = load.shape();
    // What the first requests leave behind settles first.
    sleep(Duration::from_secs(2)).await;
    let before = running.usage();
    let world = World::open(running.adapter.clone(), shape).await?;
    sleep(Duration::from_secs(3)).await;
    let after = running.usage();
    let opened = world.closed_and_heartbeats();
    // Moodlight's heartbeats come every 20 seconds.
    let seconds = if load == Workload::ManyIdle { 65 } else { 5 };
    sleep(Duration::from_secs(seconds)).await;
    let later = running.usage();
    let (closed, heartbeats) = world.closed_and_heartbeats();
    ensure!(closed == 0, "{closed} sockets were closed");
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let clients = shape.clients as f64;
    let idle = Idle {
        kb_per_socket: (after.resident_mb - before.resident_mb) * 1e3 / clients,
        cores: (later.seconds - after.seconds) / seconds as f64,
        heartbeats: heartbeats - opened.1,
        sockets: shape.clients,
        at_rest_mb: before.resident_mb,
    };
    eprintln!("    {idle:?}");
    Ok(idle)
}

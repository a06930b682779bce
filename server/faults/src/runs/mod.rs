//! The runs, one a file. To add one: write a function that takes a [`Plan`] and answers an [`Outcome`], and put it into
//! [`ALL`].

mod abuse;
mod asleep;
mod clock;
mod cluster;
mod full;
mod fuzz;
mod kill;
mod lagged;
mod network;
mod power;
mod soak;
mod stampede;

use std::{path::PathBuf, time::Duration};

use anyhow::Result;
use futures::future::LocalBoxFuture;

use crate::{
    report::Outcome,
    server::{Flags, Server},
};

/// How a run is to be made.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Moodlight's binary.
    pub server: PathBuf,
    /// The library that goes below it.
    pub layer: PathBuf,
    /// As often and as long as three minutes for all of them allow.
    pub is_short: bool,
    /// Of all that is random.
    pub seed: u64,
    /// Minutes of the soak.
    pub minutes: u64,
}

impl Plan {
    /// One of two, by how the run is to be made.
    pub fn choose<T>(&self, short: T, full: T) -> T {
        if self.is_short { short } else { full }
    }

    /// From here on a message is so late that people notice. In short everything is unoptimized, on any machine.
    pub fn slow(&self) -> Duration {
        self.choose(Duration::from_secs(3), Duration::from_secs(1))
    }

    /// A server that is not started yet.
    pub fn server(&self) -> Result<Server> {
        Server::new(&self.server, None, Flags::default())
    }

    /// The same with the layer below it.
    pub fn server_on_layer(&self) -> Result<Server> {
        Server::new(&self.server, Some(&self.layer), Flags::default())
    }
}

/// One run.
pub struct Run {
    /// What it is called: `--only NAME`.
    pub name: &'static str,
    /// What is promised.
    pub promise: &'static str,
    /// What is done to it.
    pub fault: &'static str,
    /// It is part of the short version.
    pub is_in_short: bool,
    /// Programs that have to be on this machine.
    pub needs: &'static [&'static str],
    /// Makes it.
    pub make: fn(Plan) -> LocalBoxFuture<'static, Result<Outcome>>,
}

/// What several servers share, and what stands before them.
const ENGINES: &[&str] = &["initdb", "postgres", "psql", "redis-server", "haproxy"];

/// All runs, in the order in which they are made.
pub const ALL: &[Run] = &[
    Run {
        name: "kill",
        promise: "An acknowledged message stays",
        fault: "`kill -9` of the server under load",
        is_in_short: true,
        needs: &[],
        make: |plan| Box::pin(kill::make(plan)),
    },
    Run {
        name: "power",
        promise: "An acknowledged message stays",
        fault: "power cut: what was written and not synced is gone, wholly or in parts",
        is_in_short: true,
        needs: &[],
        make: |plan| Box::pin(power::make(plan)),
    },
    Run {
        name: "disk-full",
        promise: "Who cannot be served is told so, and it goes on by itself",
        fault: "the disk is full for a while",
        is_in_short: true,
        needs: &[],
        make: |plan| Box::pin(full::make(plan)),
    },
    Run {
        name: "clock",
        promise: "Numbers order the talk, not clocks; sign-ins stay",
        fault: "the clock is set back and forth, running and over restarts",
        is_in_short: true,
        needs: &[],
        make: |plan| Box::pin(clock::make(plan)),
    },
    Run {
        name: "network",
        promise: "Everything arrives once and in order",
        fault: "connections are cut, halved, delayed, stalled, and brought late",
        is_in_short: true,
        needs: &[],
        make: |plan| Box::pin(network::make(plan)),
    },
    Run {
        name: "asleep",
        promise: "Who comes back has everything",
        fault: "a client is silent for longer than the server waits",
        is_in_short: false,
        needs: &[],
        make: |plan| Box::pin(asleep::make(plan)),
    },
    Run {
        name: "lagged",
        promise: "Who does not read costs nobody anything",
        fault: "a reader stops reading",
        is_in_short: true,
        needs: &[],
        make: |plan| Box::pin(lagged::make(plan)),
    },
    Run {
        name: "stampede",
        promise: "All are back soon, nothing is lost",
        fault: "all clients come back at once after `kill -9`",
        is_in_short: true,
        needs: &[],
        make: |plan| Box::pin(stampede::make(plan)),
    },
    Run {
        name: "abuse",
        promise: "Others notice nothing",
        fault: "rubbish, floods, too many sockets and connections, heads and bodies that do not come",
        is_in_short: true,
        needs: &[],
        make: |plan| Box::pin(abuse::make(plan)),
    },
    Run {
        name: "node-kill",
        promise: "Losing a server loses nothing",
        fault: "`kill -9` of one of three servers under load",
        is_in_short: true,
        needs: ENGINES,
        make: |plan| Box::pin(cluster::kill(plan)),
    },
    Run {
        name: "rolling",
        promise: "A restart is not noticed",
        fault: "all of three servers stop in order and start again, one after the other",
        is_in_short: true,
        needs: ENGINES,
        make: |plan| Box::pin(cluster::rolling(plan)),
    },
    Run {
        name: "redis",
        promise: "What Redis loses arrives all the same",
        fault: "Redis is killed and started again, empty",
        is_in_short: true,
        needs: ENGINES,
        make: |plan| Box::pin(cluster::redis(plan)),
    },
    Run {
        name: "postgres",
        promise: "An acknowledged message stays",
        fault: "PostgreSQL crashes and starts again",
        is_in_short: true,
        needs: ENGINES,
        make: |plan| Box::pin(cluster::postgres(plan)),
    },
    Run {
        name: "postgres-far",
        promise: "It goes on as soon as it can",
        fault: "PostgreSQL is slow, refuses, has no free connection",
        is_in_short: true,
        needs: ENGINES,
        make: |plan| Box::pin(cluster::hard_to_reach(plan)),
    },
    Run {
        name: "soak",
        promise: "Nothing grows for ever",
        fault: "half the highest rate for a long time",
        is_in_short: false,
        needs: &[],
        make: |plan| Box::pin(soak::make(plan)),
    },
    Run {
        name: "fuzz",
        promise: "No input makes it fail, or takes long",
        fault: "random frames, bodies, bytes, and orders of events",
        is_in_short: false,
        needs: &[],
        make: |plan| Box::pin(fuzz::make(plan)),
    },
];

//! The runs, one a file. To add one: write a function that takes a [`Plan`] and answers an [`Outcome`], and put it into
//! [`ALL`].

mod kill;
mod power;

use std::path::PathBuf;

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
    /// Makes it.
    pub make: fn(Plan) -> LocalBoxFuture<'static, Result<Outcome>>,
}

/// All runs, in the order in which they are made.
pub const ALL: &[Run] = &[
    Run {
        name: "kill",
        promise: "An acknowledged message stays",
        fault: "`kill -9` of the server under load",
        is_in_short: true,
        make: |plan| Box::pin(kill::make(plan)),
    },
    Run {
        name: "power",
        promise: "An acknowledged message stays",
        fault: "power cut: what was written and not synced is gone, wholly or in parts",
        is_in_short: true,
        make: |plan| Box::pin(power::make(plan)),
    },
];

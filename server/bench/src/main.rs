//! Measures chat servers from outside, over real sockets: `make bench` (Moodlight beside the floor) and
//! `make bench-peers` (beside Socket.IO and Django Channels too).
//!
//! The server has one core to itself and the generator another. Servers take turns within a run, so that what else the
//! machine does meets all of them; the results are medians with their ranges. Traffic goes to loopback only, to servers
//! that are started here on throw-away directories.

mod plot;
mod product;
mod report;
mod workloads;

use std::path::PathBuf;

use anyhow::Result;
use bench::{load, peers, processes};
use clap::Parser;

use crate::{
    peers::{Peer, Programs},
    report::Record,
    workloads::Workload,
};

/// What to measure.
#[derive(Parser)]
struct Options {
    /// Moodlight's binary.
    #[arg(long)]
    server: PathBuf,
    /// Whom, separated by commas.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "moodlight,floor"
    )]
    peers: Vec<Peer>,
    /// Under which loads, separated by commas.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "one-room,few-groups,groups,many-groups,very-many-groups,pairs,steady,idle,many-idle,start,sign-in,history"
    )]
    loads: Vec<Workload>,
    /// How often each; 0 writes tables and plots of what is in the file of results.
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Where Socket.IO and Django Channels are installed.
    #[arg(long, default_value = "target/peers")]
    installed: PathBuf,
    /// Every measurement is added to this file, one JSON object a line.
    #[arg(long, default_value = "target/bench.jsonl")]
    results: PathBuf,
    /// Where to draw latency over load.
    #[arg(long, default_value = "target")]
    plots: PathBuf,
}

fn main() -> Result<()> {
    let options = Options::parse();
    processes::stay_on(processes::GENERATOR_CORE)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    tokio::task::LocalSet::new().block_on(&runtime, run(options))
}

async fn run(options: Options) -> Result<()> {
    let programs = Programs {
        moodlight: options.server,
        floor: std::env::current_exe()?.with_file_name("floor"),
        peers: options.installed,
    };
    let mut records: Vec<Record> = Vec::new();
    if options.runs == 0 {
        records = report::read(&options.results)?;
    }
    for run in 0..options.runs {
        for load in &options.loads {
            for peer in &options.peers {
                eprintln!(
                    "[{}/{}] {}: {}",
                    run + 1,
                    options.runs,
                    load.name(),
                    peer.name()
                );
                // Begins near what an earlier run found.
                let near = report::best_rate(&records, *peer, *load);
                for record in workloads::measure(*peer, *load, &programs, near, run as u64).await? {
                    report::append(&options.results, &record)?;
                    records.push(record);
                }
            }
        }
    }
    for (load, name) in [(Workload::Groups, "groups"), (Workload::Pairs, "pairs")] {
        if let Some(drawn) = plot::latency(&records, load) {
            std::fs::write(options.plots.join(format!("latency-{name}.svg")), drawn)?;
        }
    }
    if let Some(drawn) = plot::throughput(&records) {
        std::fs::write(options.plots.join("throughput-connections.svg"), drawn)?;
    }
    print!("{}", report::tables(&records));
    Ok(())
}

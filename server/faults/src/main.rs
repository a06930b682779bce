//! Makes a server suffer and counts what is left: `make faults`. Each run is a talk of clients that behave as the page
//! does, a fault, and an exact account: every acknowledged message once, in order, at every member; every other one there
//! once or reported failed to its sender.
//!
//! Traffic goes to loopback only, to servers that are started here on throw-away directories.

mod abuser;
mod account;
mod cluster;
mod disk;
mod lane;
mod member;
mod proxy;
mod report;
mod runs;
mod server;
mod talk;

use std::{path::PathBuf, process::ExitCode, time::Instant};

use anyhow::{Result, bail};
use clap::Parser;

use crate::{
    report::{Outcome, Row},
    runs::{ALL, Plan},
};

/// What to run.
#[derive(Parser)]
struct Options {
    /// Moodlight's binary.
    #[arg(long)]
    server: PathBuf,
    /// The library that goes below it. [default: beside this program]
    #[arg(long)]
    layer: Option<PathBuf>,
    /// As often and as long as three minutes for all of them allow.
    #[arg(long)]
    short: bool,
    /// Only the run of this name; may be given several times.
    #[arg(long)]
    only: Vec<String>,
    /// Of all that is random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Minutes of the soak.
    #[arg(long, default_value_t = 20)]
    minutes: u64,
    /// The document whose table gets the results, but those of the short version.
    #[arg(long)]
    table: Option<PathBuf>,
}

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    tokio::task::LocalSet::new().block_on(&runtime, run(options))
}

async fn run(options: Options) -> Result<ExitCode> {
    if let Some(unknown) = options
        .only
        .iter()
        .find(|name| ALL.iter().all(|run| run.name != **name))
    {
        let names: Vec<&str> = ALL.iter().map(|run| run.name).collect();
        bail!("there is no run {unknown:?}, but {}", names.join(", "));
    }
    let beside = std::env::current_exe()?.with_file_name("libfaults_layer.so");
    let plan = Plan {
        server: options.server.canonicalize()?,
        layer: options.layer.unwrap_or(beside),
        is_short: options.short,
        seed: options.seed,
        minutes: options.minutes,
    };
    let chosen = ALL.iter().filter(|run| {
        if options.only.is_empty() {
            run.is_in_short || !options.short
        } else {
            options.only.iter().any(|name| name == run.name)
        }
    });
    let mut rows = Vec::new();
    let mut are_good = true;
    for run in chosen {
        let is_missing = run
            .needs
            .iter()
            .any(|program| engines::find(program).is_none());
        if is_missing && std::env::var_os("MOODLIGHT_STRICT").is_none() {
            println!("SKIPPED {}: {} are needed", run.name, run.needs.join(", "));
            continue;
        }
        let started = Instant::now();
        let outcome = (run.make)(plan.clone())
            .await
            .unwrap_or_else(|error| Outcome {
                wrong: vec![format!("{error:#}")],
                ..Outcome::default()
            });
        are_good &= outcome.is_good();
        println!(
            "{} {} [{:.0} s]: {}; {}: {}",
            if outcome.is_good() { "ok  " } else { "FAIL" },
            run.name,
            started.elapsed().as_secs_f64(),
            run.promise,
            run.fault,
            outcome.line(),
        );
        rows.push(Row {
            promise: run.promise,
            fault: run.fault,
            run: run.name,
            result: outcome.line(),
        });
    }
    // What is found in short would take the place of what was found in full.
    if let Some(table) = options.table.filter(|_| !options.short) {
        let order: Vec<&str> = ALL.iter().map(|run| run.name).collect();
        report::write(&table, &rows, &order)?;
    }
    Ok(if are_good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

//! Measures a Moodlight server from outside, over real sockets with real sign-ins: memory at rest, memory of idle
//! sockets, and how long a message takes from its sender to the disk and to everyone in the room.
//!
//! Prints one Markdown table for `docs/benchmarks.md`. Traffic goes to loopback only, to a server that it starts itself
//! on a throw-away directory.

mod person;
mod server;
mod talk;

use std::{path::PathBuf, time::Duration};

use anyhow::Result;
use clap::Parser;

use crate::{person::Person, server::Server};

/// What to measure, and how much of it.
#[derive(Parser)]
struct Options {
    /// The server's binary.
    #[arg(long)]
    server: PathBuf,
    /// Idle sockets to open.
    #[arg(long, default_value_t = 2_000)]
    sockets: usize,
    /// People who share those sockets.
    #[arg(long, default_value_t = 20)]
    people: usize,
    /// Messages in the talk that is timed.
    #[arg(long, default_value_t = 2_000)]
    messages: usize,
    /// Listeners in the room of that talk.
    #[arg(long, default_value_t = 20)]
    listeners: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let options = Options::parse();
    let server = Server::start(&options.server).await?;
    let at_rest = server.resident_kib()?;

    let mut people = Vec::with_capacity(options.people);
    for number in 0..options.people {
        people.push(Person::sign_up(&server, number).await?);
    }
    let room = people[0].create_public_room("Bench").await?;
    for person in &people[1..] {
        person.join(room).await?;
    }

    let before = server.resident_kib()?;
    let mut idle = Vec::with_capacity(options.sockets);
    for number in 0..options.sockets {
        idle.push(people[number % people.len()].connect().await?);
    }
    // The server reads the last hellos, and the allocator settles.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let after = server.resident_kib()?;
    drop(idle);
    tokio::time::sleep(Duration::from_secs(2)).await;

    let times = talk::run(&people, room, options.listeners, options.messages).await?;

    println!("| measure | value |");
    println!("|---|---|");
    println!("| memory at rest | {:.1} MB |", kib_to_mb(at_rest));
    println!(
        "| memory per idle, signed-in, subscribed socket ({} sockets, {} people) | {:.1} KB |",
        options.sockets,
        options.people,
        per_socket_kb(before, after, options.sockets)
    );
    println!(
        "| from sending to acknowledged (on disk), p50 / p99 | {} |",
        times.acknowledged
    );
    println!(
        "| from sending to everyone's socket ({} listeners), p50 / p99 | {} |",
        options.listeners, times.delivered
    );
    println!(
        "| messages lost / doubled | {} / {} |",
        times.lost, times.doubled
    );
    server.stop().await
}

#[expect(
    clippy::cast_precision_loss,
    reason = "memory sizes are far below 2^52"
)]
fn kib_to_mb(kib: u64) -> f64 {
    kib as f64 * 1_024.0 / 1e6
}

#[expect(
    clippy::cast_precision_loss,
    reason = "memory sizes are far below 2^52"
)]
fn per_socket_kb(before: u64, after: u64, sockets: usize) -> f64 {
    after.saturating_sub(before) as f64 * 1.024 / sockets.max(1) as f64
}

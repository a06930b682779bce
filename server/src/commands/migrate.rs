//! `moodlight migrate`: moves a place from a data directory to PostgreSQL.

use anyhow::{Context, bail};

use crate::{
    clock::{Clock, SystemClock},
    config::Storage,
    store::{Moving, tables::TABLES},
};

/// How often a long table says how far it is, in rows.
const TOLD_EVERY: u64 = 100_000;

/// From where to where.
#[derive(clap::Args, Debug)]
pub struct Wishes {
    /// The data directory, such as `sqlite:///var/lib/moodlight`. It stays as it is.
    #[arg(long, value_name = "URL")]
    from: String,
    /// An empty PostgreSQL database, such as `postgres://moodlight@db.example.org/moodlight`.
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    to: String,
    /// For a rehearsal: copies while a server is using the directory. What is written after the beginning is not in the
    /// copy.
    #[arg(long)]
    while_running: bool,
}

/// Copies everything, compares both sides, and only then lets the copy be there.
///
/// # Errors
/// In words for the person at the terminal. Nothing was written then.
#[expect(
    clippy::print_stdout,
    reason = "the person who moves reads these lines"
)]
pub async fn run(wishes: Wishes) -> anyhow::Result<()> {
    let from = Storage::parse("from", &wishes.from)?;
    let to = Storage::parse("to", &wishes.to)?;
    let (Storage::Directory(directory), Storage::Postgres(url)) = (&from, &to) else {
        bail!("A place moves from a data directory (sqlite://…) to PostgreSQL (postgres://…).");
    };
    let began = SystemClock.now();
    let moving = Moving::begin(directory, url, wishes.while_running)
        .await
        .context(if wishes.while_running {
            "Nothing was copied."
        } else {
            "Nothing was copied. (A server that runs has to be stopped first; --while-running rehearses beside it.)"
        })?;
    println!("From {from} to {to}:");
    for table in TABLES {
        let mut last = 0;
        let mut told = |rows| {
            if rows - last >= TOLD_EVERY {
                println!("{:<14} {rows:>12} rows so far", table.name());
                last = rows;
            }
        };
        let undone = || format!("Copying {:?} failed; nothing was kept.", table.name());
        let rows = moving.copy(table, &mut told).await.with_context(undone)?;
        println!("{:<14} {rows:>12} rows copied", table.name());
    }

    println!("\nBoth sides, read again:");
    println!("{:<14} {:>12} {:>12}  checksum", "table", "from", "to");
    let mut differing = Vec::new();
    for table in TABLES {
        let compared = moving.compare(table).await?;
        let (from, to) = (compared.from, compared.to);
        let checksum = if compared.is_same() {
            from.to_string()
        } else {
            differing.push(compared.table);
            format!("{from} is not {to}")
        };
        println!(
            "{:<14} {:>12} {:>12}  {checksum}",
            compared.table, from.rows, to.rows
        );
    }
    if !differing.is_empty() {
        bail!(
            "The two sides differ in {}; nothing was kept.",
            differing.join(", ")
        );
    }
    moving
        .commit()
        .await
        .context("The copy was not kept: PostgreSQL refused it at the end.")?;
    let seconds = SystemClock.now().since(began).div_ceil(1_000);
    println!("\nThe same on both sides. It took {seconds} s.");
    if wishes.while_running {
        println!(
            "A rehearsal: what was written after {} is not in it. To move, stop the server and copy into another empty \
             database.",
            began.to_rfc3339()
        );
    } else {
        println!(
            "Start the server with DATABASE_URL in place of {from}, and do not start it on {from} again."
        );
    }
    Ok(())
}

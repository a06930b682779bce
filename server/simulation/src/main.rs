//! Backs what `docs/scale.md` says: arithmetic on what was measured and assumed, and simulations of what queues.
//!
//! `make simulate` prints the document's tables and writes them between its marks. It talks to nothing and takes seconds.

mod arrivals;
mod assumptions;
mod document;
mod events;
mod fan_out;
mod fleet;
mod group_commit;
mod locks;
mod measured;
mod samples;
mod simulated;
mod stampede;
mod tables;
mod theory;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Parser;

use crate::assumptions::Assumptions;

/// What to compute from, and where to write it.
#[derive(Parser)]
struct Options {
    /// Other assumptions than those of the repository.
    #[arg(long)]
    assumptions: Option<PathBuf>,
    /// A document with marks; its tables are replaced.
    #[arg(long)]
    document: Option<PathBuf>,
    /// The same seed, the same tables.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> Result<()> {
    let options = Options::parse();
    let text = match &options.assumptions {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?,
        None => assumptions::OWN.to_owned(),
    };
    let assumptions = Assumptions::read(&text)?;
    let tables = arithmetic(&text, &assumptions)
        .into_iter()
        .chain(simulations(&assumptions, options.seed));
    let mut document = match &options.document {
        Some(path) => Some(std::fs::read_to_string(path)?),
        None => None,
    };
    for (name, table) in tables {
        println!("{name}\n\n{table}");
        document = match document {
            Some(document) => Some(document::replace(&document, name, &table)?),
            None => None,
        };
    }
    if let (Some(path), Some(document)) = (options.document, document) {
        std::fs::write(path, document)?;
    }
    Ok(())
}

/// Tables that cost nothing, by their names in the document.
fn arithmetic(text: &str, assumptions: &Assumptions) -> [(&'static str, String); 4] {
    [
        ("assumptions", assumptions::table(text)),
        ("rooms", assumptions::room_table(&assumptions.rooms)),
        ("fleet", tables::fleet(assumptions)),
        ("limits", tables::limits(assumptions)),
    ]
}

/// Tables that take a moment.
fn simulations(
    assumptions: &Assumptions,
    seed: u64,
) -> impl Iterator<Item = (&'static str, String)> {
    let comparison = measured::comparison(seed) + "\n" + &measured::fitted(seed);
    [
        ("measured", comparison),
        ("commits", simulated::commits(assumptions, seed)),
        ("hot-rooms", simulated::hot_rooms(assumptions, seed)),
        ("fan-out", simulated::fan_out(assumptions, seed)),
        ("stampede", simulated::stampedes(assumptions, seed)),
    ]
    .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The arithmetic only: simulations take too long for a test, and their seed is in the program.
    #[test]
    fn the_document_says_what_the_assumptions_give() {
        let document = include_str!("../../../docs/scale.md");
        let assumptions = Assumptions::read(assumptions::OWN).expect("our own");
        for (name, table) in arithmetic(assumptions::OWN, &assumptions) {
            let written = document::replace(document, name, &table).expect("both marks");
            assert!(
                written == document,
                "`make simulate` renews the table {name}"
            );
        }
    }
}

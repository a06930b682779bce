//! Inputs that nobody thought of: the tests with random inputs, a hundred times as long.

use std::process::Command;

use anyhow::{Context, Result};
use tokio::task::spawn_blocking;

use super::Plan;
use crate::report::Outcome;

const FACTOR: u64 = 100;

/// A test with random inputs.
struct Property {
    package: &'static str,
    /// Where in the package.
    place: &'static [&'static str],
    name: &'static str,
    /// How many inputs an ordinary run has.
    ordinary: u64,
}

/// Those of a row run one after the other, the rows beside each other: the first takes longer than the others together.
const ROWS: [&[Property]; 2] = [
    &[Property {
        package: "server",
        place: &["--lib"],
        name: "any_frame_is_understood_or_refused",
        ordinary: 20_000,
    }],
    &[
        Property {
            package: "server",
            place: &["--test", "it"],
            name: "no_body_makes_the_server_fail",
            ordinary: 1_500,
        },
        Property {
            package: "server",
            place: &["--test", "it"],
            name: "no_bytes_on_a_socket_make_the_server_fail",
            ordinary: 500,
        },
        Property {
            package: "domain",
            place: &["--lib"],
            name: "any_order_ends_in_the_same_timeline",
            ordinary: 1_000,
        },
    ],
];

pub async fn make(_: Plan) -> Result<Outcome> {
    let rows = ROWS.map(|row| {
        spawn_blocking(move || {
            row.iter()
                .map(|property| Ok((property, property.holds()?)))
                .collect::<Result<Vec<_>>>()
        })
    });
    let mut outcome = Outcome::default();
    let mut inputs = 0;
    for row in rows {
        for (property, holds) in row.await?? {
            outcome.expect(holds, format!("{} failed", property.name));
            inputs += if holds { property.ordinary * FACTOR } else { 0 };
        }
    }
    outcome.note(format!("{inputs} inputs read well"));
    Ok(outcome)
}

impl Property {
    fn holds(&self) -> Result<bool> {
        let output = Command::new("cargo")
            .args(["test", "--package", self.package])
            .args(self.place)
            .arg(self.name)
            .env("FUZZ_FACTOR", FACTOR.to_string())
            .output()
            .context("cargo cannot be started")?;
        let said = String::from_utf8_lossy(&output.stdout);
        let holds = output.status.success() && said.contains("ok. 1 passed");
        if !holds {
            eprintln!("{said}{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(holds)
    }
}

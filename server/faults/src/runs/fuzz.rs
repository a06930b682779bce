//! Inputs that nobody thought of: the tests with random inputs, a hundred times as long.

use std::process::Command;

use anyhow::{Context, Result};

use super::Plan;
use crate::report::Outcome;

const FACTOR: u64 = 100;
/// The package, where the test is, its name, and how many inputs an ordinary run has.
const PROPERTIES: [(&str, &[&str], &str, u64); 4] = [
    (
        "server",
        &["--lib"],
        "any_frame_is_understood_or_refused",
        20_000,
    ),
    (
        "server",
        &["--test", "it"],
        "no_body_makes_the_server_fail",
        1_500,
    ),
    (
        "server",
        &["--test", "it"],
        "no_bytes_on_a_socket_make_the_server_fail",
        500,
    ),
    (
        "domain",
        &["--lib"],
        "any_order_ends_in_the_same_timeline",
        1_000,
    ),
];

pub async fn make(_: Plan) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut inputs = 0;
    for (package, place, name, ordinary) in PROPERTIES {
        let output = Command::new("cargo")
            .args(["test", "--package", package])
            .args(place)
            .arg(name)
            .env("FUZZ_FACTOR", FACTOR.to_string())
            .output()
            .context("cargo cannot be started")?;
        let said = String::from_utf8_lossy(&output.stdout);
        if output.status.success() && said.contains("ok. 1 passed") {
            inputs += ordinary * FACTOR;
        } else {
            eprintln!("{said}{}", String::from_utf8_lossy(&output.stderr));
            outcome.expect(false, format!("{name} failed"));
        }
    }
    outcome.note(format!("{inputs} inputs read well"));
    Ok(outcome)
}

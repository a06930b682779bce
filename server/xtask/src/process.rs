//! Running other programs: cargo, wasm-opt, Lightning CSS.

use anyhow::{Context, Result, ensure};
use std::ffi::OsString;
use std::process::{Command, Stdio};

/// The cargo that runs this program, so that both use one toolchain.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Runs it with its output on the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("{} did not start", name(command)))?;
    ensure!(status.success(), "{} failed ({status})", name(command));
    Ok(())
}

/// Runs it and returns what it printed; its complaints stay on the terminal.
pub fn output_of(command: &mut Command) -> Result<Vec<u8>> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("{} did not start", name(command)))?;
    ensure!(
        output.status.success(),
        "{} failed ({})",
        name(command),
        output.status
    );
    Ok(output.stdout)
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

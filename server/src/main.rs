//! The program: reads what it is asked to do, does it, and says in one sentence why it could not.

use std::process::ExitCode;

use clap::Parser;
use server::commands::Program;

#[tokio::main]
async fn main() -> ExitCode {
    match Program::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

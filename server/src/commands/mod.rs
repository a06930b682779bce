//! What the program can be asked to do, one file per command.

mod backup;
mod demo;
mod migrate;
mod reset_password;
mod restore;
mod serve;

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use domain::Timestamp;

use crate::config::{Config, Settings};

/// Moodlight: a chat that you run yourself, in a room that takes on the mood of the talk.
#[derive(Parser, Debug)]
#[command(name = "moodlight", version, max_term_width = 100)]
pub struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serves the place until it is stopped.
    #[command(after_help = SETTINGS_HELP)]
    Serve(Given),
    /// Serves a throw-away place with people, rooms and talk already in it.
    Demo(demo::Wishes),
    /// Gives a person a new random password and ends their sign-ins. The server may be running.
    #[command(after_help = SETTINGS_HELP)]
    ResetPassword {
        /// Whose.
        username: String,
        #[command(flatten)]
        given: Given,
    },
    /// Writes a checked copy of the database into a file. The server may be running.
    #[command(after_help = SETTINGS_HELP)]
    Backup {
        /// A file that is not there yet. [default: one with the time in its name, in `copies` in the data directory]
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        #[command(flatten)]
        given: Given,
    },
    /// Puts a copy in the place of the database, which is kept under another name. The server must be stopped.
    #[command(after_help = SETTINGS_HELP)]
    Restore {
        /// What `moodlight backup` wrote.
        file: PathBuf,
        #[command(flatten)]
        given: Given,
    },
    /// Moves a place from its data directory to PostgreSQL, and compares both sides. The server must be stopped.
    Migrate(migrate::Wishes),
}

const SETTINGS_HELP: &str = "Each setting can be given as a flag, in the environment, or in a file \
(`moodlight.toml`, with the flags' names: `base-url = \"https://chat.example.org\"`). Flags win over the environment, \
and the environment over the file.";

#[derive(clap::Args, Debug)]
struct Given {
    /// File with settings. [default: moodlight.toml, if it is there]
    #[arg(long, env = "MOODLIGHT_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
}

impl Given {
    fn check(self) -> anyhow::Result<Config> {
        let settings = self.settings.with_file(self.config.as_deref())?;
        Config::check(settings)
    }
}

impl Program {
    /// Does what was asked.
    ///
    /// # Errors
    /// In words for the person at the terminal.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Serve(given) => serve::run(given.check()?).await,
            Command::Demo(wishes) => demo::run(wishes).await,
            Command::ResetPassword { username, given } => {
                reset_password::run(given.check()?, &username).await
            }
            Command::Backup { to, given } => backup::run(given.check()?, to).await,
            Command::Restore { file, given } => restore::run(given.check()?, &file).await,
            Command::Migrate(wishes) => migrate::run(wishes).await,
        }
    }
}

/// A time as part of a file's name: `20261127T081728Z`.
fn stamp(at: Timestamp) -> String {
    at.to_rfc3339().replace(['-', ':'], "")
}

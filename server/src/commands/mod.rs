//! What the program can be asked to do, one file per command.

mod demo;
mod reset_password;
mod serve;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

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
        }
    }
}

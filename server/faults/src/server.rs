//! The server that is made to suffer: a process on a directory of its own, at an address that stays.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result};
use bench::{
    peers::{
        free_address,
        moodlight::{CHEAP_PASSWORDS, UNLIMITED},
    },
    processes::{Process, Usage},
};
use tempfile::TempDir;

use crate::disk::Disk;

/// How a server is started.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// With the limits that people have, not those for measuring.
    pub is_limited: bool,
    /// The engines that it shares with others, as variables of the environment.
    pub engines: Vec<(&'static str, String)>,
}

/// A server, running or not.
pub struct Server {
    binary: PathBuf,
    /// Where it listens.
    pub address: String,
    flags: Flags,
    disk: Option<Disk>,
    process: Option<Process>,
    directory: TempDir,
}

impl Server {
    /// Not started yet. With a library, its disk and clock are the layer's.
    pub fn new(binary: &Path, layer: Option<&Path>, flags: Flags) -> Result<Self> {
        let directory = tempfile::tempdir()?;
        std::fs::create_dir(directory.path().join("data"))?;
        Ok(Self {
            binary: binary.to_owned(),
            address: free_address()?,
            flags,
            disk: layer
                .map(|layer| Disk::below(layer, directory.path()))
                .transpose()?,
            process: None,
            directory,
        })
    }

    /// Starts it, and waits until it answers.
    pub async fn start(&mut self) -> Result<()> {
        let mut command = Command::new(&self.binary);
        command
            .args(["serve", "--listen", &self.address, "--data"])
            .arg(self.data())
            .args(CHEAP_PASSWORDS)
            .env("MOODLIGHT_LOG", "info");
        if self.flags.is_limited {
            command.args(["--sign-ups-per-hour", "1000"]);
        } else {
            command.args(UNLIMITED);
        }
        command.envs(self.flags.engines.iter().map(|(name, url)| (name, url)));
        if let Some(disk) = &self.disk {
            disk.environment(&mut command);
        }
        let mut process = Process::start(&mut command, &self.log_path())?;
        process
            .answers(&self.address)
            .await
            .with_context(|| format!("the server did not start:\n{}", self.log()))?;
        self.process = Some(process);
        Ok(())
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.process = None;
    }

    /// An orderly end.
    pub async fn stop(&mut self) -> Result<()> {
        match self.process.take() {
            Some(process) => process.end(Duration::from_secs(30)).await,
            None => Ok(()),
        }
    }

    /// Its disk and clock.
    pub fn disk(&self) -> Result<&Disk> {
        self.disk.as_ref().context("there is no layer below it")
    }

    /// The directory with the database.
    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// All that it said.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn log_path(&self) -> PathBuf {
        self.directory.path().join("log")
    }

    /// Of the process.
    pub fn ids(&self) -> Vec<u32> {
        self.process.as_ref().map(Process::ids).unwrap_or_default()
    }

    /// Memory in MB.
    pub fn memory(&self) -> f64 {
        Usage::of(&self.ids()).resident_mb
    }

    /// What SQLite itself says of the files, when the server has ended.
    pub fn check_database(&self) -> Result<()> {
        let database = rusqlite::Connection::open(self.data().join("moodlight.db"))?;
        let said: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        anyhow::ensure!(said == "ok", "the database is damaged: {said}");
        Ok(())
    }
}

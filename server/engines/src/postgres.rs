//! PostgreSQL with data of its own.

use std::{
    fs,
    net::TcpStream,
    os::unix::fs::chown,
    path::PathBuf,
    process::{Command, Output},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::Signal,
    unistd::{Uid, User},
};

use crate::{
    place::{Directory, free_port, need},
    process::Process,
    tls::Identity,
};

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// As in life.
    Real,
    /// Not: for tests that end with the machine.
    None,
}

/// A server with one superuser, `moodlight`, who needs no password. Ends when it is dropped.
#[derive(Debug)]
pub struct Postgres {
    user: Option<User>,
    durability: Durability,
    port: u16,
    /// The files of its certificate and key, where it is reached over TLS.
    identity: Option<[PathBuf; 2]>,
    process: Option<Process>,
    // After the process: the data goes when nobody uses it any more.
    directory: Directory,
}

impl Postgres {
    /// Makes a new one and waits until it answers.
    ///
    /// # Errors
    /// Where PostgreSQL is not on this machine, or does not start.
    pub fn start(durability: Durability) -> Result<Self> {
        Self::start_as(durability, None)
    }

    /// The same, reached over TLS and in no other way.
    ///
    /// # Errors
    /// Where PostgreSQL is not on this machine, or does not start.
    pub fn start_with_tls(durability: Durability, identity: &Identity) -> Result<Self> {
        Self::start_as(durability, Some(identity))
    }

    fn start_as(durability: Durability, identity: Option<&Identity>) -> Result<Self> {
        let initdb = need("initdb")?;
        let directory = Directory::make("postgres")?;
        // It refuses to run as root.
        let user = if Uid::effective().is_root() {
            let user = User::from_name("nobody")?.context("there is no user nobody")?;
            chown(
                directory.path(),
                Some(user.uid.as_raw()),
                Some(user.gid.as_raw()),
            )?;
            Some(user)
        } else {
            None
        };
        let mut made = Self {
            user,
            durability,
            port: free_port()?,
            identity: None,
            process: None,
            directory,
        };
        let mut command = Command::new(initdb);
        command.args([
            "--auth=trust",
            "--username=moodlight",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]);
        command.arg("--pgdata").arg(made.data());
        let process = Process::start(&command, &made.log(), made.user.as_ref())?;
        while process.is_running() {
            thread::sleep(Duration::from_millis(20));
        }
        if !made.data().join("PG_VERSION").exists() {
            bail!("initdb failed:\n{}", made.said());
        }
        if let Some(identity) = identity {
            made.require_tls(identity)?;
        }
        made.resume()?;
        Ok(made)
    }

    /// The address of one of its databases.
    #[must_use]
    pub fn url(&self, database: &str) -> String {
        format!("postgres://moodlight@127.0.0.1:{}/{database}", self.port)
    }

    /// The same for somebody who may do less, through another port of loopback.
    #[must_use]
    pub fn url_of(&self, user: &str, database: &str, port: u16) -> String {
        format!("postgres://{user}@127.0.0.1:{port}/{database}")
    }

    /// Its first process, which starts the others; nought while it does not run.
    #[must_use]
    pub fn id(&self) -> u32 {
        let id = self.process.as_ref().map_or(0, Process::id);
        u32::try_from(id).unwrap_or(0)
    }

    /// Its port on loopback.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Makes a database, empty or as a copy of another one to which nobody is connected.
    ///
    /// # Errors
    /// Where there is one of this name.
    pub fn create_database(&self, name: &str, copy_of: Option<&str>) -> Result<()> {
        let copy = copy_of.map_or_else(String::new, |other| format!(" TEMPLATE \"{other}\""));
        self.execute("postgres", &format!("CREATE DATABASE \"{name}\"{copy}"))?;
        Ok(())
    }

    /// Runs SQL and answers what it gives, a line for each row.
    ///
    /// # Errors
    /// Those of PostgreSQL.
    pub fn execute(&self, database: &str, sql: &str) -> Result<String> {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(need("psql")?)
            .args(["--no-psqlrc", "--tuples-only", "--no-align", "--quiet"])
            .args(["--command", sql, &self.url(database)])
            .output()?;
        if !status.success() {
            bail!("{sql} failed: {}", String::from_utf8_lossy(&stderr));
        }
        Ok(String::from_utf8_lossy(&stdout).trim().to_owned())
    }

    /// Ends it at once, as a crash does.
    ///
    /// # Errors
    /// Where it is not running.
    pub fn kill(&mut self) -> Result<()> {
        let process = self.process.take().context("it is not running")?;
        // SIGQUIT: all its processes end without writing anything more.
        process.end(Signal::SIGQUIT)
    }

    /// Starts it again on its data and waits until it answers.
    ///
    /// # Errors
    /// Where it does not come up.
    pub fn resume(&mut self) -> Result<()> {
        let mut command = Command::new(need("postgres")?);
        command.arg("-D").arg(self.data());
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=64MB",
        ] {
            command.args(["-c", setting]);
        }
        command.args(["-c", &format!("port={}", self.port)]);
        if let Some([certificate, key]) = &self.identity {
            command.args(["-c", "ssl=on"]);
            command.args(["-c", &format!("ssl_cert_file={}", certificate.display())]);
            command.args(["-c", &format!("ssl_key_file={}", key.display())]);
        }
        if self.durability == Durability::None {
            for setting in [
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
            ] {
                command.args(["-c", setting]);
            }
        }
        self.process = Some(Process::start(&command, &self.log(), self.user.as_ref())?);
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err()
            || self.execute("postgres", "SELECT 1").is_err()
        {
            let is_running = self.process.as_ref().is_some_and(Process::is_running);
            if !is_running || Instant::now() > deadline {
                bail!("PostgreSQL does not start:\n{}", self.said());
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Takes no connection without TLS from now on.
    fn require_tls(&mut self, identity: &Identity) -> Result<()> {
        let files = identity.write(self.directory.path())?;
        if let Some(user) = &self.user {
            for file in &files {
                chown(file, Some(user.uid.as_raw()), Some(user.gid.as_raw()))?;
            }
        }
        let who_may = "hostssl all all 127.0.0.1/32 trust\n";
        fs::write(self.data().join("pg_hba.conf"), who_may)?;
        self.identity = Some(files);
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.directory.path().join("log")
    }

    fn said(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.process.is_some() {
            // The worst is a process that is killed a moment later.
            let _ = self.kill();
        }
    }
}

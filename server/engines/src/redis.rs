//! Redis that keeps nothing.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;

use crate::{
    place::{Directory, free_port, need},
    process::Process,
};

/// A server without a password. Ends when it is dropped.
#[derive(Debug)]
pub struct Redis {
    port: u16,
    process: Option<Process>,
    directory: Directory,
}

impl Redis {
    /// Starts a new one and waits until it answers.
    ///
    /// # Errors
    /// Where Redis is not on this machine, or does not start.
    pub fn start() -> Result<Self> {
        let mut made = Self {
            port: free_port()?,
            process: None,
            directory: Directory::make("redis")?,
        };
        made.resume()?;
        Ok(made)
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Its port on loopback.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Ends it at once.
    ///
    /// # Errors
    /// Where it is not running.
    pub fn kill(&mut self) -> Result<()> {
        let process = self.process.take().context("it is not running")?;
        process.end(Signal::SIGKILL)
    }

    /// Starts it again, empty, on the same port.
    ///
    /// # Errors
    /// Where it does not come up.
    pub fn resume(&mut self) -> Result<()> {
        let mut command = Command::new(need("redis-server")?);
        command.args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        command.args(["--port", &self.port.to_string(), "--dir"]);
        command.arg(self.directory.path());
        let log = self.directory.path().join("log");
        self.process = Some(Process::start(&command, &log, None)?);
        let deadline = Instant::now() + Duration::from_secs(30);
        while !self.answers() {
            let is_running = self.process.as_ref().is_some_and(Process::is_running);
            if !is_running || Instant::now() > deadline {
                let said = fs::read_to_string(&log).unwrap_or_default();
                bail!("Redis does not start:\n{said}");
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// How many connections listen to a channel.
    ///
    /// # Errors
    /// Where it does not answer.
    pub fn listeners(&self, channel: &str) -> Result<usize> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(stream, "PUBSUB NUMSUB {channel}\r\nQUIT\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        // Two values, the second a number: `*2`, `$7`, `channel`, `:1`.
        answer
            .lines()
            .find_map(|line| line.strip_prefix(':')?.parse().ok())
            .with_context(|| format!("Redis says {answer:?}"))
    }

    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else {
            return false;
        };
        let mut answer = [0; 5];
        stream.write_all(b"PING\r\n").is_ok()
            && stream.read_exact(&mut answer).is_ok()
            && &answer == b"+PONG"
    }
}

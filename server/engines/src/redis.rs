//! Redis that keeps nothing.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::sys::signal::Signal;

use crate::{
    place::{Directory, free_port, need},
    process::Process,
    tls::Identity,
};

/// A server without a password. Ends when it is dropped.
#[derive(Debug)]
pub struct Redis {
    port: u16,
    tls: Option<Tls>,
    process: Option<Process>,
    directory: Directory,
}

/// Where it is reached over TLS besides.
#[derive(Debug)]
struct Tls {
    port: u16,
    certificate: PathBuf,
    key: PathBuf,
}

impl Redis {
    /// Starts a new one and waits until it answers.
    ///
    /// # Errors
    /// Where Redis is not on this machine, or does not start.
    pub fn start() -> Result<Self> {
        Self::start_as(None)
    }

    /// The same with another port, which speaks TLS only.
    ///
    /// # Errors
    /// Where Redis is not on this machine, or does not start.
    pub fn start_with_tls(identity: &Identity) -> Result<Self> {
        Self::start_as(Some(identity))
    }

    fn start_as(identity: Option<&Identity>) -> Result<Self> {
        let directory = Directory::make("redis")?;
        let tls = match identity {
            None => None,
            Some(identity) => {
                let [certificate, key] = identity.write(directory.path())?;
                let port = free_port()?;
                Some(Tls {
                    port,
                    certificate,
                    key,
                })
            }
        };
        let mut made = Self {
            port: free_port()?,
            tls,
            process: None,
            directory,
        };
        made.resume()?;
        Ok(made)
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Its address over TLS, by this name of the machine.
    ///
    /// # Errors
    /// Where it does not speak TLS.
    pub fn url_with_tls(&self, host: &str) -> Result<String> {
        let tls = self.tls.as_ref().context("it does not speak TLS")?;
        Ok(format!("rediss://{host}:{}", tls.port))
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
        if let Some(tls) = &self.tls {
            command.args(["--tls-auth-clients", "no"]);
            command.args(["--tls-port", &tls.port.to_string()]);
            command.arg("--tls-cert-file").arg(&tls.certificate);
            command.arg("--tls-key-file").arg(&tls.key);
        }
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

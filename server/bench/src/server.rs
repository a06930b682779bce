//! A server process on a throw-away directory and a free port of loopback.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// A running server; ended when dropped.
pub struct Server {
    process: Child,
    address: String,
    _data: TempDir,
}

impl Server {
    /// Starts the binary and waits until it says that it is ready.
    pub async fn start(binary: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let data = TempDir::new()?;
        let address = format!("127.0.0.1:{port}");
        let process = Command::new(binary)
            .args(["serve", "--listen", &address, "--data"])
            .arg(data.path())
            // Sign-in is not what is measured here, and all people come from one address.
            .args([
                "--password-memory-kib",
                "64",
                "--password-iterations",
                "1",
                "--rate-limit-factor",
                "100000",
            ])
            .stdout(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", binary.display()))?;
        let server = Self {
            process,
            address,
            _data: data,
        };
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let ready = reqwest::get(server.url("/health/ready"))
                .await
                .is_ok_and(|answer| answer.status().is_success());
            if ready {
                return Ok(server);
            }
            if Instant::now() > deadline {
                bail!("the server was not ready within 20 s");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// `http://…` for a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// `host:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Resident memory of the process, in KiB.
    pub fn resident_kib(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse().ok())
            .context("no VmRSS in /proc: memory is measured on Linux only")
    }

    /// Ends it.
    pub async fn stop(mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already gone after `stop`; after an error this is the only clean-up, and there is nobody left to tell.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

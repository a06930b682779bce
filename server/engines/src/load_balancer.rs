//! HAProxy in front of several servers.

use std::{
    fs,
    net::{SocketAddr, TcpStream},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    place::{Directory, free_port, need},
    process::Process,
};

/// What is shipped for those who run several servers.
const CONFIGURATION: &str = include_str!("../../../deploy/cluster/haproxy.cfg");

/// Spreads what comes over the servers that say that they are ready, without stickiness. Ends when it is dropped.
#[derive(Debug)]
pub struct LoadBalancer {
    address: SocketAddr,
    _process: Process,
    _directory: Directory,
}

impl LoadBalancer {
    /// Starts HAProxy as `deploy/cluster` configures it, before these three servers.
    ///
    /// # Errors
    /// Where HAProxy is not on this machine, or the configuration is not what it was.
    pub fn before(servers: [SocketAddr; 3]) -> Result<Self> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let [one, two, three] = servers.map(|server| server.to_string());
        let mut configuration = CONFIGURATION.to_owned();
        for (place, is) in [
            ("bind :8080", format!("bind {address}")),
            ("moodlight1:3000", one),
            ("moodlight2:3000", two),
            ("moodlight3:3000", three),
        ] {
            if !configuration.contains(place) {
                bail!("the configuration does not say {place:?} any more");
            }
            configuration = configuration.replace(place, &is);
        }
        let directory = Directory::make("haproxy")?;
        let file = directory.path().join("haproxy.cfg");
        fs::write(&file, configuration)?;
        let mut command = Command::new(need("haproxy")?);
        command.args(["-db", "-f"]).arg(&file);
        let log = directory.path().join("log");
        let process = Process::start(&command, &log, None)?;
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(address).is_err() {
            if !process.is_running() || Instant::now() > deadline {
                let said = fs::read_to_string(&log).unwrap_or_default();
                bail!("HAProxy does not start:\n{said}");
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(Self {
            address,
            _process: process,
            _directory: directory,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

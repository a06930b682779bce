//! Processes of the machine: started on a core of their own, watched through `/proc`, ended by their id.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sched::{CpuSet, sched_setaffinity},
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tokio::{net::TcpStream, time::sleep};

/// Where the server runs, and where the generator does.
pub const SERVER_CORE: usize = 0;
pub const GENERATOR_CORE: usize = 1;

/// Keeps this thread on one core; false where there is only one.
pub fn stay_on(core: usize) -> Result<bool> {
    if std::thread::available_parallelism()?.get() <= core {
        return Ok(false);
    }
    let mut cores = CpuSet::new();
    cores.set(core)?;
    sched_setaffinity(Pid::from_raw(0), &cores)?;
    Ok(true)
}

/// A process that is ended when this is dropped, with those it has started.
pub struct Process {
    child: Child,
}

impl Process {
    /// Starts `command` on the server's core; what it says goes to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let file = fs::File::options().create(true).append(true).open(log)?;
        let mut pinned = Command::new("taskset");
        pinned
            .args(["--cpu-list", &SERVER_CORE.to_string()])
            .arg(command.get_program())
            .args(command.get_args())
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file);
        if let Some(directory) = command.get_current_dir() {
            pinned.current_dir(directory);
        }
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                pinned.env(name, value);
            }
        }
        let name = command.get_program().display().to_string();
        let child = pinned
            .spawn()
            .with_context(|| format!("{name} cannot be started"))?;
        Ok(Self { child })
    }

    /// Its id and those of its descendants.
    pub fn ids(&self) -> Vec<u32> {
        family(self.child.id())
    }

    /// Waits until something answers at `address`.
    pub async fn answers(&mut self, address: &str) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(address).await.is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the process ended: {status}");
            }
            if Instant::now() > deadline {
                bail!("nothing answers at {address}");
            }
            sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Asks it to end (SIGTERM), and waits until it has.
    pub async fn end(mut self, within: Duration) -> Result<()> {
        kill(
            Pid::from_raw(i32::try_from(self.child.id())?),
            Signal::SIGTERM,
        )?;
        let deadline = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait()? {
                if !status.success() {
                    bail!("the process ended: {status}");
                }
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!("the process did not end");
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let ids = self.ids();
        for id in ids.iter().rev() {
            if let Ok(id) = i32::try_from(*id) {
                // Gone already is as good.
                let _ = kill(Pid::from_raw(id), Signal::SIGKILL);
            }
        }
        let _ = self.child.wait();
    }
}

/// A process and its descendants.
pub fn family(id: u32) -> Vec<u32> {
    let mut ids = vec![id];
    let mut at = 0;
    while at < ids.len() {
        ids.extend(children(ids[at]));
        at += 1;
    }
    ids
}

/// Keeps a process that runs already, and what it starts from now on, on the server's core.
pub fn put_on_server_core(id: u32) -> Result<()> {
    let mut cores = CpuSet::new();
    cores.set(SERVER_CORE)?;
    for id in family(id) {
        sched_setaffinity(Pid::from_raw(i32::try_from(id)?), &cores)?;
    }
    Ok(())
}

fn children(id: u32) -> Vec<u32> {
    let listed = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    listed
        .split_whitespace()
        .filter_map(|child| child.parse().ok())
        .collect()
}

/// Files and sockets that processes have open.
pub fn open_files(ids: &[u32]) -> usize {
    count(ids, "fd")
}

/// Threads of processes.
pub fn threads(ids: &[u32]) -> usize {
    count(ids, "task")
}

fn count(ids: &[u32], what: &str) -> usize {
    let list = |id| fs::read_dir(format!("/proc/{id}/{what}")).map_or(0, Iterator::count);
    ids.iter().map(list).sum()
}

/// What processes have used so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    /// Processor time, user's and kernel's.
    pub seconds: f64,
    /// Memory in the machine, in MB (10^6 bytes).
    pub resident_mb: f64,
}

impl Usage {
    /// Of all of them together.
    pub fn of(ids: &[u32]) -> Self {
        let mut sum = Self::default();
        for id in ids {
            // Fields 14 and 15, counted after the name, which may hold blanks: proc_pid_stat(5).
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            let rest = stat.rsplit(')').next().unwrap_or_default();
            let ticks: f64 = rest
                .split_whitespace()
                .skip(11)
                .take(2)
                .filter_map(|field| field.parse::<f64>().ok())
                .sum();
            sum.seconds += ticks / TICKS_PER_SECOND;
            let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
            let kib = status
                .lines()
                .find_map(|line| {
                    line.strip_prefix("VmRSS:")?
                        .trim()
                        .strip_suffix(" kB")?
                        .parse::<f64>()
                        .ok()
                })
                .unwrap_or_default();
            sum.resident_mb += kib * 1_024.0 / 1e6;
        }
        sum
    }
}

/// `USER_HZ`, which is 100 on every Linux that there is for these processors.
const TICKS_PER_SECOND: f64 = 100.0;

/// Seconds that all cores together were busy with anything since the start of the machine.
pub fn busy_cores() -> f64 {
    let stat = fs::read_to_string("/proc/stat").unwrap_or_default();
    let fields: Vec<f64> = stat
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(1)
        .filter_map(|field| field.parse().ok())
        .collect();
    // user nice system idle iowait irq softirq steal: proc_stat(5).
    [0, 1, 2, 5, 6, 7]
        .iter()
        .filter_map(|index| fields.get(*index))
        .sum::<f64>()
        / TICKS_PER_SECOND
}

//! The process as the system sees it, under the names that every exporter uses. What the system does not tell is left out.

use std::time::Duration;

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{counter::ConstCounter, gauge::ConstGauge},
};

/// Processor time that this process has used, user's and kernel's; zero where the system does not tell.
#[must_use]
pub fn busy() -> Duration {
    #[cfg(unix)]
    {
        use nix::sys::{
            resource::{UsageWho, getrusage},
            time::TimeValLike,
        };
        if let Ok(usage) = getrusage(UsageWho::RUSAGE_SELF) {
            let used = usage.user_time() + usage.system_time();
            let micros = u64::try_from(used.num_microseconds()).unwrap_or(0);
            return Duration::from_micros(micros);
        }
    }
    Duration::ZERO
}

/// Looks when asked.
#[derive(Debug)]
pub(super) struct Process;

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder) -> Result<(), std::fmt::Error> {
        let seconds = ConstCounter::new(busy().as_secs_f64());
        let help = "Processor time used, in seconds";
        let at =
            encoder.encode_descriptor("process_cpu_seconds", help, None, seconds.metric_type())?;
        seconds.encode(at)?;
        for (name, help, value) in [
            (
                "process_resident_memory_bytes",
                "Memory in the machine",
                resident_bytes(),
            ),
            (
                "process_open_fds",
                "Files and sockets that are open",
                open_fds(),
            ),
            (
                "process_max_fds",
                "Files and sockets that may be open",
                max_fds(),
            ),
        ] {
            let Some(value) = value else { continue };
            let gauge = ConstGauge::new(value);
            let at = encoder.encode_descriptor(name, help, None, gauge.metric_type())?;
            gauge.encode(at)?;
        }
        Ok(())
    }
}

/// As Linux tells it, in KiB.
fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: i64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1_024)
}

fn open_fds() -> Option<i64> {
    let listed = std::fs::read_dir("/dev/fd").ok()?.count();
    // One of them is the list itself.
    i64::try_from(listed).ok().map(|count| count - 1)
}

#[cfg(unix)]
fn max_fds() -> Option<i64> {
    use nix::sys::resource::{Resource, getrlimit};
    let (soft, _) = getrlimit(Resource::RLIMIT_NOFILE).ok()?;
    i64::try_from(soft).ok()
}

#[cfg(not(unix))]
fn max_fds() -> Option<i64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_shows() {
        let before = busy();
        let mut sum = 0_u64;
        while busy() == before {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        assert!(busy() > before);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn open_files_show() {
        let files: Vec<_> = (0..200)
            .map(|_| std::fs::File::open("/dev/null").expect("opens"))
            .collect();
        // Other tests have some open too.
        let (open, most) = (open_fds().expect("told"), max_fds().expect("told"));
        assert!(
            open >= files.len() as i64 && open <= most,
            "{open} of {most}"
        );
        assert!(resident_bytes().expect("told") > 1_000_000);
    }
}

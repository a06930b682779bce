//! When messages are due: a Poisson process, kept to the microsecond.

use std::{fs::File, io::ErrorKind, os::fd::AsFd, time::Duration};

use anyhow::Result;
use nix::sys::{
    time::TimeSpec,
    timerfd::{ClockId, Expiration, TimerFd, TimerFlags, TimerSetTimeFlags},
};
use rand::{RngExt, SeedableRng, rngs::SmallRng};
use tokio::net::unix::pipe::Receiver;

/// The kernel's timer, because the runtime's own counts milliseconds.
pub struct Pacer {
    timer: TimerFd,
    /// The same timer, as something to wait for: it is read like a pipe.
    ready: Receiver,
    random: SmallRng,
}

impl Pacer {
    /// The same seed, the same instants and senders.
    pub fn new(seed: u64) -> Result<Self> {
        let flags = TimerFlags::TFD_NONBLOCK | TimerFlags::TFD_CLOEXEC;
        let timer = TimerFd::new(ClockId::CLOCK_MONOTONIC, flags)?;
        Ok(Self {
            ready: Receiver::from_file_unchecked(File::from(timer.as_fd().try_clone_to_owned()?))?,
            timer,
            random: SmallRng::seed_from_u64(seed),
        })
    }

    /// Nanoseconds to the next message at `rate` a second: exponentially distributed.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and far below 2^64"
    )]
    pub fn gap(&mut self, rate: f64) -> u64 {
        let unit: f64 = 1.0 - self.random.random::<f64>();
        (-unit.ln() / rate * 1e9) as u64
    }

    /// One of `count`.
    pub fn choose(&mut self, count: usize) -> usize {
        self.random.random_range(0..count)
    }

    /// Waits. Less than the kernel takes to wake anyone is not waited for.
    pub async fn wait(&self, nanoseconds: u64) -> Result<()> {
        let after = TimeSpec::from(Duration::from_nanos(nanoseconds.max(20_000)));
        let flags = TimerSetTimeFlags::empty();
        self.timer.set(Expiration::OneShot(after), flags)?;
        loop {
            self.ready.readable().await?;
            match self.ready.try_read(&mut [0; 8]) {
                Ok(_) => return Ok(()),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn gaps_have_the_mean_that_was_asked_for() {
        let mut pacer = Pacer::new(7).expect("a timer");
        let sum: u64 = (0..20_000).map(|_| pacer.gap(1_000.0)).sum();
        let mean = sum as f64 / 20_000.0;
        assert!((mean - 1e6).abs() < 3e4, "{mean}");
    }
}

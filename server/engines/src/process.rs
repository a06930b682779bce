//! A process that does not outlive the one that started it.

use std::{
    fs::File,
    path::Path,
    process::{Command, Stdio},
    sync::mpsc::{Sender, channel},
    thread::{self, JoinHandle},
};

use anyhow::{Context, Result, anyhow};
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, Uid, User},
};

use crate::place::need;

/// See the module. Killed when it is dropped.
///
/// The system ends it with the *thread* that started it, so it has a thread of its own.
#[derive(Debug)]
pub struct Process {
    id: i32,
    thread: Option<JoinHandle<()>>,
}

impl Process {
    /// Starts a command; what it says goes to the file `log`. As root with `user`, it runs as that user.
    ///
    /// # Errors
    /// Where `setpriv` or the program are missing.
    pub fn start(command: &Command, log: &Path, user: Option<&User>) -> Result<Self> {
        let mut whole = Command::new(need("setpriv")?);
        whole.arg("--pdeathsig=KILL");
        if let Some(user) = user.filter(|_| Uid::effective().is_root()) {
            whole.args([
                format!("--reuid={}", user.uid),
                format!("--regid={}", user.gid),
                "--clear-groups".to_owned(),
            ]);
        }
        whole
            .arg("--")
            .arg(command.get_program())
            .args(command.get_args());
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => whole.env(name, value),
                None => whole.env_remove(name),
            };
        }
        if let Some(directory) = command.get_current_dir() {
            whole.current_dir(directory);
        }
        let file = File::options().create(true).append(true).open(log)?;
        whole
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file);
        let program = command.get_program().display().to_string();
        let (started, start) = channel();
        let thread = thread::Builder::new()
            .name("process".to_owned())
            .spawn(move || look_after(whole, &started))?;
        let id = start
            .recv()
            .context("the thread of a process ended")?
            .with_context(|| format!("{program} cannot be started"))?;
        Ok(Self {
            id: i32::try_from(id)?,
            thread: Some(thread),
        })
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> i32 {
        self.id
    }

    /// Sends it a signal.
    ///
    /// # Errors
    /// Where it is gone.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        kill(Pid::from_raw(self.id), signal)
            .map_err(|error| anyhow!("process {} cannot be signalled: {error}", self.id))
    }

    /// Whether it still runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.thread
            .as_ref()
            .is_some_and(|thread| !thread.is_finished())
    }

    /// Sends it a signal that ends it, and waits until it has ended.
    ///
    /// # Errors
    /// Where it is gone already.
    pub fn end(mut self, signal: Signal) -> Result<()> {
        self.signal(signal)?;
        if let Some(thread) = self.thread.take() {
            thread
                .join()
                .map_err(|_| anyhow!("the thread of a process panicked"))?;
        }
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = kill(Pid::from_raw(self.id), Signal::SIGKILL);
            let _ = thread.join();
        }
    }
}

/// Starts it, says its id, and waits for its end.
fn look_after(mut command: Command, started: &Sender<Result<u32>>) {
    match command.spawn() {
        Ok(mut child) => {
            // Whoever waits for the id is there.
            let _ = started.send(Ok(child.id()));
            let _ = child.wait();
        }
        Err(error) => {
            let _ = started.send(Err(error.into()));
        }
    }
}

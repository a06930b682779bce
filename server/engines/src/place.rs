//! Where engines are found, and where they may live.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// What begins the name of a directory of an engine; the id of the process that made it comes after.
const PREFIX: &str = "moodlight-engine-";

/// A program in the places where Debian and others put it.
#[must_use]
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<PathBuf> = env::split_paths(&path).collect();
    places.extend(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from));
    // Debian keeps versions of PostgreSQL side by side; the newest is as good as any.
    let mut versions: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path().join("bin")))
        .collect();
    versions.sort();
    places.extend(versions.into_iter().rev());
    places
        .into_iter()
        .map(|place| place.join(program))
        .find(|file| file.is_file())
}

pub(crate) fn need(program: &str) -> Result<PathBuf> {
    find(program).with_context(|| format!("{program} is not on this machine"))
}

/// A port of loopback on which nothing listens now.
///
/// # Errors
/// Where the system has none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// A directory of an engine, removed with this; or, where the process had no time for that, by the next one.
#[derive(Debug)]
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub fn make(name: &str) -> Result<Self> {
        remove_left_behind();
        let number = free_port()?;
        let path = env::temp_dir().join(format!("{PREFIX}{}-{name}-{number}", std::process::id()));
        fs::create_dir(&path).with_context(|| format!("{} cannot be made", path.display()))?;
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // The next process tries again.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Removes directories of processes that are gone.
fn remove_left_behind() {
    let entries = fs::read_dir(env::temp_dir())
        .into_iter()
        .flatten()
        .flatten();
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let owner = name
            .strip_prefix(PREFIX)
            .and_then(|rest| rest.split('-').next());
        let is_gone = owner.is_some_and(|id| !Path::new("/proc").join(id).exists());
        if is_gone && Path::new("/proc/self").exists() {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

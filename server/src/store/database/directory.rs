//! What is where in a data directory, and whose it is.

use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

/// The database's file.
pub(super) fn database(data_dir: &Path) -> PathBuf {
    data_dir.join("moodlight.db")
}

/// What finds messages by their words. Made from the database, and again where it is missing.
pub(super) fn index(data_dir: &Path) -> PathBuf {
    data_dir.join("search.db")
}

/// Where its copies are.
pub(super) fn copies(data_dir: &Path) -> PathBuf {
    data_dir.join("copies")
}

/// What people say to each other is nobody else's on this machine. A directory that is there already stays as it is.
pub(super) fn make(data_dir: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(data_dir)
}

/// Keeps every other server, and commands that need it to themselves, out of the directory as long as it is held; the
/// system lets it go when the process ends, however it ends.
pub(super) fn lock(data_dir: &Path) -> anyhow::Result<File> {
    let path = data_dir.join("moodlight.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .with_context(|| format!("{} cannot be opened.", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "Another Moodlight server is using the data directory {}.",
            data_dir.display()
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("{} cannot be locked.", path.display()))
        }
    }
}

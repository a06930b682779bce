//! Copies of a data directory's database: written while a server uses it, and put in its place when none does.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use tempfile::NamedTempFile;

use super::{
    super::search::sqlite as sqlite_index,
    directory,
    sqlite::{Sqlite, vacuum_into},
    whole::{self, Contents},
};

/// What SQLite keeps beside a database while it is in use, or after a crash.
const BESIDE: [&str; 2] = ["-wal", "-shm"];

/// What was put in place.
#[derive(Debug)]
pub struct Restored {
    /// What is there now.
    pub contents: Contents,
    /// The directory with what was there before, if anything was.
    pub kept: Option<PathBuf>,
}

/// Where copies of this directory's database go when nothing else is said.
#[must_use]
pub fn place(data_dir: &Path) -> PathBuf {
    directory::copies(data_dir)
}

/// Writes the database as it is at this moment into a file that is not there yet; a server may be using it. The file has
/// its name when it is whole, checked and on disk, and is readable by nobody else.
///
/// # Errors
/// In words for the operator; nothing is left behind then.
pub async fn back_up(data_dir: &Path, to: &Path) -> anyhow::Result<Contents> {
    ensure!(!to.exists(), "{} is there already.", to.display());
    let db = Sqlite::open_beside(data_dir).await?;
    if to.parent() == Some(&place(data_dir)) {
        directory::make(&place(data_dir))?;
    }
    let file = unfinished(folder(to))?;
    vacuum_into(&db, file.path())
        .await
        .context("The copy could not be written.")?;
    db.close().await?;
    file.as_file().sync_all()?;
    let contents = whole::check(file.path())
        .await
        .context("The copy is not whole, and was not kept.")?;
    file.persist_noclobber(to)
        .with_context(|| format!("{} could not be made.", to.display()))?;
    sync_directory(folder(to))?;
    Ok(contents)
}

/// Puts a copy in the place of the database. What is there goes into the directory `kept` under its own names; nothing is
/// deleted.
///
/// # Errors
/// In words for the operator: where a server is using the directory, or `from` is not a whole database of this version or
/// an older one. The database is as it was then.
pub async fn restore(data_dir: &Path, from: &Path, kept: &str) -> anyhow::Result<Restored> {
    let cannot = || format!("The data directory {} cannot be made.", data_dir.display());
    directory::make(data_dir).with_context(cannot)?;
    let _lock = directory::lock(data_dir)?;
    let log = beside(from, "-wal");
    ensure!(
        fs::metadata(&log).map_or(0, |log| log.len()) == 0,
        "{} belongs to the file and is not empty: this is a database in use, or after a crash, and not a copy of one.",
        log.display()
    );
    // What is checked is what will be in place.
    let mut file = unfinished(data_dir)?;
    let mut given =
        File::open(from).with_context(|| format!("{} cannot be read.", from.display()))?;
    io::copy(&mut given, &mut file)
        .with_context(|| format!("{} cannot be copied.", from.display()))?;
    file.as_file().sync_all()?;
    let contents = whole::check(file.path())
        .await
        .with_context(|| format!("{} cannot be restored.", from.display()))?;

    let path = directory::database(data_dir);
    let kept = keep(&path, &place(data_dir).join(kept))?;
    // A log that is left would be taken for the new database's. Where this is interrupted here, the old database lacks
    // what was in it, which is kept, and the same command can be given again.
    for suffix in BESIDE {
        remove(&beside(&path, suffix))?;
    }
    sync_directory(data_dir)?;
    // Of other messages than those of the copy.
    sqlite_index::remove(&directory::index(data_dir))?;
    file.persist(&path)
        .with_context(|| format!("{} cannot be replaced.", path.display()))?;
    sync_directory(data_dir)?;
    Ok(Restored { contents, kept })
}

/// Gives a database and what is beside it second names in a new directory. The first names stay, so that there is a
/// database at every moment.
fn keep(database: &Path, directory: &Path) -> anyhow::Result<Option<PathBuf>> {
    let mut files = vec![database.to_owned()];
    files.extend(BESIDE.map(|suffix| beside(database, suffix)));
    files.retain(|file| file.exists());
    if files.is_empty() {
        return Ok(None);
    }
    let cannot = || format!("{} cannot be made.", directory.display());
    ensure!(
        !directory.exists(),
        "{} is there already.",
        directory.display()
    );
    directory::make(directory).with_context(cannot)?;
    for file in files {
        let second = directory.join(file.file_name().unwrap_or_default());
        // There are file systems without second names.
        fs::hard_link(&file, &second)
            .or_else(|_| fs::copy(&file, &second).and_then(|_| File::open(&second)?.sync_all()))
            .with_context(|| format!("{} cannot be kept.", file.display()))?;
    }
    sync_directory(directory)?;
    Ok(Some(directory.to_owned()))
}

/// A new file that is not yet what it is going to be; gone unless it is given a name.
fn unfinished(directory: &Path) -> anyhow::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix("unfinished-")
        .suffix(".db")
        .tempfile_in(directory)
        .with_context(|| format!("In {} no file can be made.", directory.display()))
}

fn folder(file: &Path) -> &Path {
    file.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn remove(file: &Path) -> anyhow::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed.", file.display()))
        }
        _ => Ok(()),
    }
}

/// A new name is on disk when its directory is.
fn sync_directory(directory: &Path) -> anyhow::Result<()> {
    File::open(directory)
        .and_then(|directory| directory.sync_all())
        .with_context(|| format!("{} cannot be written to disk.", directory.display()))
}

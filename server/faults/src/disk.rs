//! The disk below the server: the layer that is loaded into it, told what to do, and what a power cut leaves.

#[allow(dead_code, reason = "the layer's half of it is not used here")]
#[path = "../layer/src/record.rs"]
mod record;

use std::{
    fs::{self, File},
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use rand::{RngExt, rngs::StdRng};
use record::{CLOCK, CONTROL, DATA, FILES, FULL, HEADER, Header, LIES, NAMES, SLOW, UNDO, WORDS};

/// What a power cut leaves of that which was written and not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing.
    Nothing,
    /// Any of the writes, others not: a disk writes in the order that it likes.
    Some,
    /// The same, and some of them only in part, cut between two sectors.
    Torn,
}

/// Bytes that a disk writes whole.
const SECTOR: u64 = 512;

/// The layer and its files.
pub struct Disk {
    library: PathBuf,
    data: PathBuf,
    undo: PathBuf,
    control: File,
}

impl Disk {
    /// Below the server whose data is in `directory/data`.
    pub fn below(library: &Path, directory: &Path) -> Result<Self> {
        if !library.exists() {
            bail!(
                "{} is not there: build the package faults-layer",
                library.display()
            );
        }
        let directory = directory.canonicalize()?;
        let (data, undo) = (directory.join("data"), directory.join("undo"));
        fs::create_dir_all(&undo)?;
        let control = File::options()
            .create(true)
            .truncate(true)
            .write(true)
            .open(undo.join(CONTROL))?;
        control.write_all_at(&[0; WORDS * 8], 0)?;
        Ok(Self {
            library: library.canonicalize()?,
            data,
            undo,
            control,
        })
    }

    /// What a program needs to be started on it.
    pub fn environment(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", &self.library)
            .env(DATA, &self.data)
            .env(UNDO, &self.undo);
    }

    /// Fills the disk up, or makes room.
    pub fn set_full(&self, is_full: bool) -> Result<()> {
        self.set(FULL, i64::from(is_full))
    }

    /// Syncs do nothing, or what they should.
    pub fn set_lying(&self, is_lying: bool) -> Result<()> {
        self.set(LIES, i64::from(is_lying))
    }

    /// Every sync takes so much longer.
    pub fn set_slow(&self, longer: Duration) -> Result<()> {
        self.set(SLOW, i64::try_from(longer.as_micros())?)
    }

    /// The database itself, not the log beside it, has been written to and not synced: a checkpoint is under way.
    pub fn is_checkpointing(&self) -> bool {
        let log = self.undo.join(format!("{}.undo", FILES[0]));
        fs::metadata(log).is_ok_and(|log| log.len() > 0)
    }

    /// Sets the clock ahead, or back where negative.
    pub fn set_clock(&self, seconds: i64) -> Result<()> {
        self.set(CLOCK, seconds)
    }

    fn set(&self, word: usize, value: i64) -> Result<()> {
        Ok(self
            .control
            .write_all_at(&value.to_ne_bytes(), word as u64 * 8)?)
    }

    /// After the server was killed: what the disk would hold had the power gone. Answers how many writes are gone.
    pub fn cut(&self, left: Left, random: &mut StdRng) -> Result<usize> {
        let mut gone = 0;
        for name in FILES {
            let (path, log) = (self.data.join(name), self.undo.join(format!("{name}.undo")));
            let records = Record::read(&fs::read(&log).unwrap_or_default());
            if records.is_empty() {
                continue;
            }
            if let Ok(file) = File::options().read(true).write(true).open(&path) {
                gone += undo(&file, &records, left, random)?;
            }
            File::create(&log)?;
        }
        let names = self.undo.join(NAMES);
        for name in fs::read_to_string(&names).unwrap_or_default().lines() {
            // Gone already is as good.
            let _ = fs::remove_file(self.data.join(name));
            gone += 1;
        }
        File::create(&names)?;
        // Memory that programs shared.
        let _ = fs::remove_file(self.data.join("moodlight.db-shm"));
        Ok(gone)
    }
}

struct Record {
    header: Header,
    old: Vec<u8>,
    new: Vec<u8>,
}

impl Record {
    /// All records of a log; the last one may have been cut off, and then was not carried out either.
    fn read(mut log: &[u8]) -> Vec<Self> {
        let mut records = Vec::new();
        while let Some((header, rest)) = log.split_first_chunk::<HEADER>() {
            let header = Header::from_bytes(header);
            let sizes = (usize::try_from(header.old), usize::try_from(header.new));
            let (Ok(old), Ok(new)) = sizes else { break };
            let Some((old, rest)) = rest.split_at_checked(old) else {
                break;
            };
            let Some((new, rest)) = rest.split_at_checked(new) else {
                break;
            };
            records.push(Self {
                header,
                old: old.to_vec(),
                new: new.to_vec(),
            });
            log = rest;
        }
        records
    }
}

/// Takes all of it back, then writes again what `left` leaves.
fn undo(file: &File, records: &[Record], left: Left, random: &mut StdRng) -> Result<usize> {
    for Record { header, old, .. } in records.iter().rev() {
        file.write_all_at(old, header.offset)?;
        file.set_len(header.length)?;
    }
    let mut gone = 0;
    for Record { header, new, .. } in records {
        let stays = left != Left::Nothing && random.random_bool(0.5);
        if !stays {
            gone += 1;
        } else if header.is_cut == 1 {
            file.set_len(header.offset)?;
        } else {
            let whole = new.len() as u64;
            let length = if left == Left::Torn && random.random_bool(0.3) {
                random.random_range(0..=whole / SECTOR) * SECTOR
            } else {
                whole
            };
            let length = usize::try_from(length.min(whole))?;
            file.write_all_at(&new[..length], header.offset)
                .context("a write that stays")?;
        }
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// Writes as the layer would, and answers the log.
    fn write(file: &File, log: &mut Vec<u8>, offset: u64, new: &[u8]) {
        let length = file.metadata().expect("a length").len();
        let end = length.min(offset + new.len() as u64);
        let mut old = vec![0; usize::try_from(end.saturating_sub(offset)).expect("small")];
        file.read_exact_at(&mut old, offset).expect("read");
        let header = Header {
            offset,
            length,
            old: old.len() as u64,
            new: new.len() as u64,
            is_cut: 0,
        };
        log.extend_from_slice(&header.to_bytes());
        log.extend_from_slice(&old);
        log.extend_from_slice(new);
        file.write_all_at(new, offset).expect("written");
    }

    fn content(file: &File) -> Vec<u8> {
        let length = file.metadata().expect("a length").len();
        let mut bytes = vec![0; usize::try_from(length).expect("small")];
        file.read_exact_at(&mut bytes, 0).expect("read");
        bytes
    }

    #[test]
    fn a_cut_takes_back_what_was_not_synced() {
        let file = tempfile::tempfile().expect("a file");
        file.write_all_at(b"synced", 0).expect("written");
        let mut log = Vec::new();
        write(&file, &mut log, 4, b"XXXX");
        write(&file, &mut log, 0, b"YY");
        write(&file, &mut log, 20, b"far");
        assert_eq!(&content(&file)[..8], b"YYncXXXX");
        // The last record was being written.
        log.extend_from_slice(&[1; 50]);
        let records = Record::read(&log);
        assert_eq!(records.len(), 3);
        let mut random = StdRng::seed_from_u64(1);
        let gone = undo(&file, &records, Left::Nothing, &mut random).expect("undone");
        assert_eq!((content(&file).as_slice(), gone), (&b"synced"[..], 3));
    }

    #[test]
    fn some_of_it_may_stay() {
        let mut kept = [0, 0];
        for seed in 0..64 {
            let file = tempfile::tempfile().expect("a file");
            file.write_all_at(b"aa", 0).expect("written");
            let mut log = Vec::new();
            write(&file, &mut log, 0, b"1");
            write(&file, &mut log, 1, b"2");
            let mut random = StdRng::seed_from_u64(seed);
            undo(&file, &Record::read(&log), Left::Some, &mut random).expect("undone");
            let content = content(&file);
            kept[0] += usize::from(content[0] == b'1');
            kept[1] += usize::from(content == b"a2");
        }
        assert!(kept.iter().all(|count| (1..64).contains(count)), "{kept:?}");
    }
}

//! What the layer and the runner agree on: names of files, words of control, and records of what is not synced yet.
//!
//! Used by both as a file (`#[path]`): the layer cannot be linked into the runner.

/// Environment: the data directory that is watched, absolute and without symbolic links.
pub const DATA: &str = "FAULTS_DATA";
/// Environment: the directory of undo logs and of the words of control, on the same machine but outside of the data.
pub const UNDO: &str = "FAULTS_UNDO";
/// In it, the words of control: [`WORDS`] numbers of eight bytes, as the processor writes them.
pub const CONTROL: &str = "control";
/// How many.
pub const WORDS: usize = 4;
/// Word: seconds that the wall clock is ahead.
pub const CLOCK: usize = 0;
/// Word: not 0: the disk is full.
pub const FULL: usize = 1;
/// Word: not 0: a sync answers that all is well, and does nothing.
pub const LIES: usize = 2;
/// Word: microseconds that every sync takes longer.
pub const SLOW: usize = 3;

/// Files of the data directory that hold data. The shared memory beside them is made anew from these.
pub const FILES: [&str; 3] = ["moodlight.db", "moodlight.db-wal", "moodlight.db-journal"];
/// In the undo directory, the log of names that their directory has not been synced with: one a line.
pub const NAMES: &str = "names.undo";

/// Bytes before those of a record: five numbers.
pub const HEADER: usize = 40;

/// One write or cut of a file, as it goes into the file's undo log before it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Where it begins; of a cut, the new length.
    pub offset: u64,
    /// Length of the file before it.
    pub length: u64,
    /// How many old bytes follow.
    pub old: u64,
    /// How many new bytes follow them.
    pub new: u64,
    /// 1: the file is set to the length `offset`. 0: the new bytes are written.
    pub is_cut: u64,
}

impl Header {
    /// As it stands in the log.
    #[must_use]
    pub fn to_bytes(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        let numbers = [self.offset, self.length, self.old, self.new, self.is_cut];
        for (place, number) in bytes.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        bytes
    }

    /// As it was before that.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; HEADER]) -> Self {
        let mut numbers = bytes.chunks_exact(8).map(|bytes| {
            let mut number = [0; 8];
            number.copy_from_slice(bytes);
            u64::from_le_bytes(number)
        });
        let mut next = || numbers.next().unwrap_or_default();
        Self {
            offset: next(),
            length: next(),
            old: next(),
            new: next(),
            is_cut: next(),
        }
    }
}

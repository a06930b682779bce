//! Values by the hash of a word or phrase.
//!
//! In a file: the table's seed, how many words each bucket has (a byte each), the remainders of the words' hashes, and
//! their values in the same order.

use crate::bytes::{Bytes, ModelError};
use crate::hash::{BUCKETS, hash, place};

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<V> {
    /// Chosen when it was made so that no two of the table's words collide.
    seed: u32,
    /// Where each bucket begins in `remainders`, and one more for where the last one ends.
    starts: Vec<u32>,
    remainders: Vec<u16>,
    values: Vec<V>,
}

impl<V> Table<V> {
    /// Reads a table whose values have `N` bytes each.
    pub fn read<const N: usize>(
        bytes: &mut Bytes<'_>,
        value: impl Fn([u8; N]) -> Result<V, ModelError>,
    ) -> Result<Self, ModelError> {
        let seed = bytes.number()?;
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        let mut words = 0_u32;
        starts.push(words);
        for count in bytes.take(BUCKETS)? {
            words += u32::from(*count);
            starts.push(words);
        }
        let remainders = (0..words)
            .map(|_| bytes.array().map(u16::from_le_bytes))
            .collect::<Result<_, _>>()?;
        let values = (0..words)
            .map(|_| bytes.array().and_then(&value))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            seed,
            starts,
            remainders,
            values,
        })
    }

    /// What is known about the word or, with several parts, the phrase.
    pub fn get(&self, parts: &[&str]) -> Option<&V> {
        let (bucket, remainder) = place(hash(self.seed, parts));
        let from = *self.starts.get(bucket)? as usize;
        let to = *self.starts.get(bucket + 1)? as usize;
        let members = self.remainders.get(from..to)?;
        let at = members.iter().position(|r| *r == remainder)?;
        self.values.get(from + at)
    }
}

//! The one hash and the marks of the file's parts, on which those who write tables and those who read them agree.
//!
//! Tables hold no words, only where a word's hash falls: the upper bits choose a bucket, the lower
//! sixteen tell its members apart. A word that is in no table is taken for one that is about once
//! in ten thousand times, which costs far less than carrying the spelling of every word.

/// How a model's file begins. The last byte is the version of its shape.
pub const LEXICON: [u8; 8] = *b"moodlex2";

/// How its learned part begins.
#[allow(dead_code, reason = "the build script takes that part as it is")]
pub const NET: [u8; 8] = *b"moodnet1";

/// How the file of another language begins.
#[allow(dead_code, reason = "the build script takes those files as they are")]
pub const LANGUAGE: [u8; 8] = *b"moodlng1";

/// Bits that choose the bucket.
pub const BUCKET_BITS: u32 = 11;
/// Number of buckets of every table.
pub const BUCKETS: usize = 1 << BUCKET_BITS;

/// FNV-1a over the parts joined by a blank, with a final stir so that the upper bits are as good
/// as the lower ones.
pub fn hash(seed: u32, parts: &[&str]) -> u32 {
    let mut h = 0x811c_9dc5 ^ seed;
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            h = step(h, b' ');
        }
        for byte in part.bytes() {
            h = step(h, byte);
        }
    }
    h ^= h >> 16;
    h = h.wrapping_mul(0x7feb_352d);
    h ^= h >> 15;
    h = h.wrapping_mul(0x846c_a68b);
    h ^ (h >> 16)
}

/// Splits a hash into bucket and remainder.
pub fn place(hash: u32) -> (usize, u16) {
    ((hash >> (32 - BUCKET_BITS)) as usize, hash as u16)
}

fn step(h: u32, byte: u8) -> u32 {
    (h ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

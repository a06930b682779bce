//! Writes hashed tables, for the build script and for whoever trains a net; `table.rs` reads them.

use std::collections::BTreeMap;

use super::hash::{BUCKETS, hash, place};

/// Writes one hashed table and its values, in the order of the buckets. A seed is searched under which no two of the words
/// collide.
///
/// # Panics
/// With more words than a table can hold: some tens of thousands.
pub fn table<V, const N: usize>(
    out: &mut Vec<u8>,
    words: &BTreeMap<String, V>,
    value: impl Fn(&V) -> [u8; N],
) {
    let (seed, placed) = (0..10_000)
        .find_map(|seed| {
            let mut placed: Vec<(usize, u16, &String)> = words
                .keys()
                .map(|word| {
                    let (bucket, remainder) = place(hash(seed, &[word.as_str()]));
                    (bucket, remainder, word)
                })
                .collect();
            placed.sort();
            let clash = placed
                .windows(2)
                .any(|w| (w[0].0, w[0].1) == (w[1].0, w[1].1));
            (!clash).then_some((seed, placed))
        })
        .expect("some seed keeps the words apart");

    let mut counts = [0_u8; BUCKETS];
    for (bucket, _, _) in &placed {
        counts[*bucket] = counts[*bucket].checked_add(1).expect("buckets are small");
    }
    out.extend(u32::to_le_bytes(seed));
    out.extend(counts);
    for (_, remainder, _) in &placed {
        out.extend(remainder.to_le_bytes());
    }
    for (_, _, word) in &placed {
        out.extend(value(&words[*word]));
    }
}

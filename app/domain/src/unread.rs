//! How many messages of others stand after the read position, kept right from what each device is told.
//!
//! The count is exact as long as every post since the last count is known. Where it is not, the answer is
//! [`Known::Stale`]: ask the server.

use std::collections::VecDeque;

use crate::room::UNREAD_CAP;

/// Numbers of others' messages that are remembered, to count again when the read position moves.
const REMEMBERED: usize = 256;

/// Whether the count can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Known {
    /// It is exact.
    Exact,
    /// Something was missed: ask for the summary.
    Stale,
}

/// One room's unread count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Counted up to this number.
    head: u64,
    read: u64,
    version: u64,
    count: u32,
    /// Others' messages after `complete_from`, ascending.
    recent: VecDeque<u64>,
    complete_from: u64,
}

impl Unread {
    /// As the server counted.
    #[must_use]
    pub fn new(head: u64, read: u64, version: u64, count: u32) -> Self {
        Self {
            head,
            read,
            version,
            count: count.min(UNREAD_CAP),
            recent: VecDeque::new(),
            complete_from: head,
        }
    }

    /// The count, at most [`UNREAD_CAP`].
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Counted up to here.
    #[must_use]
    pub fn head(&self) -> u64 {
        self.head
    }

    /// Read up to here.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read
    }

    /// The version of the read position.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The room went on from `after` to `head`; `others` are the numbers of others' messages between.
    pub fn advanced(&mut self, after: u64, head: u64, others: &[u64]) -> Known {
        if head <= self.head {
            return Known::Exact;
        }
        if after > self.head {
            return Known::Stale;
        }
        let former = self.head;
        for &seq in others.iter().filter(|&&seq| seq > former) {
            self.remember(seq);
            if seq > self.read {
                self.count = (self.count + 1).min(UNREAD_CAP);
            }
        }
        self.head = head;
        Known::Exact
    }

    /// The read position moved, on this or another device, and the server counted `count` after it up to `head`.
    pub fn moved(&mut self, read: u64, count: u32, head: u64, version: u64) -> Known {
        if version <= self.version {
            return Known::Exact;
        }
        self.version = version;
        self.read = read;
        if self.head <= head {
            // What was told after the server's count is none; what it counted beyond ours is not to be counted again.
            self.count = count.min(UNREAD_CAP);
            if head > self.head {
                self.head = head;
                self.complete_from = head;
                self.recent.clear();
            }
            return Known::Exact;
        }
        let since = head.max(read);
        match self.count_after(since) {
            Some(more) => {
                self.count = (count + more).min(UNREAD_CAP);
                Known::Exact
            }
            None => Known::Stale,
        }
    }

    /// The viewer read up to here on this device; the server has yet to say so.
    pub fn read_here(&mut self, read: u64) {
        if read <= self.read {
            return;
        }
        self.read = read;
        if let Some(count) = self.count_after(read) {
            self.count = count;
        }
    }

    fn count_after(&self, number: u64) -> Option<u32> {
        if number >= self.head {
            return Some(0);
        }
        if number < self.complete_from {
            return None;
        }
        let count = self.recent.iter().filter(|&&seq| seq > number).count();
        u32::try_from(count).ok()
    }

    fn remember(&mut self, seq: u64) {
        self.recent.push_back(seq);
        if self.recent.len() > REMEMBERED
            && let Some(forgotten) = self.recent.pop_front()
        {
            self.complete_from = forgotten;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn others_messages_count_until_they_are_read() {
        let mut unread = Unread::new(10, 8, 1, 2);
        assert_eq!(unread.advanced(10, 13, &[11, 13]), Known::Exact);
        assert_eq!(unread.count(), 4);
        unread.read_here(11);
        assert_eq!(unread.count(), 1);
        unread.read_here(13);
        assert_eq!(unread.count(), 0);
    }

    #[test]
    fn a_notice_told_twice_counts_once() {
        let mut unread = Unread::new(10, 10, 1, 0);
        assert_eq!(unread.advanced(10, 12, &[11, 12]), Known::Exact);
        assert_eq!(unread.advanced(10, 12, &[11, 12]), Known::Exact);
        assert_eq!(unread.advanced(10, 13, &[11, 12, 13]), Known::Exact);
        assert_eq!(unread.count(), 3);
    }

    #[test]
    fn a_missed_notice_is_noticed() {
        let mut unread = Unread::new(10, 10, 1, 0);
        assert_eq!(unread.advanced(11, 12, &[12]), Known::Stale);
        assert_eq!(unread.head(), 10);
    }

    #[test]
    fn reading_on_another_device_counts_here() {
        let mut unread = Unread::new(10, 4, 1, 5);
        assert_eq!(unread.advanced(10, 12, &[11, 12]), Known::Exact);
        // The other device had read up to 10 when 11 and 12 were not there yet.
        assert_eq!(unread.moved(10, 0, 10, 2), Known::Exact);
        assert_eq!(unread.count(), 2);
        // A late, older notice changes nothing.
        assert_eq!(unread.moved(4, 5, 10, 1), Known::Exact);
        assert_eq!((unread.count(), unread.read()), (2, 10));
    }

    #[test]
    fn marking_as_unread_goes_back() {
        let mut unread = Unread::new(10, 10, 3, 0);
        assert_eq!(unread.moved(6, 4, 10, 4), Known::Exact);
        assert_eq!(unread.count(), 4);
    }

    #[test]
    fn what_the_server_counted_ahead_is_not_counted_again() {
        let mut unread = Unread::new(10, 10, 1, 0);
        assert_eq!(unread.moved(9, 3, 12, 2), Known::Exact);
        assert_eq!(unread.advanced(10, 12, &[11, 12]), Known::Exact);
        assert_eq!(unread.count(), 3);
    }

    #[test]
    fn the_count_stops_at_the_cap() {
        let mut unread = Unread::new(0, 0, 1, 999);
        assert_eq!(unread.advanced(0, 3, &[1, 2, 3]), Known::Exact);
        assert_eq!(unread.count(), UNREAD_CAP);
    }

    proptest! {
        /// Notices of any cut, told again and again, in order: the count is that of the truth.
        #[test]
        fn any_cut_of_notices_counts_the_same(
            is_other in prop::collection::vec(any::<bool>(), 1..80),
            cuts in prop::collection::vec((0usize..80, 0usize..80), 0..30),
            read in 0u64..80,
        ) {
            let others = |from: u64, to: u64| -> Vec<u64> {
                (from + 1..=to).filter(|&n| is_other[n as usize - 1]).collect()
            };
            let end = is_other.len() as u64;
            let mut unread = Unread::new(0, 0, 0, 0);
            let mut cuts: Vec<(u64, u64)> = cuts
                .into_iter()
                .map(|(a, b)| ((a.min(b) as u64).min(end), (a.max(b) as u64).min(end)))
                .collect();
            cuts.sort_by_key(|cut| cut.1);
            for (after, head) in cuts {
                let _ = unread.advanced(after, head, &others(after, head));
            }
            let head = unread.head();
            let _ = unread.advanced(head, end, &others(head, end));
            unread.read_here(read);
            prop_assert_eq!(unread.count() as usize, others(read.min(end), end).len());
        }
    }
}

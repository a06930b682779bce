//! Puts changes in order by their numbers, and notices when one is missing.

use super::Change;
use crate::Timestamp;

/// How long a number may be missing before it is asked for: most late ones come by themselves.
pub const GAP_PATIENCE_MS: u64 = 200;
/// How long an answer to a resume may take before it is asked for again.
const ANSWER_PATIENCE_MS: u64 = 10_000;
/// Changes that wait at most for a missing one; beyond, the newest are dropped and asked for later.
const WAITING_MAX: usize = 1_000;

/// Where in a room's numbers the client is.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    /// Every number up to here was applied. Absent before the first page.
    applied: Option<u64>,
    /// The greatest number heard of.
    head: u64,
    /// Changes that came before one of their predecessors, in the order of their numbers. (A map would weigh two kilobytes of
    /// the page's program more.)
    waiting: Vec<Change>,
    missing_since: Option<Timestamp>,
    asked_at: Option<Timestamp>,
}

impl Cursor {
    /// Every number up to here was applied; `None` before the first page.
    #[must_use]
    pub fn applied(&self) -> Option<u64> {
        self.applied
    }

    /// Starts anew at a page read at `head`. Returns waiting changes that follow it.
    pub fn start(&mut self, head: u64, now: Timestamp) -> Vec<Change> {
        self.applied = Some(head);
        self.head = self.head.max(head);
        self.asked_at = None;
        self.missing_since = None;
        self.waiting.retain(|change| change.number > head);
        self.drain(now)
    }

    /// Takes a change; returns those that are in order now.
    pub fn offer(&mut self, change: Change, now: Timestamp) -> Vec<Change> {
        self.head = self.head.max(change.number);
        let is_known = self.applied.is_some_and(|applied| change.number <= applied);
        if is_known {
            return Vec::new();
        }
        let place = self
            .waiting
            .binary_search_by_key(&change.number, |known| known.number);
        if let Err(at) = place {
            self.waiting.insert(at, change);
        }
        self.waiting.truncate(WAITING_MAX);
        self.drain(now)
    }

    /// Takes the answer to a resume after a number; returns the changes that are in order now.
    pub fn resumed(
        &mut self,
        after: u64,
        changes: Vec<Change>,
        upto: u64,
        head: u64,
        now: Timestamp,
    ) -> Vec<Change> {
        self.head = self.head.max(head);
        self.asked_at = None;
        let Some(applied) = self.applied else {
            return Vec::new();
        };
        // An older page was loaded since it was asked for: what is between the two is in neither.
        if after > applied {
            self.note_gap(now);
            return Vec::new();
        }
        // The answer is complete from there up to `upto` but need not hold every number: what is gone for good is left out.
        let mut ready: Vec<Change> = changes
            .into_iter()
            .filter(|change| change.number > applied && change.number <= upto)
            .collect();
        ready.sort_by_key(|change| change.number);
        ready.dedup_by_key(|change| change.number);
        if upto > applied {
            self.applied = Some(upto);
            self.waiting.retain(|change| change.number > upto);
        }
        self.missing_since = None;
        ready.extend(self.drain(now));
        if self.has_gap() {
            // More is known to be missing: no need to be patient again.
            self.missing_since = Some(Timestamp(i64::MIN));
        }
        ready
    }

    /// The server's head.
    pub fn heard_head(&mut self, head: u64, now: Timestamp) {
        self.head = self.head.max(head);
        self.note_gap(now);
    }

    /// Some number up to the head is missing.
    #[must_use]
    pub fn has_gap(&self) -> bool {
        self.applied.is_some_and(|applied| applied < self.head)
    }

    /// The number to resume after, once patience has ended; then not again until an answer, or long after.
    pub fn resume_due(&mut self, now: Timestamp) -> Option<u64> {
        let applied = self.applied?;
        if now.since(self.missing_since?) < GAP_PATIENCE_MS {
            return None;
        }
        if self
            .asked_at
            .is_some_and(|asked| now.since(asked) < ANSWER_PATIENCE_MS)
        {
            return None;
        }
        self.asked_at = Some(now);
        Some(applied)
    }

    /// An answer that was under way will not come.
    pub fn connection_lost(&mut self) {
        self.asked_at = None;
    }

    fn drain(&mut self, now: Timestamp) -> Vec<Change> {
        let mut ready = Vec::new();
        if let Some(mut applied) = self.applied {
            let follows = |(change, number): &(&Change, u64)| change.number == *number;
            let numbers = applied + 1..;
            let count = self.waiting.iter().zip(numbers).take_while(follows).count();
            ready.extend(self.waiting.drain(..count));
            applied += count as u64;
            self.applied = Some(applied);
        }
        if !ready.is_empty() {
            // The missing one came; if another is missing now, its time starts now.
            self.missing_since = None;
        }
        self.note_gap(now);
        ready
    }

    fn note_gap(&mut self, now: Timestamp) {
        if !self.has_gap() {
            self.missing_since = None;
        } else if self.missing_since.is_none() {
            self.missing_since = Some(now);
        }
    }
}

//! What one member has.

use std::collections::BTreeMap;

use super::{Counts, Name};

/// What one member has of a room, by number and without gaps, as a client keeps it (`docs/protocol.md`, numbers).
#[derive(Debug, Default)]
pub struct Shelf {
    /// From number 1; none: a change that is no message.
    changes: Vec<Option<Name>>,
    /// Beyond a gap.
    ahead: BTreeMap<u64, Option<Name>>,
    /// Numbers that once meant something else.
    rewritten: u64,
    /// Numbers that were taken back.
    taken_back: u64,
}

impl Shelf {
    /// Everything up to here is there.
    pub fn cursor(&self) -> u64 {
        self.changes.len() as u64
    }

    /// Something is known to be missing.
    pub fn has_gap(&self) -> bool {
        !self.ahead.is_empty()
    }

    /// A change came. True where it was new.
    pub fn take(&mut self, number: u64, change: Option<Name>) -> bool {
        let cursor = self.cursor();
        if number <= cursor {
            let known = usize::try_from(number)
                .ok()
                .and_then(|number| self.changes.get(number.wrapping_sub(1)));
            if known.is_some_and(|known| *known != change) {
                self.rewritten += 1;
            }
            return false;
        }
        if number > cursor + 1 {
            self.ahead.insert(number, change);
            return false;
        }
        self.changes.push(change);
        while let Some(next) = self.ahead.remove(&(self.cursor() + 1)) {
            self.changes.push(next);
        }
        let cursor = self.cursor();
        self.ahead.retain(|number, _| *number > cursor);
        true
    }

    /// All up to here has been told; what was not among it is no message.
    pub fn told_up_to(&mut self, number: u64) {
        while self.cursor() < number {
            self.take(self.cursor() + 1, None);
        }
    }

    /// The server has less than was once told.
    pub fn take_back(&mut self, head: u64) {
        if let Ok(length) = usize::try_from(head)
            && length < self.changes.len()
        {
            self.taken_back += self.cursor() - head;
            self.changes.truncate(length);
        }
        self.ahead.clear();
    }

    pub(super) fn compare(&self, history: &[(u64, Name)], counts: &mut Counts) {
        counts.lost_at_members += self.taken_back;
        counts.rewritten += self.rewritten;
        let mut there = history.iter().peekable();
        for (change, number) in self.changes.iter().zip(1_u64..) {
            let told = there
                .next_if(|(at, _)| *at == number)
                .map(|(_, name)| *name);
            match (change, told) {
                (None, Some(_)) => counts.lost_at_members += 1,
                (mine, told) if *mine != told => counts.rewritten += 1,
                (Some(_), _) => counts.deliveries += 1,
                (None, None) => {}
            }
        }
        counts.lost_at_members += there.count() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Name = Name { sender: 1, seq: 0 };
    const B: Name = Name { sender: 1, seq: 1 };

    #[test]
    fn a_shelf_fills_its_gaps_and_notices_what_was_rewritten() {
        let mut shelf = Shelf::default();
        assert!(shelf.take(1, None) && shelf.take(2, Some(A)));
        assert!(!shelf.take(4, None) && shelf.has_gap());
        assert!(!shelf.take(2, Some(A)), "known");
        assert_eq!(shelf.rewritten, 0);
        assert!(shelf.take(3, Some(B)) && !shelf.has_gap());
        assert_eq!(shelf.cursor(), 4);
        assert!(!shelf.take(3, Some(A)));
        assert_eq!(shelf.rewritten, 1);
        shelf.take_back(2);
        assert_eq!((shelf.cursor(), shelf.taken_back), (2, 2));
    }
}

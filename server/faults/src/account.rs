//! The account of a talk: what was sent and how it ended, what every member has, what the history says. They must agree.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    ops::AddAssign,
};

/// A message: whose, and the how many-th of theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// The member that sent it.
    pub sender: usize,
    /// From 0.
    pub seq: u32,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// No final answer yet.
    UnderWay,
    /// Acknowledged under this number.
    Acknowledged(u64),
    /// Its sender was told that it failed, for good.
    Failed,
}

/// What became of all messages of a talk.
#[derive(Debug, Default)]
pub struct Account {
    fates: HashMap<Name, Fate>,
    /// Answers that said "not now": the sender was told, and sent it again.
    pub refused: u64,
    /// Acknowledged twice, under two numbers.
    contradicted: u64,
}

impl Account {
    /// A message is about to be sent.
    pub fn post(&mut self, name: Name) {
        self.fates.insert(name, Fate::UnderWay);
    }

    /// It has been acknowledged.
    pub fn acknowledge(&mut self, name: Name, number: u64) {
        let before = self.fates.insert(name, Fate::Acknowledged(number));
        if matches!(before, Some(Fate::Acknowledged(other)) if other != number) {
            self.contradicted += 1;
        }
    }

    /// It failed for good.
    pub fn fail(&mut self, name: Name) {
        self.fates.insert(name, Fate::Failed);
    }

    /// How many have been acknowledged.
    pub fn acknowledged(&self) -> u64 {
        let acknowledged = self.fates.values();
        acknowledged
            .filter(|fate| matches!(fate, Fate::Acknowledged(_)))
            .count() as u64
    }

    /// Compares what was promised with what there is in all rooms together.
    pub fn check(&self, rooms: &[Room<'_>]) -> Counts {
        let mut counts = Counts {
            refused: self.refused,
            doubled: self.contradicted,
            ..Counts::default()
        };
        let mut numbers: HashMap<Name, u64> = HashMap::new();
        for room in rooms {
            let mut last: HashMap<usize, u32> = HashMap::new();
            for (number, name) in room.history {
                if !self.fates.contains_key(name) {
                    counts.unknown += 1;
                }
                if numbers.insert(*name, *number).is_some() {
                    counts.doubled += 1;
                    continue;
                }
                let before = last.insert(name.sender, name.seq);
                if before.is_some_and(|before| before > name.seq) {
                    counts.disordered += 1;
                }
            }
            for shelf in &room.shelves {
                shelf.compare(room.history, &mut counts);
            }
        }
        for (name, fate) in &self.fates {
            match (fate, numbers.get(name)) {
                (Fate::Acknowledged(number), Some(there)) if number == there => {
                    counts.acknowledged += 1;
                }
                (Fate::Acknowledged(_), _) => {
                    counts.acknowledged += 1;
                    counts.lost += 1;
                }
                (Fate::Failed, None) => counts.failed += 1,
                (Fate::Failed, Some(_)) => counts.kept += 1,
                (Fate::UnderWay, _) => counts.unresolved += 1,
            }
        }
        counts
    }
}

/// A room when all is quiet.
pub struct Room<'a> {
    /// Numbers and messages as the server tells them now, in their order.
    pub history: &'a [(u64, Name)],
    /// What each member has.
    pub shelves: Vec<&'a Shelf>,
}

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

    fn compare(&self, history: &[(u64, Name)], counts: &mut Counts) {
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

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Messages of which the server said that it has them.
    pub acknowledged: u64,
    /// Messages that members have, each member counted.
    pub deliveries: u64,
    /// Messages of which the sender was told that they failed, for good.
    pub failed: u64,
    /// Answers that said "not now".
    pub refused: u64,
    /// Acknowledged, and not there.
    pub lost: u64,
    /// There but not at a member, or once told to a member and not there; each member counted.
    pub lost_at_members: u64,
    /// There more than once.
    pub doubled: u64,
    /// Told twice by one connection.
    pub told_twice: u64,
    /// After a later one of the same sender.
    pub disordered: u64,
    /// Under a number that meant something else before.
    pub rewritten: u64,
    /// There although it was reported failed.
    pub kept: u64,
    /// Neither acknowledged nor failed.
    pub unresolved: u64,
    /// Sent by nobody.
    pub unknown: u64,
}

impl Counts {
    /// All that must be nought.
    pub fn wrong(&self) -> u64 {
        self.lost
            + self.lost_at_members
            + self.doubled
            + self.told_twice
            + self.disordered
            + self.rewritten
            + self.kept
            + self.unresolved
            + self.unknown
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.acknowledged += other.acknowledged;
        self.deliveries += other.deliveries;
        self.failed += other.failed;
        self.refused += other.refused;
        self.lost += other.lost;
        self.lost_at_members += other.lost_at_members;
        self.doubled += other.doubled;
        self.told_twice += other.told_twice;
        self.disordered += other.disordered;
        self.rewritten += other.rewritten;
        self.kept += other.kept;
        self.unresolved += other.unresolved;
        self.unknown += other.unknown;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} acknowledged, {} deliveries, {} lost, {} doubled, {} out of order, {} reported failed",
            self.acknowledged,
            self.deliveries,
            self.lost + self.lost_at_members + self.unresolved,
            self.doubled + self.told_twice,
            self.disordered,
            self.failed + self.refused,
        )?;
        let rest = [
            (self.rewritten, "rewritten"),
            (self.kept, "kept though reported failed"),
            (self.unknown, "sent by nobody"),
        ];
        for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {what}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Name = Name { sender: 1, seq: 0 };
    const B: Name = Name { sender: 1, seq: 1 };

    fn account() -> Account {
        let mut account = Account::default();
        for (name, number) in [(A, 2), (B, 3)] {
            account.post(name);
            account.acknowledge(name, number);
        }
        account
    }

    fn shelf(changes: &[Option<Name>]) -> Shelf {
        let mut shelf = Shelf::default();
        for (change, number) in changes.iter().zip(1..) {
            assert!(shelf.take(number, *change));
        }
        shelf
    }

    fn check(account: &Account, history: &[(u64, Name)], shelf: &Shelf) -> Counts {
        account.check(&[Room {
            history,
            shelves: vec![shelf],
        }])
    }

    #[test]
    fn what_agrees_is_clean() {
        let counts = check(
            &account(),
            &[(2, A), (3, B)],
            &shelf(&[None, Some(A), Some(B)]),
        );
        assert_eq!(
            (counts.acknowledged, counts.deliveries, counts.wrong()),
            (2, 2, 0)
        );
    }

    #[test]
    fn every_disagreement_is_counted() {
        let whole = shelf(&[None, Some(A), Some(B)]);
        let lost = check(&account(), &[(2, A)], &whole);
        assert_eq!((lost.lost, lost.rewritten), (1, 1));
        let moved = check(&account(), &[(2, B), (3, A)], &whole);
        assert_eq!((moved.lost, moved.disordered, moved.rewritten), (2, 1, 2));
        let doubled = check(&account(), &[(2, A), (3, B), (4, B)], &whole);
        assert_eq!((doubled.doubled, doubled.lost_at_members), (1, 1));
        let missed = check(&account(), &[(2, A), (3, B)], &shelf(&[None, Some(A)]));
        assert_eq!(missed.lost_at_members, 1);
        let skipped = check(
            &account(),
            &[(2, A), (3, B)],
            &shelf(&[None, None, Some(B)]),
        );
        assert_eq!(skipped.lost_at_members, 1);
        let mut failed = account();
        failed.fail(B);
        assert_eq!(check(&failed, &[(2, A), (3, B)], &whole).kept, 1);
        let mut waiting = account();
        waiting.post(Name { sender: 2, seq: 0 });
        assert_eq!(check(&waiting, &[(2, A), (3, B)], &whole).unresolved, 1);
    }

    #[test]
    fn a_shelf_fills_its_gaps_and_notices_what_was_rewritten() {
        let mut shelf = shelf(&[None, Some(A)]);
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

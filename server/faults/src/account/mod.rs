//! The account of a talk: what was sent and how it ended, what every member has, what the history says. They must agree.

mod counts;
mod shelf;

use std::collections::HashMap;

pub use counts::Counts;
pub use shelf::Shelf;

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
}

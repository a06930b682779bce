//! What a talk's account comes to.

use std::{fmt, ops::AddAssign};

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
    /// After a later one of the same sender, or told after a later one by the only server.
    pub disordered: u64,
    /// Told after a later one by one of several servers. That may be: they hear of each other's messages on their own ways,
    /// and numbers put them in order.
    pub overtaken: u64,
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
        self.overtaken += other.overtaken;
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
            (self.overtaken, "told after a later one"),
        ];
        for (count, what) in rest.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} {what}")?;
        }
        Ok(())
    }
}

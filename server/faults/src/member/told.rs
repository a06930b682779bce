//! Whether a connection tells each number once, and in their order.

use std::collections::BTreeSet;

/// How far apart two numbers may come in the wrong order; what is older was told before.
const REMEMBERED: usize = 1_000;

/// The numbers that one connection has told last.
#[derive(Debug, Default)]
pub struct Told(BTreeSet<u64>);

/// Whether it was a number's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Greater than all before.
    Next,
    /// A greater one came before it.
    Late,
    /// It has been told already.
    Again,
}

impl Told {
    /// A number was told.
    pub fn note(&mut self, number: u64) -> Turn {
        let is_full = self.0.len() == REMEMBERED;
        if is_full && self.0.first().is_some_and(|first| number < *first) {
            return Turn::Again;
        }
        let is_next = self.0.last().is_none_or(|last| *last < number);
        if !self.0.insert(number) {
            return Turn::Again;
        }
        if is_full {
            self.0.pop_first();
        }
        if is_next { Turn::Next } else { Turn::Late }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_is_not_twice() {
        let mut told = Told::default();
        let turns = [4, 6, 5, 6, 5, 7].map(|number| told.note(number));
        assert_eq!(
            turns,
            [
                Turn::Next,
                Turn::Next,
                Turn::Late,
                Turn::Again,
                Turn::Again,
                Turn::Next
            ]
        );
    }

    #[test]
    fn what_is_long_gone_was_told_before() {
        let mut told = Told::default();
        for number in 1..=2 * REMEMBERED as u64 {
            assert_eq!(told.note(number), Turn::Next);
        }
        assert_eq!(told.note(1), Turn::Again);
    }
}

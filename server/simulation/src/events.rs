//! What is to happen, in the order in which it happens: the heart of a discrete-event simulation.

use std::{cmp::Ordering, collections::BinaryHeap};

/// Events by their time, in seconds. Those of one instant come in the order in which they were added, so that a run
/// depends on its seed only.
pub struct Agenda<E> {
    due: BinaryHeap<Due<E>>,
    added: u64,
}

struct Due<E> {
    at_seconds: f64,
    added: u64,
    event: E,
}

impl<E> Agenda<E> {
    /// Nothing is to happen yet.
    pub fn new() -> Self {
        Self {
            due: BinaryHeap::new(),
            added: 0,
        }
    }

    /// Something happens then.
    pub fn add(&mut self, at_seconds: f64, event: E) {
        self.due.push(Due {
            at_seconds,
            added: self.added,
            event,
        });
        self.added += 1;
    }

    /// What happens next, and when.
    pub fn next(&mut self) -> Option<(f64, E)> {
        self.due.pop().map(|due| (due.at_seconds, due.event))
    }
}

// The heap gives the greatest first: the earliest is the greatest here.
impl<E> Ord for Due<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .at_seconds
            .total_cmp(&self.at_seconds)
            .then(other.added.cmp(&self.added))
    }
}

impl<E> PartialOrd for Due<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Due<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<E> Eq for Due<E> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_and_then_as_they_were_added() {
        let mut agenda = Agenda::new();
        for (at, name) in [(2.0, "late"), (1.0, "first"), (1.0, "second")] {
            agenda.add(at, name);
        }
        let order: Vec<_> = std::iter::from_fn(|| agenda.next()).collect();
        assert_eq!(order, [(1.0, "first"), (1.0, "second"), (2.0, "late")]);
    }
}

//! Asking for everything anew, one question at a time. The server may read its answer before something happens and be heard
//! after it was told: so what is told while a question is on its way is applied once more on top of the answer.

use protocol::Event;

/// Where asking stands.
#[derive(Debug, Default)]
pub(super) struct Refresh {
    /// Counts connections: an answer to a question of an earlier one is not waited for.
    turn: u32,
    step: Step,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Step {
    /// Nothing is wanted.
    #[default]
    Quiet,
    /// The question goes out soon.
    Soon,
    /// It is on its way.
    Asked {
        /// What was told since.
        told: Vec<Event>,
        /// The answer may be too old for somebody who wanted one since.
        again: bool,
    },
}

impl Refresh {
    /// Somebody wants everything anew. The turn, where nobody sees to it yet.
    pub fn want(&mut self) -> Option<u32> {
        match &mut self.step {
            Step::Quiet => {
                self.step = Step::Soon;
                return Some(self.turn);
            }
            Step::Soon => {}
            Step::Asked { again, .. } => *again = true,
        }
        None
    }

    /// The question goes out, unless its turn is over.
    pub fn ask(&mut self, turn: u32) -> bool {
        let is_due = turn == self.turn;
        if is_due {
            self.step = Step::Asked {
                told: Vec::new(),
                again: false,
            };
        }
        is_due
    }

    /// The server tells something.
    pub fn told(&mut self, event: &Event) {
        if let Step::Asked { told, .. } = &mut self.step {
            told.push(event.clone());
        }
    }

    /// The answer has come, or will not: what was told meanwhile, and whether to ask again. `None` where its turn is over.
    pub fn answered(&mut self, turn: u32) -> Option<(Vec<Event>, bool)> {
        if turn != self.turn {
            return None;
        }
        match std::mem::take(&mut self.step) {
            Step::Asked { told, again } => {
                if again {
                    self.step = Step::Soon;
                }
                Some((told, again))
            }
            Step::Quiet | Step::Soon => None,
        }
    }

    /// The connection is gone, and with it what would have been told on it.
    pub fn disconnected(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        self.step = Step::Quiet;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_while_a_question_is_on_its_way_is_kept() {
        let before = Event::BlocksChanged { blocked: vec![] };
        let meanwhile = Event::BlocksChanged {
            blocked: vec![domain::UserId::from_parts(1, [1; 10])],
        };
        let mut refresh = Refresh::default();
        refresh.told(&before);
        assert_eq!(refresh.want(), Some(0));
        refresh.told(&before);
        assert!(refresh.ask(0));
        refresh.told(&meanwhile);
        assert_eq!(refresh.answered(0), Some((vec![meanwhile], false)));
        assert_eq!(refresh.step, Step::Quiet);
    }

    #[test]
    fn there_is_one_question_at_a_time() {
        let mut refresh = Refresh::default();
        assert!(refresh.want().is_some());
        assert_eq!(refresh.want(), None, "the one that goes out soon will do");
        refresh.ask(0);
        assert_eq!(refresh.want(), None, "the one on its way comes first");
        assert_eq!(refresh.answered(0), Some((vec![], true)));
        refresh.ask(0);
        assert_eq!(refresh.answered(0), Some((vec![], false)));
        assert!(refresh.want().is_some());
    }

    #[test]
    fn a_question_of_an_earlier_connection_is_not_waited_for() {
        let mut refresh = Refresh::default();
        refresh.want();
        refresh.ask(0);
        refresh.disconnected();
        assert_eq!(refresh.want(), Some(1));
        assert_eq!(refresh.answered(0), None);
        assert!(!refresh.ask(0));
        assert!(refresh.ask(1));
        assert_eq!(refresh.answered(1), Some((vec![], false)));
    }
}

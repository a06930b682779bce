//! Keeps the shown mood from flickering: a lead to enter, a floor to stay, a limit on the rate.

use crate::reading::Mood;

/// A new mood must lead the shown one by this much.
const LEAD: f32 = 0.10;
/// A mood that is less likely than this is left for neutral.
const LEAVE: f32 = 0.30;
/// No more than one change in this time, so that nothing ever flashes.
const RATE_MS: u64 = 2_500;
/// The same for people who asked for less motion.
const REDUCED_RATE_MS: u64 = 10_000;

/// The shown mood and when it came.
#[derive(Clone, Debug, Default)]
pub(super) struct Steady {
    mood: Mood,
    /// Since when it can be seen.
    since_ms: u64,
    /// The last change while it could be seen.
    changed_ms: Option<u64>,
}

impl Steady {
    pub(super) fn mood(&self) -> Mood {
        self.mood
    }

    /// When the shown mood came before somebody's eyes.
    pub(super) fn since_ms(&self) -> u64 {
        self.since_ms
    }

    /// Moves to the mood that the probabilities ask for, if the last change is long enough ago.
    pub(super) fn step(&mut self, moods: &[f32; 4], now_ms: u64, reduced: bool) {
        let rate = if reduced { REDUCED_RATE_MS } else { RATE_MS };
        let next = wanted(self.mood, moods);
        let waits = self
            .changed_ms
            .is_some_and(|at| now_ms.saturating_sub(at) < rate);
        if next != self.mood && !waits {
            self.mood = next;
            self.since_ms = now_ms;
            self.changed_ms = Some(now_ms);
        }
    }

    /// Moves without looking at the clock, for messages that are only read back.
    pub(super) fn follow(&mut self, moods: &[f32; 4]) {
        self.mood = wanted(self.mood, moods);
    }

    /// From now on somebody looks; the next change need not wait.
    pub(super) fn begin(&mut self, now_ms: u64) {
        self.since_ms = now_ms;
        self.changed_ms = None;
    }
}

fn wanted(now: Mood, moods: &[f32; 4]) -> Mood {
    let p = |m: Mood| moods[m.index()];
    let top = Mood::ALL
        .into_iter()
        .fold(now, |best, m| if p(m) > p(best) { m } else { best });
    if top != now && p(top) - p(now) >= LEAD {
        top
    } else if p(now) < LEAVE {
        Mood::Neutral
    } else {
        now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(now: Mood, moods: [f32; 4], expected: Mood) {
        assert_eq!(wanted(now, &moods), expected, "{now:?} {moods:?}");
    }

    #[test]
    fn a_mood_needs_a_lead() {
        check(Mood::Neutral, [0.52, 0.0, 0.1, 0.38], Mood::Happy);
        check(Mood::Neutral, [0.46, 0.0, 0.14, 0.4], Mood::Neutral);
        check(Mood::Happy, [0.4, 0.0, 0.45, 0.15], Mood::Happy);
        check(Mood::Happy, [0.3, 0.0, 0.45, 0.25], Mood::Tense);
    }

    #[test]
    fn a_mood_fades_to_neutral() {
        check(Mood::Sad, [0.3, 0.28, 0.1, 0.32], Mood::Neutral);
        check(Mood::Sad, [0.3, 0.31, 0.1, 0.29], Mood::Sad);
    }

    #[test]
    fn changes_keep_their_distance() {
        let mut steady = Steady::default();
        steady.step(&[0.9, 0.0, 0.0, 0.1], 1_000, false);
        assert_eq!(steady.mood(), Mood::Happy);
        steady.step(&[0.0, 0.9, 0.0, 0.1], 3_000, false);
        assert_eq!(steady.mood(), Mood::Happy);
        steady.step(&[0.0, 0.9, 0.0, 0.1], 3_500, false);
        assert_eq!(steady.mood(), Mood::Sad);
        steady.step(&[0.9, 0.0, 0.0, 0.1], 13_000, true);
        assert_eq!(steady.mood(), Mood::Sad);
        steady.step(&[0.9, 0.0, 0.0, 0.1], 13_500, true);
        assert_eq!(steady.mood(), Mood::Happy);
    }
}

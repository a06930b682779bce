//! The mood of a conversation: what its background shows.
//!
//! Messages and one's own draft go in, a [`Shown`] comes out. The [`window`] weighs what was said,
//! [`steady`] keeps the shown mood from flickering, this file joins them.

mod steady;
mod window;

use crate::reading::{Emotion, Mood, Reading, fold};
use steady::Steady;
use window::Window;
pub use window::weight_after;

/// What to do with a heavy mood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Soothe {
    /// Acknowledge sadness and tension, then ease the colour towards calm.
    #[default]
    Soothe,
    /// Show what is read, for as long as it is read.
    Mirror,
}

/// How the room may move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoomSettings {
    pub soothe: Soothe,
    /// The person asked for less motion: rarer changes, half the strength.
    pub reduced_motion: bool,
}

/// Where the shown mood stands in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase {
    /// It shows what is read.
    Settled,
    /// A heavy mood is being acknowledged before it is soothed.
    Holding,
    /// A heavy mood eases towards calm; `toward_calm` runs from 0 to 1.
    Soothing { toward_calm: f32 },
}

/// What the background, the chip and the bubbles show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    pub mood: Mood,
    /// The shade of the mood: joy or love, anger or fear, where that is clear.
    pub shade: Emotion,
    /// How strong the colour is, 0 to 1 (0 for neutral).
    pub strength: f32,
    /// A second mood that is nearly as likely.
    pub second: Option<Mood>,
    /// How likely the shown mood is right, 0 to 1.
    pub confidence: f32,
    pub phase: Phase,
}

impl Shown {
    /// Nothing read yet.
    pub const NEUTRAL: Shown = Shown {
        mood: Mood::Neutral,
        shade: Emotion::Neutral,
        strength: 0.0,
        second: None,
        confidence: 0.0,
        phase: Phase::Settled,
    };
}

/// Two moods nearer than this are both shown.
const MIXED: f32 = 0.10;
/// A rarer shade is named when it has this part of its mood.
const SHADE: f32 = 0.55;
/// Weakest colour of a mood that is shown at all.
const MIN_STRENGTH: f32 = 0.4;
/// How long a heavy mood is acknowledged before it eases.
const HOLD_MS: u64 = 6_000;
/// The same for people who asked for less motion.
const REDUCED_HOLD_MS: u64 = 10_000;
/// How long it takes to ease.
const EASE_MS: u64 = 20_000;
/// What remains of the strength when a heavy mood has been soothed.
pub const SOOTHED_STRENGTH: f32 = 0.4;

/// Follows one conversation. Time is given in milliseconds and never runs backwards by itself:
/// an older message is weighed by its own time.
#[derive(Clone, Debug, Default)]
pub struct RoomMood {
    settings: RoomSettings,
    window: Window,
    steady: Steady,
    /// What was mixed before the last message.
    carried: Option<[f32; 7]>,
    mixed: Option<[f32; 7]>,
    shown: Option<Shown>,
}

impl RoomMood {
    /// An empty conversation.
    pub fn new(settings: RoomSettings) -> Self {
        RoomMood {
            settings,
            ..Self::default()
        }
    }

    /// Changes how the room may move from now on.
    pub fn set(&mut self, settings: RoomSettings) {
        self.settings = settings;
    }

    /// One message has come (or was sent). Returns whether [`shown`](Self::shown) changed.
    pub fn hear(&mut self, sender: u128, at_ms: u64, reading: &Reading) -> bool {
        self.add(sender, at_ms, reading);
        self.tick(at_ms)
    }

    /// Many messages at once, oldest first, as when a room is opened: only their outcome is shown.
    pub fn hear_all<'a>(
        &mut self,
        messages: impl IntoIterator<Item = (u128, u64, &'a Reading)>,
        now_ms: u64,
    ) -> bool {
        for (sender, at_ms, reading) in messages {
            self.add(sender, at_ms, reading);
            // Steadied as if one had been there, but nothing is shown in between.
            let moods = fold(&self.mix(at_ms));
            self.steady.follow(&moods);
        }
        self.steady.begin(now_ms);
        self.tick(now_ms)
    }

    /// The own draft as read so far; `None` once it is sent or cleared.
    pub fn draft(&mut self, reading: Option<&Reading>, now_ms: u64) -> bool {
        self.window.set_draft(reading.map(|r| (r.probs, r.arousal)));
        self.tick(now_ms)
    }

    /// Time passes: moods fade, a change that had to wait comes through, a heavy mood eases.
    /// Returns whether [`shown`](Self::shown) changed.
    pub fn tick(&mut self, now_ms: u64) -> bool {
        let probs = self.mix(now_ms);
        self.steady
            .step(&fold(&probs), now_ms, self.settings.reduced_motion);
        let shown = self.describe(&probs, now_ms);
        let changed = self.shown != Some(shown);
        self.shown = Some(shown);
        changed
    }

    /// What to show now.
    pub fn shown(&self) -> Shown {
        self.shown.unwrap_or(Shown::NEUTRAL)
    }

    /// The mixed probabilities behind [`shown`](Self::shown), in the order of [`Emotion::ALL`].
    pub fn probs(&self) -> [f32; 7] {
        self.mixed.unwrap_or(Reading::neutral().probs)
    }

    /// Forgets everything that was said, as when another room is opened.
    pub fn clear(&mut self) {
        *self = RoomMood::new(self.settings);
    }

    fn add(&mut self, sender: u128, at_ms: u64, reading: &Reading) {
        // What is carried over must not hold the draft, which may never be said.
        self.carried =
            (!self.window.is_empty()).then(|| self.window.without_draft(at_ms, self.carried));
        self.window.push(sender, at_ms, reading);
    }

    fn mix(&mut self, now_ms: u64) -> [f32; 7] {
        let probs = self.window.probs(now_ms, self.carried);
        self.mixed = Some(probs);
        probs
    }

    fn describe(&self, probs: &[f32; 7], now_ms: u64) -> Shown {
        let mood = self.steady.mood();
        if mood == Mood::Neutral {
            return Shown {
                confidence: fold(probs)[Mood::Neutral.index()],
                ..Shown::NEUTRAL
            };
        }
        let moods = fold(probs);
        let p = moods[mood.index()];
        let second = Mood::ALL
            .into_iter()
            .filter(|m| *m != mood && *m != Mood::Neutral && p - moods[m.index()] <= MIXED)
            .max_by(|one, other| moods[one.index()].total_cmp(&moods[other.index()]));
        let mut strength = MIN_STRENGTH + (1.0 - MIN_STRENGTH) * self.window.arousal(now_ms);
        let phase = self.phase(mood, now_ms);
        if let Phase::Soothing { toward_calm } = phase {
            strength += (SOOTHED_STRENGTH - strength).min(0.0) * toward_calm;
        }
        if self.settings.reduced_motion {
            strength *= 0.5;
        }
        Shown {
            mood,
            shade: shade(mood, probs),
            strength: step(strength),
            second,
            confidence: step(p),
            phase,
        }
    }

    fn phase(&self, mood: Mood, now_ms: u64) -> Phase {
        let heavy = matches!(mood, Mood::Sad | Mood::Tense);
        if self.settings.soothe == Soothe::Mirror || !heavy {
            return Phase::Settled;
        }
        let shown_for = now_ms.saturating_sub(self.steady.since_ms());
        if self.settings.reduced_motion {
            // Nothing moves: one change, when the next one may come.
            return if shown_for < REDUCED_HOLD_MS {
                Phase::Holding
            } else {
                Phase::Soothing { toward_calm: 1.0 }
            };
        }
        match shown_for.checked_sub(HOLD_MS) {
            None => Phase::Holding,
            Some(easing) => Phase::Soothing {
                toward_calm: step((easing as f32 / EASE_MS as f32).min(1.0)),
            },
        }
    }
}

/// Rounds to hundredths, so that a change nobody can see is no change.
fn step(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

/// The shade of a mood: the rarer one only where it is clear.
fn shade(mood: Mood, probs: &[f32; 7]) -> Emotion {
    let clear = |rare: Emotion, common: Emotion| {
        let (r, c) = (probs[rare.index()], probs[common.index()]);
        if r >= SHADE * (r + c) { rare } else { common }
    };
    match mood {
        Mood::Happy => clear(Emotion::Love, Emotion::Joy),
        Mood::Tense => clear(Emotion::Fear, Emotion::Anger),
        Mood::Sad => Emotion::Sadness,
        Mood::Neutral => Emotion::Neutral,
    }
}

#[cfg(test)]
mod tests;

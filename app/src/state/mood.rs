//! The mood of the open room, as this device reads it. Nothing in here is ever sent.

use domain::{RoomId, place::Place};
use leptos::prelude::*;
pub use mood::{Emotion, Mood};

/// How much of the mood is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MoodLevel {
    /// Nothing is read or painted.
    Off,
    /// Half strength.
    Subtle,
    /// Full.
    #[default]
    Full,
    /// Full, and an ambient picture at the edges.
    Vivid,
}

impl MoodLevel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Off, Self::Subtle, Self::Full, Self::Vivid];

    /// Its name in storage and in `data-mood-level`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Subtle => "subtle",
            Self::Full => "full",
            Self::Vivid => "vivid",
        }
    }

    /// From its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// What moved the mood last: decides how fast the colour follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MoodCause {
    /// The viewer's own typing.
    Typing,
    /// A message arrived or was read.
    Received,
    /// It fades.
    #[default]
    Neutral,
}

impl MoodCause {
    /// Its name in `data-mood-cause`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Typing => "typing",
            Self::Received => "received",
            Self::Neutral => "neutral",
        }
    }
}

/// A word's part in the mood, for the "why this colour?" panel.
#[derive(Clone, Debug, PartialEq)]
pub struct MoodWord {
    /// The word as written.
    pub text: String,
    /// The mood it speaks for.
    pub mood: Mood,
    /// Its part, 0 to 1, in all that was found.
    pub part: f32,
}

/// What is shown of the open room's mood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownMood {
    /// The mood.
    pub mood: Mood,
    /// The palette's shade: `neutral`, `joy`, `love`, `calm`, `sad`, `anxious` or `angry`; for `data-mood`.
    pub shade: &'static str,
    /// A second mood close behind, by its shade: the background runs between the two.
    pub second: Option<&'static str>,
    /// 0 to 1, with level, arousal and reduced motion worked in: for `--mood-strength`.
    pub strength: f32,
    /// 0 to 1: how sure the reading is.
    pub confidence: f32,
    /// What moved it last.
    pub cause: MoodCause,
    /// The chip's word: "bright", "warm", "calm", "low", "uneasy", "heated"; empty for neutral.
    pub word: &'static str,
    /// The chip's icon: one character, empty for neutral.
    pub icon: &'static str,
}

/// The mood of the open room.
#[derive(Clone, Copy)]
pub struct MoodStore {
    shown: RwSignal<ShownMood>,
    words: RwSignal<Vec<MoodWord>>,
    level: RwSignal<MoodLevel>,
    frozen: RwSignal<bool>,
}

impl MoodStore {
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(ShownMood::default()),
            words: RwSignal::new(Vec::new()),
            level: RwSignal::new(MoodLevel::Off),
            frozen: RwSignal::new(false),
        }
    }

    pub(super) fn load(self, _place: &Place) {}

    /// What is shown now, in the open room. Neutral on the server, at the first render, and while the level is off.
    #[must_use]
    pub fn shown(self) -> Signal<ShownMood> {
        self.shown.into()
    }

    /// The words behind it, strongest first, at most twelve.
    #[must_use]
    pub fn words(self) -> Signal<Vec<MoodWord>> {
        self.words.into()
    }

    /// The level for all rooms of this device; before the device's own choice is known: off.
    #[must_use]
    pub fn level(self) -> Signal<MoodLevel> {
        self.level.into()
    }

    /// Chooses the level for all rooms of this device.
    pub fn set_level(self, level: MoodLevel) {
        self.level.set(level);
    }

    /// The level of the open room: its own where it has one, else the one for all.
    #[must_use]
    pub fn room_level(self) -> Signal<MoodLevel> {
        self.level.into()
    }

    /// Chooses a level for one room; `None` follows the one for all again.
    pub fn set_room_level(self, _room: RoomId, _level: Option<MoodLevel>) {}

    /// The open room's colours stand still.
    #[must_use]
    pub fn is_frozen(self) -> Signal<bool> {
        self.frozen.into()
    }

    /// Freezes or frees the open room's colours; one click on the chip.
    pub fn set_frozen(self, frozen: bool) {
        self.frozen.set(frozen);
    }

    /// The person has not chosen a level on this device yet: show the first-run card.
    #[must_use]
    pub fn is_first_run(self) -> Signal<bool> {
        Signal::derive(|| false)
    }
}

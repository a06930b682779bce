//! The words and drawings for what a talk can sound like.

use crate::ui::icon::IconName;

/// What words can sound like, as far as it is shown. A colour is only the feeling; this carries the meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoodTone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// At ease.
    Calm,
    /// Happy: joy.
    Bright,
    /// Happy, in the shade of love.
    Warm,
    /// Sad.
    Low,
    /// Tense, in the shade of fear.
    Uneasy,
    /// Tense: anger.
    Heated,
}

impl MoodTone {
    /// All of them, for the gallery.
    pub const ALL: [Self; 7] = [
        Self::Neutral,
        Self::Calm,
        Self::Bright,
        Self::Warm,
        Self::Low,
        Self::Uneasy,
        Self::Heated,
    ];

    /// `data-mood` on the talk.
    #[must_use]
    pub fn mood(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Calm => "calm",
            Self::Bright | Self::Warm => "happy",
            Self::Low => "sad",
            Self::Uneasy | Self::Heated => "tense",
        }
    }

    /// `data-shade` on the talk.
    #[must_use]
    pub fn shade(self) -> Option<&'static str> {
        match self {
            Self::Warm => Some("love"),
            Self::Uneasy => Some("fear"),
            _ => None,
        }
    }

    /// Its word, and its name in `data-mood-tone`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Calm => "calm",
            Self::Bright => "bright",
            Self::Warm => "warm",
            Self::Low => "low",
            Self::Uneasy => "uneasy",
            Self::Heated => "heated",
        }
    }

    pub fn icon(self) -> IconName {
        match self {
            Self::Neutral => IconName::Minus,
            Self::Calm => IconName::Waves,
            Self::Bright => IconName::Sun,
            Self::Warm => IconName::Heart,
            Self::Low => IconName::CloudRain,
            Self::Uneasy => IconName::Wind,
            Self::Heated => IconName::Triangle,
        }
    }
}

/// How sure a guess is, in words rather than numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Confidence {
    /// It may well be otherwise.
    #[default]
    Maybe,
    /// The words say so plainly.
    Plain,
}

impl Confidence {
    /// The guess in words.
    #[must_use]
    pub fn words(self, tone: MoodTone) -> String {
        match (self, tone) {
            (_, MoodTone::Neutral) => "even".to_owned(),
            (Self::Maybe, tone) => format!("maybe {}", tone.name()),
            (Self::Plain, tone) => tone.name().to_owned(),
        }
    }
}

//! From a mood to colours on which every text stays readable.
//!
//! Only backgrounds change with the mood. Text, secondary text, links and the edges of controls
//! keep their colours ([`foregrounds`]), and the tests prove their contrast on every background
//! this module can give.

mod colour;
mod table;

use std::ops::RangeInclusive;

use crate::reading::{Emotion, Mood};
use crate::room::{Phase, Shown};

pub use colour::{LinearRgb, Oklab, Oklch};
pub use table::{MAX_CHROMA_DARK, MAX_CHROMA_LIGHT};

/// The light or the dark face of the product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Theme {
    Light,
    Dark,
}

/// How much of the mood a person wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Level {
    Off,
    /// Half the chroma.
    Subtle,
    #[default]
    Full,
    /// Full, and accents at the edges where no text stands.
    Vivid,
}

/// The backgrounds there are. [`Calm`](Tint::Calm) is where a soothed mood goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tint {
    Joy,
    Love,
    Calm,
    Neutral,
    Sad,
    Anxious,
    Angry,
}

/// The fixed colours of what stands on a background, as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foregrounds {
    pub text: u32,
    pub secondary: u32,
    pub link: u32,
    pub edge: u32,
}

/// The colours of a room: the background, a second one to fade into where two moods are equally
/// likely, and accents for the edges where the level asks for them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Picture {
    pub base: Oklch,
    pub second: Option<Oklch>,
    pub accents: Option<[Oklch; 2]>,
}

impl Tint {
    /// All of them.
    pub const ALL: [Tint; 7] = [
        Tint::Joy,
        Tint::Love,
        Tint::Calm,
        Tint::Neutral,
        Tint::Sad,
        Tint::Anxious,
        Tint::Angry,
    ];

    /// The background of a mood in its shade.
    pub fn of(mood: Mood, shade: Emotion) -> Tint {
        match (mood, shade) {
            (Mood::Happy, Emotion::Love) => Tint::Love,
            (Mood::Happy, _) => Tint::Joy,
            (Mood::Sad, _) => Tint::Sad,
            (Mood::Tense, Emotion::Fear) => Tint::Anxious,
            (Mood::Tense, _) => Tint::Angry,
            (Mood::Neutral, _) => Tint::Neutral,
        }
    }

    /// Stable lower-case name, for classes and tests.
    pub fn name(self) -> &'static str {
        match self {
            Tint::Joy => "joy",
            Tint::Love => "love",
            Tint::Calm => "calm",
            Tint::Neutral => "neutral",
            Tint::Sad => "sad",
            Tint::Anxious => "anxious",
            Tint::Angry => "angry",
        }
    }

    /// The sign on the chip: it carries the meaning, the colour only the feeling.
    pub fn sign(self) -> &'static str {
        table::row(self).sign
    }

    /// The word on the chip.
    pub fn word(self) -> &'static str {
        table::row(self).word
    }

    /// The background at full strength.
    pub fn colour(self, theme: Theme) -> Oklch {
        let row = table::row(self);
        match theme {
            Theme::Light => row.light,
            Theme::Dark => row.dark,
        }
    }

    /// The hues a person may give it, in degrees: within them it stays the colour of its mood, and apart from the others. The
    /// greatest may lie beyond 360. Neutral has none.
    pub fn hues(self) -> Option<RangeInclusive<u16>> {
        let (least, most) = table::row(self).hues?;
        Some(least..=most)
    }

    /// Its hue by day as designed, in degrees, on the scale of [`hues`](Self::hues).
    pub fn hue(self) -> u16 {
        let hue = self.colour(Theme::Light).h as u16;
        let is_beyond = self.hues().is_some_and(|hues| hue < *hues.start());
        if is_beyond { hue + 360 } else { hue }
    }

    /// The background at full strength as `0xRRGGBB`, for places that know no OKLCH.
    pub fn hex(self, theme: Theme) -> u32 {
        let row = table::row(self);
        match theme {
            Theme::Light => row.light_hex,
            Theme::Dark => row.dark_hex,
        }
    }

    /// Richer colours for edges where no text stands.
    pub fn accents(self, theme: Theme) -> [Oklch; 2] {
        let row = table::row(self);
        match theme {
            Theme::Light => row.light_accents,
            Theme::Dark => row.dark_accents,
        }
    }

    /// The background at a strength from 0 to 1. Strength is chroma: hue and lightness stay, so
    /// contrast stays too. Neutral has no strength.
    pub fn background(self, strength: f32, theme: Theme) -> Oklch {
        let colour = self.colour(theme);
        if self == Tint::Neutral {
            colour
        } else {
            colour.with_chroma(strength.clamp(0.0, 1.0))
        }
    }
}

impl Level {
    /// All of them.
    pub const ALL: [Level; 4] = [Level::Off, Level::Subtle, Level::Full, Level::Vivid];

    /// What the level leaves of a strength.
    pub fn strength(self, strength: f32) -> f32 {
        match self {
            Level::Off => 0.0,
            Level::Subtle => strength * 0.5,
            Level::Full | Level::Vivid => strength,
        }
    }
}

/// The fixed colours of what stands on the backgrounds of a theme.
pub fn foregrounds(theme: Theme) -> Foregrounds {
    table::foregrounds(theme)
}

/// The background of a mood as CSS, such as `oklch(0.945 0.07 102)`.
pub fn css(mood: Mood, shade: Emotion, strength: f32, theme: Theme) -> String {
    Tint::of(mood, shade)
        .background(strength, theme)
        .to_string()
}

/// The colours of a room that shows `shown` to a person who chose `level`.
pub fn picture(shown: &Shown, level: Level, theme: Theme) -> Picture {
    if level == Level::Off {
        return Picture {
            base: Tint::Neutral.colour(theme),
            second: None,
            accents: None,
        };
    }
    let strength = level.strength(shown.strength);
    let tint = Tint::of(shown.mood, shown.shade);
    let second = shown.second.map(|mood| Tint::of(mood, Emotion::Neutral));
    let eased = |tint: Tint| match shown.phase {
        Phase::Soothing { toward_calm } => {
            let calm = Tint::Calm.background(strength, theme).to_oklab();
            tint.background(strength, theme)
                .to_oklab()
                .mix(calm, toward_calm)
                .to_oklch()
        }
        Phase::Settled | Phase::Holding => tint.background(strength, theme),
    };
    let accents =
        (level == Level::Vivid && shown.mood != Mood::Neutral).then(|| match shown.phase {
            Phase::Soothing { toward_calm } if toward_calm >= 0.5 => Tint::Calm.accents(theme),
            _ => tint.accents(theme),
        });
    Picture {
        base: eased(tint),
        second: second.map(eased),
        accents,
    }
}

#[cfg(test)]
mod tests;

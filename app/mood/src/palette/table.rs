//! The colours themselves. Backgrounds only; what stands on them keeps its own fixed colour.
//!
//! The values were chosen so that every text colour keeps its contrast on every one of them, at
//! every strength and at every point of a fade between two of them (`tests.rs` computes it), and
//! so that two moods stay apart for people who see fewer colours.

use super::{Foregrounds, Oklch, Theme, Tint};

/// Highest chroma of a background.
pub const MAX_CHROMA_LIGHT: f32 = 0.07;
/// The same in the dark.
pub const MAX_CHROMA_DARK: f32 = 0.065;

/// One row: the background in the light and in the dark, each also as a screen shows it, and two
/// accents for each.
pub(super) struct Row {
    pub light: Oklch,
    pub light_hex: u32,
    pub dark: Oklch,
    pub dark_hex: u32,
    pub light_accents: [Oklch; 2],
    pub dark_accents: [Oklch; 2],
    /// From which hue to which a person may turn it; the second may lie beyond 360.
    pub hues: Option<(u16, u16)>,
    /// Sign and word of the chip.
    pub sign: &'static str,
    pub word: &'static str,
}

const fn at(l: f32, c: f32, h: f32) -> Oklch {
    Oklch::new(l, c, h)
}

pub(super) const fn row(tint: Tint) -> Row {
    match tint {
        Tint::Joy => Row {
            light: at(0.945, 0.070, 102.0),
            light_hex: 0xf6_efb9,
            dark: at(0.282, 0.058, 89.0),
            dark_hex: 0x35_2700,
            light_accents: [at(0.90, 0.130, 95.0), at(0.87, 0.100, 72.0)],
            dark_accents: [at(0.44, 0.088, 88.0), at(0.40, 0.075, 70.0)],
            hues: Some((82, 105)),
            sign: "☀",
            word: "bright",
        },
        Tint::Love => Row {
            light: at(0.900, 0.053, 10.0),
            light_hex: 0xff_d0d6,
            dark: at(0.210, 0.065, 15.0),
            dark_hex: 0x30_080e,
            light_accents: [at(0.84, 0.090, 8.0), at(0.85, 0.085, 340.0)],
            dark_accents: [at(0.36, 0.095, 10.0), at(0.34, 0.090, 345.0)],
            hues: Some((345, 375)),
            sign: "♥",
            word: "warm",
        },
        Tint::Calm => Row {
            light: at(0.930, 0.040, 168.0),
            light_hex: 0xcf_f1e3,
            dark: at(0.264, 0.026, 178.0),
            dark_hex: 0x17_2925,
            light_accents: [at(0.88, 0.085, 165.0), at(0.87, 0.070, 200.0)],
            dark_accents: [at(0.40, 0.060, 175.0), at(0.37, 0.055, 205.0)],
            hues: Some((150, 195)),
            sign: "≈",
            word: "calm",
        },
        Tint::Neutral => Row {
            light: at(0.975, 0.006, 264.0),
            light_hex: 0xf5_f7fb,
            dark: at(0.225, 0.006, 265.0),
            dark_hex: 0x1a_1c1f,
            light_accents: [at(0.95, 0.012, 264.0), at(0.94, 0.010, 220.0)],
            dark_accents: [at(0.28, 0.012, 265.0), at(0.27, 0.010, 220.0)],
            hues: None,
            sign: "–",
            word: "none",
        },
        Tint::Sad => Row {
            light: at(0.890, 0.026, 247.0),
            light_hex: 0xce_ddeb,
            dark: at(0.285, 0.063, 243.0),
            dark_hex: 0x06_2d47,
            light_accents: [at(0.81, 0.075, 245.0), at(0.84, 0.055, 215.0)],
            dark_accents: [at(0.41, 0.090, 243.0), at(0.37, 0.085, 265.0)],
            hues: Some((238, 262)),
            sign: "☂",
            word: "low",
        },
        Tint::Anxious => Row {
            light: at(0.925, 0.038, 290.0),
            light_hex: 0xe5_e3ff,
            dark: at(0.250, 0.063, 312.0),
            dark_hex: 0x2c_1737,
            light_accents: [at(0.83, 0.085, 293.0), at(0.85, 0.075, 318.0)],
            dark_accents: [at(0.39, 0.100, 305.0), at(0.37, 0.090, 288.0)],
            hues: Some((288, 315)),
            sign: "~",
            word: "uneasy",
        },
        Tint::Angry => Row {
            light: at(0.915, 0.050, 52.0),
            light_hex: 0xff_dac5,
            dark: at(0.237, 0.060, 50.0),
            dark_hex: 0x34_1401,
            light_accents: [at(0.84, 0.100, 52.0), at(0.82, 0.095, 36.0)],
            dark_accents: [at(0.40, 0.085, 50.0), at(0.37, 0.085, 38.0)],
            hues: Some((28, 55)),
            sign: "▲",
            word: "heated",
        },
    }
}

pub(super) const fn foregrounds(theme: Theme) -> Foregrounds {
    match theme {
        Theme::Light => Foregrounds {
            text: 0x15_1b24,
            secondary: 0x47_4d58,
            link: 0x15_45a2,
            edge: 0x67_7284,
        },
        Theme::Dark => Foregrounds {
            text: 0xe9_edf4,
            secondary: 0xac_b1bb,
            link: 0x83_c0ff,
            edge: 0x88_93a5,
        },
    }
}

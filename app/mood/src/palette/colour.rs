//! OKLCH, OKLab and sRGB, as far as the palette and its proofs need them.

use std::fmt;

/// A colour as lightness (0-1), chroma and hue in degrees. Displays as CSS: `oklch(0.945 0.07 102)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklch {
    pub l: f32,
    pub c: f32,
    pub h: f32,
}

/// The same space with straight axes, in which colours are mixed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklab {
    pub l: f32,
    pub a: f32,
    pub b: f32,
}

/// Red, green and blue as light, 0 to 1 inside the gamut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearRgb {
    pub r: f32,
    pub g: f32,
    pub b: f32,
}

impl Oklch {
    /// From lightness, chroma and hue.
    pub const fn new(l: f32, c: f32, h: f32) -> Self {
        Oklch { l, c, h }
    }

    /// The same colour with its chroma multiplied.
    pub fn with_chroma(self, times: f32) -> Self {
        Oklch {
            c: self.c * times,
            ..self
        }
    }

    /// With straight axes.
    pub fn to_oklab(self) -> Oklab {
        let (sin, cos) = self.h.to_radians().sin_cos();
        Oklab {
            l: self.l,
            a: self.c * cos,
            b: self.c * sin,
        }
    }
}

impl fmt::Display for Oklch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let round = |value: f32, places: f32| (value * places).round() / places;
        write!(
            f,
            "oklch({} {} {})",
            round(self.l, 1e4),
            round(self.c, 1e4),
            round(self.h, 10.0)
        )
    }
}

impl Oklab {
    /// The point between two colours: what `color-mix(in oklab, …)` gives.
    pub fn mix(self, other: Oklab, part_of_other: f32) -> Oklab {
        let between = |a: f32, b: f32| a + (b - a) * part_of_other;
        Oklab {
            l: between(self.l, other.l),
            a: between(self.a, other.a),
            b: between(self.b, other.b),
        }
    }

    /// As lightness, chroma and hue.
    pub fn to_oklch(self) -> Oklch {
        let h = self.b.atan2(self.a).to_degrees().rem_euclid(360.0);
        Oklch {
            l: self.l,
            c: self.a.hypot(self.b),
            h,
        }
    }

    /// As light. The constants are those of the OKLab definition.
    pub fn to_linear(self) -> LinearRgb {
        let l = (self.l + 0.396_337_78 * self.a + 0.215_803_76 * self.b).powi(3);
        let m = (self.l - 0.105_561_346 * self.a - 0.063_854_17 * self.b).powi(3);
        let s = (self.l - 0.089_484_18 * self.a - 1.291_485_5 * self.b).powi(3);
        LinearRgb {
            r: 4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
            g: -1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s,
            b: -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
        }
    }
}

impl LinearRgb {
    /// From `0xRRGGBB`.
    pub fn from_hex(hex: u32) -> Self {
        let channel = |shift: u32| {
            let v = ((hex >> shift) & 255) as f32 / 255.0;
            if v <= 0.040_45 {
                v / 12.92
            } else {
                ((v + 0.055) / 1.055).powf(2.4)
            }
        };
        LinearRgb {
            r: channel(16),
            g: channel(8),
            b: channel(0),
        }
    }

    /// As `0xRRGGBB`, the nearest colour a screen shows.
    pub fn to_hex(self) -> u32 {
        let channel = |v: f32| {
            let v = v.clamp(0.0, 1.0);
            let encoded = if v <= 0.003_130_8 {
                v * 12.92
            } else {
                1.055 * v.powf(1.0 / 2.4) - 0.055
            };
            (encoded * 255.0).round() as u32
        };
        channel(self.r) << 16 | channel(self.g) << 8 | channel(self.b)
    }

    /// Whether a screen can show it, but for rounding.
    pub fn in_gamut(self) -> bool {
        [self.r, self.g, self.b]
            .into_iter()
            .all(|v| (-0.002..=1.002).contains(&v))
    }

    /// Relative luminance as WCAG defines it.
    pub fn luminance(self) -> f32 {
        let LinearRgb { r, g, b } = self;
        0.2126 * r.clamp(0.0, 1.0) + 0.7152 * g.clamp(0.0, 1.0) + 0.0722 * b.clamp(0.0, 1.0)
    }

    /// Contrast as WCAG defines it, 1 to 21.
    pub fn contrast(self, other: LinearRgb) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(colour: Oklch, hex: u32) {
        assert_eq!(
            format!("{:06x}", colour.to_oklab().to_linear().to_hex()),
            format!("{hex:06x}")
        );
    }

    #[test]
    fn known_colours() {
        check(Oklch::new(1.0, 0.0, 0.0), 0xff_ffff);
        check(Oklch::new(0.0, 0.0, 0.0), 0x00_0000);
        check(Oklch::new(0.627_955, 0.257_683, 29.234), 0xff_0000);
        check(Oklch::new(0.866_44, 0.294_827, 142.495), 0x00_ff00);
        check(Oklch::new(0.452_014, 0.313_214, 264.052), 0x00_00ff);
    }

    #[test]
    fn hex_survives_the_way_there_and_back() {
        for hex in [0x00_0000, 0xff_ffff, 0x15_1b24, 0x83_c0ff, 0xf6_efb9] {
            assert_eq!(LinearRgb::from_hex(hex).to_hex(), hex);
        }
    }

    #[test]
    fn black_on_white_is_twenty_one() {
        let contrast = LinearRgb::from_hex(0).contrast(LinearRgb::from_hex(0xff_ffff));
        assert!((contrast - 21.0).abs() < 0.01);
    }

    #[test]
    fn the_hue_survives_straight_axes() {
        let colour = Oklch::new(0.5, 0.1, 288.0).to_oklab().to_oklch();
        assert!((colour.h - 288.0).abs() < 0.01 && (colour.c - 0.1).abs() < 1e-5);
    }

    #[test]
    fn css_is_short() {
        assert_eq!(
            Oklch::new(0.945, 0.07, 102.0).to_string(),
            "oklch(0.945 0.07 102)"
        );
    }
}

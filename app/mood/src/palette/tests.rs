//! The proofs: contrast, gamut and chroma of everything the palette can give.

use super::*;

const THEMES: [Theme; 2] = [Theme::Light, Theme::Dark];
/// What WCAG 2.2 AA asks of text, and of the edges of controls.
const TEXT: f32 = 4.5;
const EDGE: f32 = 3.0;
/// From a mood that is barely shown to the strongest.
const STRENGTHS: [f32; 6] = [0.0, 0.2, 0.25, 0.5, 0.75, 1.0];

fn light(colour: Oklab) -> LinearRgb {
    // As a screen shows it: rounded to eight bits.
    LinearRgb::from_hex(colour.to_linear().to_hex())
}

/// Worst contrast of any text, and of the edge, on a background.
fn worst(background: Oklab, theme: Theme) -> (f32, f32) {
    let on = |hex: u32| light(background).contrast(LinearRgb::from_hex(hex));
    let Foregrounds {
        text,
        secondary,
        link,
        edge,
    } = foregrounds(theme);
    (on(text).min(on(secondary)).min(on(link)), on(edge))
}

fn check(background: Oklab, theme: Theme, what: &str) {
    let (text, edge) = worst(background, theme);
    assert!(text >= TEXT, "{what} {theme:?}: text {text}");
    assert!(edge >= EDGE, "{what} {theme:?}: edge {edge}");
}

#[test]
fn everything_is_readable_on_every_background() {
    for theme in THEMES {
        for tint in Tint::ALL {
            for strength in STRENGTHS {
                check(
                    tint.background(strength, theme).to_oklab(),
                    theme,
                    tint.name(),
                );
            }
        }
    }
}

#[test]
fn everything_stays_readable_while_moods_fade() {
    for theme in THEMES {
        let mut lowest = (f32::MAX, f32::MAX);
        for from in Tint::ALL {
            for to in Tint::ALL {
                for (a, b) in STRENGTHS
                    .into_iter()
                    .flat_map(|a| STRENGTHS.map(|b| (a, b)))
                {
                    let (a, b) = (
                        from.background(a, theme).to_oklab(),
                        to.background(b, theme).to_oklab(),
                    );
                    for step in 0..=10 {
                        let between = a.mix(b, step as f32 / 10.0);
                        check(between, theme, &format!("{} to {}", from.name(), to.name()));
                        let (text, edge) = worst(between, theme);
                        lowest = (lowest.0.min(text), lowest.1.min(edge));
                    }
                }
            }
        }
        // What the design promises is more than the norm asks.
        assert!(lowest.0 >= 6.0 && lowest.1 >= 3.4, "{theme:?} {lowest:?}");
    }
}

#[test]
fn text_is_readable_even_on_accents() {
    for theme in THEMES {
        for colour in Tint::ALL.into_iter().flat_map(|t| t.accents(theme)) {
            let contrast =
                light(colour.to_oklab()).contrast(LinearRgb::from_hex(foregrounds(theme).text));
            assert!(contrast >= TEXT, "{colour} {theme:?}: {contrast}");
        }
    }
}

#[test]
fn every_colour_can_be_shown() {
    for theme in THEMES {
        for tint in Tint::ALL {
            let strengths = STRENGTHS.map(|s| tint.background(s, theme));
            for colour in strengths.into_iter().chain(tint.accents(theme)) {
                let rgb = colour.to_oklab().to_linear();
                assert!(
                    rgb.in_gamut(),
                    "{} {theme:?} {colour}: {rgb:?}",
                    tint.name()
                );
            }
        }
    }
}

#[test]
fn the_hex_table_agrees() {
    for theme in THEMES {
        for tint in Tint::ALL {
            let (computed, listed) = (
                tint.colour(theme).to_oklab().to_linear().to_hex(),
                tint.hex(theme),
            );
            for shift in [16, 8, 0] {
                let channel = |hex: u32| i64::from((hex >> shift) & 255);
                let apart = (channel(computed) - channel(listed)).abs();
                assert!(
                    apart <= 2,
                    "{} {theme:?}: {computed:06x} is not {listed:06x}",
                    tint.name()
                );
            }
        }
    }
}

#[test]
fn chroma_keeps_its_cap() {
    for (theme, cap) in [
        (Theme::Light, MAX_CHROMA_LIGHT),
        (Theme::Dark, MAX_CHROMA_DARK),
    ] {
        for tint in Tint::ALL {
            assert!(tint.colour(theme).c <= cap + 1e-6, "{}", tint.name());
            assert!(
                tint.background(7.0, theme).c <= cap + 1e-6,
                "{}",
                tint.name()
            );
        }
        assert!(Tint::Neutral.colour(theme).c <= 0.006 + 1e-6);
    }
}

/// Every hue that a person may give a tint.
fn hues(tint: Tint) -> impl Iterator<Item = f32> {
    tint.hues().into_iter().flatten().map(f32::from)
}

#[test]
fn hues_keep_their_range() {
    for tint in Tint::ALL {
        for theme in THEMES {
            let own = tint.colour(theme).h;
            let is_allowed = hues(tint).any(|hue| (hue - own).rem_euclid(360.0) < 0.5);
            assert_eq!(is_allowed, tint != Tint::Neutral, "{} {own}", tint.name());
        }
        assert!(tint.hues().is_none_or(|hues| hues.contains(&tint.hue())));
    }
}

#[test]
fn everything_is_readable_in_every_hue_that_one_may_choose() {
    for theme in THEMES {
        for tint in Tint::ALL {
            for hue in hues(tint) {
                for strength in STRENGTHS {
                    let turned = Oklch {
                        h: hue,
                        ..tint.background(strength, theme)
                    };
                    check(turned.to_oklab(), theme, &format!("{} {hue}", tint.name()));
                }
                for accent in tint.accents(theme) {
                    let turned = Oklch {
                        h: accent.h + hue - tint.colour(Theme::Light).h,
                        ..accent
                    };
                    let text = LinearRgb::from_hex(foregrounds(theme).text);
                    let contrast = light(turned.to_oklab()).contrast(text);
                    assert!(contrast >= TEXT, "{turned} {theme:?}: {contrast}");
                }
            }
        }
    }
}

#[test]
fn moods_can_be_told_apart() {
    let apart = |a: Oklab, b: Oklab| {
        ((a.l - b.l).powi(2) + (a.a - b.a).powi(2) + (a.b - b.b).powi(2)).sqrt()
    };
    for theme in THEMES {
        for (i, a) in Tint::ALL.into_iter().enumerate() {
            for b in &Tint::ALL[..i] {
                let d = apart(a.colour(theme).to_oklab(), b.colour(theme).to_oklab());
                assert!(d >= 0.035, "{} and {} {theme:?}: {d}", a.name(), b.name());
            }
        }
    }
}

#[test]
fn a_level_decides_how_much_is_seen() {
    let shown = Shown {
        mood: Mood::Happy,
        shade: Emotion::Joy,
        strength: 1.0,
        ..Shown::NEUTRAL
    };
    let at = |level| picture(&shown, level, Theme::Light);
    assert_eq!(at(Level::Off).base, Tint::Neutral.colour(Theme::Light));
    assert!((at(Level::Subtle).base.c * 2.0 - at(Level::Full).base.c).abs() < 1e-6);
    assert_eq!(at(Level::Full).accents, None);
    assert_eq!(
        at(Level::Vivid).accents,
        Some(Tint::Joy.accents(Theme::Light))
    );
    assert_eq!(at(Level::Vivid).base, at(Level::Full).base);
}

#[test]
fn a_soothed_mood_ends_in_calm() {
    let phase = Phase::Soothing { toward_calm: 1.0 };
    let shown = Shown {
        mood: Mood::Sad,
        shade: Emotion::Sadness,
        strength: 0.4,
        phase,
        ..Shown::NEUTRAL
    };
    let base = picture(&shown, Level::Full, Theme::Dark).base;
    let calm = Tint::Calm.background(0.4, Theme::Dark);
    assert!(
        (base.h - calm.h).abs() < 0.1 && (base.l - calm.l).abs() < 1e-4,
        "{base}"
    );
}

#[test]
fn css_names_the_colour() {
    assert_eq!(
        css(Mood::Happy, Emotion::Joy, 1.0, Theme::Light),
        "oklch(0.945 0.07 102)"
    );
    assert_eq!(
        css(Mood::Tense, Emotion::Fear, 0.5, Theme::Dark),
        "oklch(0.25 0.0315 312)"
    );
}

//! The light's colours stand in two places: in `mood::palette`, where their contrast is proven, and in the themes, where they
//! are used. This keeps the two the same.

use mood::palette::{Theme, Tint};

const LIGHT: &str = include_str!("../../../../style/themes/light.css");
const DARK: &str = include_str!("../../../../style/themes/dark.css");

/// The custom property's end; the style sheets name the two tense tints after the feelings.
fn name(tint: Tint) -> &'static str {
    match tint {
        Tint::Joy => "joy",
        Tint::Love => "love",
        Tint::Calm => "calm",
        Tint::Neutral => "neutral",
        Tint::Sad => "sad",
        Tint::Anxious => "fear",
        Tint::Angry => "anger",
    }
}

fn check(sheet: &str, prefix: &str, theme: Theme) {
    for tint in Tint::ALL {
        let colour = tint.colour(theme);
        let expected = format!(
            "--{prefix}-{}: oklch({} {} {});",
            name(tint),
            colour.l,
            colour.c,
            colour.h
        );
        assert!(
            sheet.contains(&expected),
            "the {prefix} theme lacks {expected}"
        );
    }
}

#[test]
fn the_themes_use_the_colours_whose_contrast_is_proven() {
    check(LIGHT, "light", Theme::Light);
    check(DARK, "dark", Theme::Dark);
}

#[test]
fn the_text_stays_the_one_the_proof_is_about() {
    for (sheet, prefix, theme) in [(LIGHT, "light", Theme::Light), (DARK, "dark", Theme::Dark)] {
        let fixed = mood::palette::foregrounds(theme);
        for (role, value) in [
            ("text", fixed.text),
            ("text-2", fixed.secondary),
            ("link", fixed.link),
            ("edge", fixed.edge),
        ] {
            let expected = format!("--{prefix}-{role}: #{value:06x};");
            assert!(
                sheet.contains(&expected),
                "the {prefix} theme lacks {expected}"
            );
        }
    }
}

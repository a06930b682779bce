//! What stands on an avatar without a picture, and on which hue.

/// How many hues there are: enough to tell people apart, few enough that each was looked at.
const HUES: u32 = 12;

/// The first letters of the first and the last word, or of the only one.
pub fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// Which of the hues of `style/ui/avatar.css`, always the same for a name. FNV-1a: short, and spreads names that differ in
/// one letter.
pub fn hue(name: &str) -> u32 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    (hash >> 8) % HUES
}

#[cfg(test)]
mod tests {
    use super::{hue, initials};

    #[test]
    fn initials_come_from_the_first_and_the_last_word() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("maría josé garcía", "MG"),
            ("Оля", "О"),
            ("आशा शर्मा", "आश"),
            ("  #random  ", "R"),
            ("", ""),
            ("…", ""),
        ] {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_name_keeps_its_hue_and_neighbours_differ() {
        assert_eq!(hue("Ada"), hue("Ada"));
        let hues: std::collections::BTreeSet<_> =
            ["Ada", "Adb", "Bo", "Chloé", "Dev", "Eun-ji", "Fatima"]
                .map(hue)
                .into();
        assert!(hues.len() >= 4, "{hues:?}");
        assert!(hues.iter().all(|hue| *hue < super::HUES));
    }

    /// The `oklch(L C …)` pairs of a declaration in the avatar's style sheet: by day, by night.
    fn colours(property: &str) -> [(f32, f32); 2] {
        let sheet = include_str!("../../../../style/ui/avatar.css");
        let start = format!("  {property}: light-dark(");
        let line = sheet
            .lines()
            .find(|line| line.starts_with(&start))
            .expect("the avatar has this property");
        let mut pairs = line.split("oklch(").skip(1).map(|rest| {
            let mut numbers = rest
                .split(' ')
                .map(|number| number.parse().expect("a number"));
            (
                numbers.next().expect("lightness"),
                numbers.next().expect("chroma"),
            )
        });
        [
            pairs.next().expect("by day"),
            pairs.next().expect("by night"),
        ]
    }

    #[test]
    fn initials_are_readable_on_every_hue() {
        use mood::palette::{LinearRgb, Oklch};

        let rgb = |(l, c): (f32, f32), hue: u32| {
            let linear = Oklch::new(l, c, hue as f32).to_oklab().to_linear();
            LinearRgb {
                r: linear.r.clamp(0.0, 1.0),
                g: linear.g.clamp(0.0, 1.0),
                b: linear.b.clamp(0.0, 1.0),
            }
        };
        for (ground, ink) in colours("background").into_iter().zip(colours("color")) {
            for step in 0..super::HUES {
                let hue = step * 30 + 15;
                let contrast = rgb(ground, hue).contrast(rgb(ink, hue));
                assert!(contrast >= 4.5, "hue {hue}: {contrast}");
            }
        }
    }
}

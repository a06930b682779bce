//! The hues a person has given the lights, and the small file in which they are shared.

use std::fmt;

use mood::palette::Tint;
use serde::{Deserialize, Serialize};

/// The file's format; a reader refuses one it does not know.
const FORMAT: u32 = 1;
/// A longer file is none of ours.
const FILE_MAX: usize = 4_096;

/// A hue for each light, in degrees of OKLCH by day and by night; absent: as designed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Hues {
    #[serde(skip_serializing_if = "Option::is_none")]
    joy: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    love: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calm: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sad: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anxious: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    angry: Option<u16>,
}

/// `{"moodlight_hues":1,"hues":{"joy":95}}`
#[derive(Serialize, Deserialize)]
struct File {
    moodlight_hues: u32,
    hues: Hues,
}

/// Why a file gives no hues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HuesError {
    /// It holds something else.
    Unreadable,
    /// It was written by a later version.
    Format(u32),
    /// A hue would take a light for another one: which, and what is allowed.
    Range(Tint, u16, u16),
}

impl fmt::Display for HuesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => f.write_str("This is not a file of hues."),
            Self::Format(_) => f.write_str("This file was written by a newer Moodlight."),
            Self::Range(tint, least, most) => {
                let word = tint.word();
                write!(f, "“{word}” can have hues from {least}° to {most}° only.")
            }
        }
    }
}

impl Hues {
    /// The hue of a light; absent: as designed.
    #[must_use]
    pub fn of(&self, tint: Tint) -> Option<u16> {
        match tint {
            Tint::Joy => self.joy,
            Tint::Love => self.love,
            Tint::Calm => self.calm,
            Tint::Neutral => None,
            Tint::Sad => self.sad,
            Tint::Anxious => self.anxious,
            Tint::Angry => self.angry,
        }
    }

    /// Gives a light a hue, the nearest that it can have.
    pub fn set(&mut self, tint: Tint, hue: u16) {
        let hue = tint
            .hues()
            .map(|hues| hue.clamp(*hues.start(), *hues.end()));
        match tint {
            Tint::Joy => self.joy = hue,
            Tint::Love => self.love = hue,
            Tint::Calm => self.calm = hue,
            Tint::Neutral => {}
            Tint::Sad => self.sad = hue,
            Tint::Anxious => self.anxious = hue,
            Tint::Angry => self.angry = hue,
        }
    }

    /// Whether all are as designed.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// As declarations for a `style` attribute, `--hue-joy:95;`: `style/mood/palette.css` paints by them.
    #[must_use]
    pub fn style(&self) -> String {
        let each = Tint::ALL.into_iter().filter_map(|tint| {
            let hue = self.of(tint)?;
            Some(format!("--hue-{}:{hue};", tint.name()))
        });
        each.collect()
    }

    /// As the text of a file.
    #[must_use]
    pub fn to_file(&self) -> String {
        let file = File {
            moodlight_hues: FORMAT,
            hues: self.clone(),
        };
        // Numbers under fixed names: there is nothing that JSON cannot hold.
        serde_json::to_string(&file).unwrap_or_default()
    }

    /// From the text of a file.
    ///
    /// # Errors
    ///
    /// [`HuesError`] where it is no such file, or where a hue is not one that its light may have.
    pub fn from_file(text: &str) -> Result<Self, HuesError> {
        #[derive(Deserialize)]
        struct Format {
            moodlight_hues: u32,
        }
        let text = text.trim_start_matches('\u{feff}').as_bytes();
        if text.len() > FILE_MAX {
            return Err(HuesError::Unreadable);
        }
        let Format { moodlight_hues } =
            crate::json::read_json(text).ok_or(HuesError::Unreadable)?;
        if moodlight_hues != FORMAT {
            return Err(HuesError::Format(moodlight_hues));
        }
        let File { hues, .. } = crate::json::read_json(text).ok_or(HuesError::Unreadable)?;
        for tint in Tint::ALL {
            if let (Some(hue), Some(allowed)) = (hues.of(tint), tint.hues())
                && !allowed.contains(&hue)
            {
                return Err(HuesError::Range(tint, *allowed.start(), *allowed.end()));
            }
        }
        Ok(hues)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_back_what_it_was_given() {
        let mut hues = Hues::default();
        assert_eq!(Hues::from_file(&hues.to_file()), Ok(hues.clone()));
        hues.set(Tint::Joy, 90);
        hues.set(Tint::Love, 350);
        assert_eq!(
            hues.to_file(),
            r#"{"moodlight_hues":1,"hues":{"joy":90,"love":350}}"#
        );
        assert_eq!(Hues::from_file(&hues.to_file()), Ok(hues));
    }

    #[test]
    fn a_hue_stays_that_of_its_light() {
        let mut hues = Hues::default();
        hues.set(Tint::Angry, 0);
        hues.set(Tint::Neutral, 100);
        assert_eq!(hues.of(Tint::Angry), Some(28));
        assert_eq!(hues.of(Tint::Neutral), None);
        assert_eq!(hues.style(), "--hue-angry:28;");
    }

    #[test]
    fn what_is_no_file_of_hues_is_refused_with_a_reason() {
        let read = |text: &str| Hues::from_file(text).expect_err("refused");
        let long = format!(
            r#"{{"moodlight_hues":1,"hues":{{}}}}{}"#,
            " ".repeat(FILE_MAX)
        );
        for text in [
            "",
            "joy",
            "{}",
            r#"{"moodlight_hues":1}"#,
            r#"{"moodlight_hues":1,"hues":{"hunger":3}}"#,
            r#"{"moodlight_hues":1,"hues":{"joy":-3}}"#,
            &long,
        ] {
            assert_eq!(read(text), HuesError::Unreadable, "{text}");
        }
        let later = r#"{"moodlight_hues":2,"hues":[]}"#;
        assert_eq!(read(later), HuesError::Format(2));
        let red = r#"{"moodlight_hues":1,"hues":{"angry":20}}"#;
        assert_eq!(read(red), HuesError::Range(Tint::Angry, 28, 55));
        assert_eq!(
            read(red).to_string(),
            "“heated” can have hues from 28° to 55° only."
        );
    }
}

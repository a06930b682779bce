//! What the gallery shows and how, read from the address and written back into links.

use crate::ui::{MoodTone, PIECES};

/// Moods and shades, under the names that the address uses.
pub const MOODS: &[&str] = &[
    "neutral", "calm", "happy", "love", "sad", "fear", "tense", "mixed",
];

/// How much light.
pub const LEVELS: &[&str] = &["off", "subtle", "full", "vivid"];

const THEMES: &[&str] = &["light", "dark"];

/// One view of the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// `light` or `dark`; the device's own if absent.
    pub theme: Option<&'static str>,
    /// One of [`MOODS`].
    pub mood: &'static str,
    /// One of [`LEVELS`].
    pub level: &'static str,
    /// A piece's name, `all`, or `talk` for the whole composition.
    pub piece: &'static str,
    /// Which pane a phone shows in the composition.
    pub pane: &'static str,
    /// Whether details are open in the composition.
    pub details: bool,
    /// The direction of the page: `rtl` to check that nothing depends on left and right.
    pub direction: &'static str,
}

impl Look {
    /// Reads the address; what it does not know becomes the default.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let one_of = |key: &str, known: &[&'static str]| {
            let given = get(key)?;
            known.iter().copied().find(|known| *known == given)
        };
        let pieces: Vec<_> = PIECES
            .iter()
            .map(|piece| piece.name)
            .chain(["talk"])
            .collect();
        Self {
            theme: one_of("theme", THEMES),
            mood: one_of("mood", MOODS).unwrap_or("neutral"),
            level: one_of("level", LEVELS).unwrap_or("full"),
            piece: one_of("piece", &pieces).unwrap_or("all"),
            pane: one_of("pane", &["rooms"]).unwrap_or("talk"),
            details: one_of("details", &["open"]).is_some(),
            direction: one_of("dir", &["rtl"]).unwrap_or("ltr"),
        }
    }

    /// The address of this view.
    pub fn href(&self) -> String {
        let theme = self
            .theme
            .map(|theme| format!("&theme={theme}"))
            .unwrap_or_default();
        format!(
            "/gallery?piece={}&mood={}&level={}{theme}",
            self.piece, self.mood, self.level
        )
    }

    /// The same with another theme.
    pub fn with_theme(&self, theme: Option<&'static str>) -> Self {
        Self { theme, ..*self }
    }

    /// The same in another mood.
    pub fn with_mood(&self, mood: &'static str) -> Self {
        Self { mood, ..*self }
    }

    /// The same with more or less light.
    pub fn with_level(&self, level: &'static str) -> Self {
        Self { level, ..*self }
    }

    /// The same of another piece.
    pub fn with_piece(&self, piece: &'static str) -> Self {
        Self { piece, ..*self }
    }

    /// The tone that the mood's name stands for, and the second one of a mixed mood.
    pub fn tone(&self) -> (MoodTone, Option<&'static str>) {
        match self.mood {
            "calm" => (MoodTone::Calm, None),
            "happy" => (MoodTone::Bright, None),
            "love" => (MoodTone::Warm, None),
            "sad" => (MoodTone::Low, None),
            "fear" => (MoodTone::Uneasy, None),
            "tense" => (MoodTone::Heated, None),
            "mixed" => (MoodTone::Bright, Some("sad")),
            _ => (MoodTone::Neutral, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Look;

    #[test]
    fn an_address_reads_back_as_written_and_nonsense_becomes_the_default() {
        let plain = Look::read(|_| None);
        assert_eq!(
            (plain.piece, plain.mood, plain.level, plain.theme),
            ("all", "neutral", "full", None)
        );
        assert_eq!(Look::read(|_| Some("<script>".to_owned())), plain);

        let look = plain
            .with_piece("bubble")
            .with_mood("sad")
            .with_level("vivid")
            .with_theme(Some("dark"));
        let href = look.href();
        let query = href.split_once('?').map_or("", |(_, query)| query);
        let read = Look::read(|key| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(&format!("{key}=")).map(str::to_owned))
        });
        assert_eq!(read, look);
    }
}

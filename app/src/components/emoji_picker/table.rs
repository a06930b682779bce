//! All emoji, as the server lists them (`GET /api/v1/emoji`).

use leptos::prelude::*;

use crate::browser::{self, backoff::until_some, http};

/// Where they are.
const ADDRESS: &str = "/api/v1/emoji";

/// One emoji to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emoji {
    /// In the chosen tone.
    pub emoji: String,
    /// What it is called.
    pub name: String,
}

impl Emoji {
    /// One whose name is not known.
    pub fn unnamed(emoji: String) -> Self {
        Self {
            name: emoji.clone(),
            emoji,
        }
    }
}

/// A skin tone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tone(usize);

impl Tone {
    /// As kept on the device.
    pub fn kept(value: Option<&str>) -> Self {
        let tone = value.and_then(|value| value.parse().ok());
        Self(tone.filter(|tone| *tone <= 5).unwrap_or(0))
    }

    /// To be kept on the device.
    pub fn kept_as(self) -> String {
        self.0.to_string()
    }

    /// The one after it, after the last the first.
    pub fn next(self) -> Self {
        Self((self.0 + 1) % 6)
    }

    /// A hand of it.
    pub fn hand(self) -> &'static str {
        ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"][self.0]
    }

    /// In words.
    pub fn word(self) -> &'static str {
        [
            "none",
            "light",
            "medium light",
            "medium",
            "medium dark",
            "dark",
        ][self.0]
    }
}

struct Line {
    group: usize,
    emoji: String,
    name: String,
    /// Everything it may be looked for by, in lower case.
    words: String,
    tones: Vec<String>,
}

impl Line {
    fn in_tone(&self, tone: Tone) -> Emoji {
        let toned = tone.0.checked_sub(1).and_then(|tone| self.tones.get(tone));
        Emoji {
            emoji: toned.unwrap_or(&self.emoji).clone(),
            name: self.name.clone(),
        }
    }
}

/// All of them.
pub struct Table(Vec<Line>);

impl Table {
    fn read(text: &str) -> Self {
        let lines = text.lines().filter_map(|line| {
            let mut columns = line.split('\t');
            let mut next = || columns.next();
            let (group, emoji, name, shortcodes, tones) =
                (next()?, next()?, next()?, next()?, next()?);
            Some(Line {
                group: group.parse().ok()?,
                emoji: emoji.to_owned(),
                name: name.to_owned(),
                words: format!("{name} {}", shortcodes.replace('_', " ")),
                tones: tones.split_whitespace().map(str::to_owned).collect(),
            })
        });
        Self(lines.collect())
    }

    /// Those of a group.
    pub fn group(&self, group: usize, tone: Tone) -> Vec<Emoji> {
        let lines = self.0.iter().filter(|line| line.group == group);
        lines.map(|line| line.in_tone(tone)).collect()
    }

    /// Those with words that begin with each word of a query, those whose name does first.
    pub fn find(&self, query: &str, max: usize, tone: Tone) -> Vec<Emoji> {
        let query = query
            .trim_matches(':')
            .replace('_', " ")
            .to_ascii_lowercase();
        let wanted: Vec<&str> = query.split_whitespace().collect();
        let fits = |line: &&Line| {
            wanted.iter().all(|wanted| {
                let mut words = line.words.split_whitespace();
                words.any(|word| word.starts_with(wanted))
            })
        };
        let mut found: Vec<&Line> = self.0.iter().filter(fits).collect();
        found.sort_by_key(|line| !line.words.starts_with(&query));
        found.truncate(max);
        found.into_iter().map(|line| line.in_tone(tone)).collect()
    }
}

/// Gets the table, into a signal that may be gone by then.
pub fn load(table: RwSignal<Option<Table>>) {
    browser::spawn(async move {
        let text = until_some(async || {
            let text = http::get(ADDRESS).await;
            (text.is_some() || table.is_disposed()).then_some(text)
        });
        if let Some(text) = text.await {
            let _ = table.try_set(Some(Table::read(&String::from_utf8_lossy(&text))));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table::read(
            "0\t😀\tgrinning face\tgrinning\t\n\
             1\t👍\tthumbs up\t+1 thumbsup\t👍🏻 👍🏼 👍🏽 👍🏾 👍🏿\n\
             7\t❤️\tred heart\theart\t\n\
             7\t💔\tbroken heart\tbroken_heart\t\n\
             not a line\n",
        )
    }

    fn found(query: &str) -> Vec<String> {
        let found = table().find(query, 10, Tone::default());
        found.into_iter().map(|emoji| emoji.emoji).collect()
    }

    #[test]
    fn emoji_are_found_by_the_beginnings_of_their_names() {
        assert_eq!(found("grin"), ["😀"]);
        assert_eq!(found(":thumbsup:"), ["👍"]);
        assert_eq!(found("+1"), ["👍"]);
        assert_eq!(found("heart"), ["❤️", "💔"]);
        assert_eq!(found("heart br"), ["💔"]);
        assert_eq!(found("broken_h"), ["💔"]);
        assert!(found("nothing").is_empty());
    }

    #[test]
    fn a_tone_is_kept_and_counts_where_there_are_tones() {
        let tone = Tone::kept(Some("3"));
        assert_eq!(Tone::kept(Some(&tone.kept_as())), tone);
        assert_eq!(Tone::kept(Some("9")), Tone::default());
        let toned = |group| table().group(group, tone)[0].emoji.clone();
        assert_eq!((toned(1), toned(0)), ("👍🏽".to_owned(), "😀".to_owned()));
        let all: Vec<&str> = std::iter::successors(Some(tone), |tone| Some(tone.next()))
            .take(6)
            .map(Tone::hand)
            .collect();
        assert_eq!(all.len(), 6);
        assert_eq!(tone.next().next().next().word(), "none");
    }
}

//! `GET /api/v1/emoji`: all emoji there are, with their names, for those who let people choose one.

use std::{fmt::Write, sync::LazyLock};

use axum::{
    http::{HeaderValue, header},
    response::IntoResponse,
};
use emojis::{Emoji, Group};

/// How long a copy may be kept, in seconds: new ones come with a new server.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=86400");

static TABLE: LazyLock<String> = LazyLock::new(table);

/// A line for each emoji, in their usual order. Its columns, separated by tabs: the number of its group, the emoji, its name,
/// its short names (separated by blanks), its skin tones from light to dark (separated by blanks; empty where it has none).
pub async fn list() -> impl IntoResponse {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, KEPT),
    ];
    (headers, TABLE.as_str())
}

fn table() -> String {
    let mut table = String::new();
    for (number, group) in Group::iter().enumerate() {
        for emoji in group.emojis() {
            let shortcodes: Vec<&str> = emoji.shortcodes().collect();
            // The first is the emoji itself; those with two people have all pairs, of which a row of five is no choice.
            let tones: Vec<&str> = emoji
                .skin_tones()
                .map(|tones| tones.skip(1).map(Emoji::as_str).collect())
                .filter(|tones: &Vec<&str>| tones.len() == 5)
                .unwrap_or_default();
            writeln!(
                table,
                "{number}\t{}\t{}\t{}\t{}",
                emoji.as_str(),
                emoji.name(),
                shortcodes.join(" "),
                tones.join(" ")
            )
            .expect("a string takes all");
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_listed_may_be_reacted_with() {
        let lines: Vec<Vec<&str>> = TABLE
            .lines()
            .map(|line| line.split('\t').collect())
            .collect();
        assert!(lines.len() > 1_500, "{}", lines.len());
        for line in &lines {
            let [group, emoji, name, _, tones] = line.as_slice() else {
                panic!("{line:?}");
            };
            assert!(group.parse::<u8>().is_ok_and(|group| group < 9), "{line:?}");
            assert!(!name.is_empty());
            for emoji in std::iter::once(*emoji).chain(tones.split_whitespace()) {
                assert!(emojis::get(emoji).is_some(), "{emoji}");
            }
        }
        let thumb = lines.iter().find(|line| line[1] == "👍").expect("a thumb");
        assert!(
            thumb[3].contains("+1") && thumb[4].starts_with("👍🏻"),
            "{thumb:?}"
        );
    }
}

//! Reads the small talk, `smalltalk/*.txt`: short exchanges between whoever is in a room, with blanks to fill in.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};

/// A few lines that belong together.
#[derive(Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The kind of room it fits (see [`super::cast::Setting::about`]); `None` fits everywhere.
    pub about: Option<&'static str>,
    /// When in a day it is said.
    pub hours: Hours,
    /// Who says it (0, 1 or 2, whoever they are) and what, with `{blanks}`.
    pub lines: Vec<(usize, &'static str)>,
}

/// The part of a day in which an exchange makes sense.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hours {
    #[default]
    Any,
    Morning,
    Evening,
    Night,
}

impl Exchange {
    /// How many different people it takes.
    pub fn people(&self) -> usize {
        1 + self.lines.iter().map(|(who, _)| *who).max().unwrap_or(0)
    }
}

/// What may stand in a blank.
pub type Blanks = HashMap<&'static str, Vec<&'static str>>;

/// All exchanges.
///
/// # Errors
/// The file and the fault, if one is not in its form.
pub fn exchanges() -> Result<Vec<Exchange>> {
    let files = [
        ("everyday", include_str!("smalltalk/everyday.txt")),
        ("happy", include_str!("smalltalk/happy.txt")),
        ("low", include_str!("smalltalk/low.txt")),
        ("tense", include_str!("smalltalk/tense.txt")),
        ("rooms", include_str!("smalltalk/rooms.txt")),
    ];
    let mut all = Vec::new();
    for (file, text) in files {
        for paragraph in text.split("\n\n").filter(|text| !text.starts_with('#')) {
            let exchange = parse(paragraph.trim());
            all.push(exchange.with_context(|| format!("smalltalk/{file}.txt: {paragraph}"))?);
        }
    }
    Ok(all)
}

/// All blanks, from `smalltalk/slots.txt`.
///
/// # Errors
/// The line that is not in its form.
pub fn blanks() -> Result<Blanks> {
    let lines = include_str!("smalltalk/slots.txt").lines();
    lines
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (name, values) = line.split_once(": ").with_context(|| line.to_owned())?;
            let values: Vec<_> = values.split(" | ").collect();
            ensure!(values.len() > 1, "{name} has nothing to choose from");
            Ok((name, values))
        })
        .collect()
}

fn parse(paragraph: &'static str) -> Result<Exchange> {
    let mut exchange = Exchange {
        about: None,
        hours: Hours::Any,
        lines: Vec::new(),
    };
    for line in paragraph.lines() {
        if let Some(words) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            for word in words.split_whitespace() {
                match word {
                    "morning" => exchange.hours = Hours::Morning,
                    "evening" => exchange.hours = Hours::Evening,
                    "night" => exchange.hours = Hours::Night,
                    about => exchange.about = Some(about),
                }
            }
            continue;
        }
        let (who, text) = line.split_once(": ").context("a line without a speaker")?;
        let who = ["a", "b", "c"].iter().position(|name| *name == who);
        exchange
            .lines
            .push((who.context("a speaker is a, b or c")?, text));
    }
    ensure!(!exchange.lines.is_empty(), "nothing is said");
    Ok(exchange)
}

/// Fills the blanks of a text with what `choose` picks for each name.
pub fn fill(text: &str, mut choose: impl FnMut(&str) -> Option<&'static str>) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled.push_str(choose(name).unwrap_or(name));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::{super::cast, *};

    #[test]
    fn an_exchange_says_where_and_when_it_fits() {
        let exchange = parse("[books night]\na: still up?\nb: one more page\nc: same")
            .expect("it is in its form");
        assert_eq!(exchange.about, Some("books"));
        assert_eq!(exchange.hours, Hours::Night);
        assert_eq!(exchange.people(), 3);
        assert!(parse("d: who am I").is_err());
        assert!(parse("[garden]").is_err());
    }

    #[test]
    fn every_exchange_fits_a_room_and_every_blank_can_be_filled() {
        let blanks = blanks().expect("they are in their form");
        for exchange in exchanges().expect("they are in their form") {
            let fits = |about| cast::ROOMS.iter().any(|room| room.about == about);
            assert!(exchange.about.is_none_or(fits), "{exchange:?}");
            for (_, text) in exchange.lines {
                fill(text, |name| {
                    assert!(blanks.contains_key(name), "{name} in {text}");
                    None
                });
            }
        }
    }

    #[test]
    fn blanks_are_filled_where_they_stand() {
        let check = |text, expected: &str| {
            assert_eq!(
                fill(text, |name| (name == "dish").then_some("soup")),
                expected
            );
        };
        check("{dish} again, {dish}!", "soup again, soup!");
        check("plain", "plain");
    }
}

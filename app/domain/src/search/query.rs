//! What somebody looks for, as they typed it.

use std::{ops::Range, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{
    letters::{Script, Word, words},
    near,
    terms::{self, Has, LETTERS_MAX, Term},
};
use crate::time::day_of_iso;

/// Longest query, in characters.
pub const QUERY_MAX: usize = 200;
/// Most words and filters in one.
pub const PARTS_MAX: usize = 16;

/// Why a query was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Error)]
#[error("{reason:?}: {value}")]
pub struct QueryError {
    /// Why.
    pub reason: QueryReason,
    /// What it is about, as typed; empty where it is about all of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// See [`QueryError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueryReason {
    /// More than [`QUERY_MAX`] characters.
    TooLong,
    /// More than [`PARTS_MAX`] words and filters.
    TooMany,
    /// No day like `2026-11-30`.
    NoDay,
    /// Nothing that a message can have, or be asked for.
    NoSuchThing,
    /// Nobody has this username. Found out by whoever knows the people.
    NoSuchPerson,
    /// None of the viewer's rooms is called so. Found out by whoever knows the rooms.
    NoSuchRoom,
}

impl QueryError {
    /// Of a part of a query.
    #[must_use]
    pub fn about(reason: QueryReason, value: &str) -> Self {
        let value = value.to_owned();
        Self { reason, value }
    }
}

/// How exactly words have to be as they are typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closeness {
    /// Letter by letter.
    #[default]
    Exact,
    /// One letter may be wrong, two in a word of eight or more.
    Near,
}

/// A query, read.
///
/// Words, each of which a message must have somewhere, those of one or two letters at the beginning of a word; `"several
/// words"` as they are; `-word` for what it must not have; and filters: `from:` a username or `me`, `in:` a room, `has:`
/// `link` or `code`, `before:`, `after:` and `on:` a day. Several people are any of them, and so are several rooms.
#[derive(Clone, Debug, Default)]
pub struct Query {
    wanted: Vec<Wanted>,
    unwanted: Vec<Wanted>,
    /// Usernames, any of which is to be the author; `me` is the viewer.
    pub from: Vec<String>,
    /// Names of rooms, any of which it is to be in.
    pub within: Vec<String>,
    /// What it is to have.
    pub has: Vec<Has>,
    /// The first day on which it may have been said, counted from 1970-01-01.
    pub first_day: Option<i64>,
    /// The last day on which it may have been said.
    pub last_day: Option<i64>,
}

/// Words that stand beside each other; mostly only one.
#[derive(Clone, Debug)]
struct Wanted {
    words: Vec<Word>,
    /// Whole words, as typed.
    is_quoted: bool,
}

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        if text.chars().count() > QUERY_MAX {
            return Err(QueryError::about(QueryReason::TooLong, ""));
        }
        let mut query = Self::default();
        let mut rest = text.trim_start();
        let mut count = 0;
        while !rest.is_empty() {
            count += 1;
            if count > PARTS_MAX {
                return Err(QueryError::about(QueryReason::TooMany, ""));
            }
            rest = query.read(rest)?.trim_start();
        }
        Ok(query)
    }
}

impl Query {
    /// Reads the next part; answers what follows it.
    fn read<'a>(&mut self, text: &'a str) -> Result<&'a str, QueryError> {
        if let Some((name, value)) = text.split_once(':')
            && let Some(filter) = Filter::of(name)
        {
            let (value, _, rest) = value_of(value);
            // Typed half-way, it asks for nothing yet.
            if !value.is_empty() {
                self.narrow(filter, value)?;
            }
            return Ok(rest);
        }
        let (is_unwanted, text) = match text.strip_prefix('-') {
            Some(after) if !after.starts_with(char::is_whitespace) => (true, after),
            _ => (false, text),
        };
        let (value, is_quoted, rest) = value_of(text);
        let words = words(value, LETTERS_MAX);
        if !words.is_empty() {
            let part = Wanted { words, is_quoted };
            match is_unwanted {
                true => self.unwanted.push(part),
                false => self.wanted.push(part),
            }
        }
        Ok(rest)
    }

    fn narrow(&mut self, filter: Filter, value: &str) -> Result<(), QueryError> {
        let day = || day_of_iso(value).ok_or_else(|| QueryError::about(QueryReason::NoDay, value));
        match filter {
            Filter::From => self.from.push(value.trim_start_matches('@').to_lowercase()),
            Filter::In => self.within.push(value.trim_start_matches('#').to_owned()),
            Filter::Has => {
                let known = Has::ALL
                    .iter()
                    .find(|(word, _)| word.eq_ignore_ascii_case(value));
                let (_, has) =
                    known.ok_or_else(|| QueryError::about(QueryReason::NoSuchThing, value))?;
                self.has.push(*has);
            }
            Filter::Before => {
                let last = day()? - 1;
                self.end(last);
            }
            Filter::After => {
                let first = day()? + 1;
                self.begin(first);
            }
            Filter::On => {
                let day = day()?;
                self.begin(day);
                self.end(day);
            }
        }
        Ok(())
    }

    fn begin(&mut self, first: i64) {
        self.first_day = Some(self.first_day.map_or(first, |day| day.max(first)));
    }

    fn end(&mut self, last: i64) {
        self.last_day = Some(self.last_day.map_or(last, |day| day.min(last)));
    }

    /// It asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self {
            wanted,
            unwanted: _,
            from,
            within,
            has,
            first_day,
            last_day,
        } = self;
        wanted.is_empty()
            && from.is_empty()
            && within.is_empty()
            && has.is_empty()
            && first_day.is_none()
            && last_day.is_none()
    }

    /// Something in it may be misspelt.
    #[must_use]
    pub fn may_be_near(&self) -> bool {
        self.wanted.iter().any(|part| part.loose().is_some())
    }

    /// What the terms of every message that it finds fulfil: of each of these, one alternative wholly. People and rooms are not
    /// in it.
    #[must_use]
    pub fn terms(&self, closeness: Closeness) -> Vec<Vec<Vec<Term>>> {
        let has = self.has.iter().map(|has| vec![vec![Term::of_has(*has)]]);
        let wanted = self
            .wanted
            .iter()
            .map(|part| match (closeness, part.loose()) {
                // Whatever has it letter by letter counts too: only another word may be misspelt.
                (Closeness::Near, Some(word)) => {
                    let mut any = near::terms(&word.letters);
                    any.push(part.terms());
                    any
                }
                _ => vec![part.terms()],
            });
        wanted.chain(has).collect()
    }

    /// Where a text has what is looked for, in bytes, in order and apart; none: it has not all of it, or what it must not have.
    #[must_use]
    pub fn find(&self, text: &str, closeness: Closeness) -> Option<Vec<Range<usize>>> {
        let text = words(text, LETTERS_MAX);
        let mut places = Vec::new();
        for part in &self.unwanted {
            if part.find(&text, &mut Vec::new()) {
                return None;
            }
        }
        for part in &self.wanted {
            let is_there = match (closeness, part.loose()) {
                (Closeness::Near, Some(word)) => {
                    let is_near = near::find(&word.letters, &text, &mut places);
                    part.find(&text, &mut places) || is_near
                }
                _ => part.find(&text, &mut places),
            };
            if !is_there {
                return None;
            }
        }
        Some(apart(places))
    }
}

#[derive(Clone, Copy)]
enum Filter {
    From,
    In,
    Has,
    Before,
    After,
    On,
}

impl Filter {
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "from" => Self::From,
            "in" => Self::In,
            "has" => Self::Has,
            "before" => Self::Before,
            "after" => Self::After,
            "on" => Self::On,
            _ => return None,
        })
    }
}

/// What a part says, whether it stood between quotation marks, and what follows it. Without an end, a quotation goes on to
/// the end.
fn value_of(text: &str) -> (&str, bool, &str) {
    match text.strip_prefix(['"', '“', '”', '„']) {
        Some(inside) => {
            let (value, rest) = inside.split_once(['"', '”', '“']).unwrap_or((inside, ""));
            (value.trim(), true, rest)
        }
        None => {
            let end = text.find(char::is_whitespace).unwrap_or(text.len());
            (&text[..end], false, &text[end..])
        }
    }
}

impl Wanted {
    /// The word that may be misspelt, if it is one.
    fn loose(&self) -> Option<&Word> {
        match self.words.as_slice() {
            [word] if !self.is_quoted && near::may_be(word) => Some(word),
            _ => None,
        }
    }

    fn terms(&self) -> Vec<Term> {
        let mut found = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let may_begin_before = at == 0 && !self.is_quoted && terms::is_found_anywhere(word);
            found.extend(match may_begin_before {
                true => terms::of_part(word.script, &word.letters),
                false => terms::of_beginning(word.script, &word.letters),
            });
        }
        found
    }

    /// Whether it is in the text, and where.
    fn find(&self, text: &[Word], places: &mut Vec<Range<usize>>) -> bool {
        let before = places.len();
        for at in 0..(text.len() + 1).saturating_sub(self.words.len()) {
            let here = &text[at..at + self.words.len()];
            match self.words.as_slice() {
                [word] => self.find_word(word, &here[0], places),
                _ => places.extend(self.find_row(here)),
            }
        }
        places.len() > before
    }

    /// All of one word in another.
    fn find_word(&self, word: &Word, text: &Word, places: &mut Vec<Range<usize>>) {
        let whole = word.letters.len();
        let is_whole_only = self.is_quoted && word.script == Script::Spaced;
        if is_whole_only || !terms::is_found_anywhere(word) {
            let fits = match is_whole_only {
                true => text.letters == word.letters,
                false => text.letters.starts_with(&word.letters),
            };
            places.extend(fits.then(|| text.place(0..whole)));
            return;
        }
        let mut from = 0;
        while let Some(at) = text.find(&word.letters, from) {
            places.push(text.place(at..at + whole));
            from = at + whole;
        }
    }

    /// Several words that stand beside each other as in this part of a text: the first may end one, the last begin one.
    fn find_row(&self, text: &[Word]) -> Option<Range<usize>> {
        let last = self.words.len() - 1;
        let (mut start, mut end) = (0, 0);
        for (at, (word, there)) in self.words.iter().zip(text).enumerate() {
            let is_spaced = word.script == Script::Spaced;
            let may_be_part = !(self.is_quoted && is_spaced);
            let (length, all) = (word.letters.len(), there.letters.len());
            let fits = match at {
                0 if may_be_part && terms::is_found_anywhere(word) => {
                    there.letters.ends_with(&word.letters)
                }
                at if at == last && may_be_part => there.letters.starts_with(&word.letters),
                _ => there.letters == word.letters,
            };
            if !fits {
                return None;
            }
            if at == 0 {
                start = there.place(all - length..all).start;
            }
            if at == last {
                end = there.place(0..length).end;
            }
        }
        Some(start..end)
    }
}

/// In order, and those that touch as one.
fn apart(mut places: Vec<Range<usize>>) -> Vec<Range<usize>> {
    places.sort_unstable_by_key(|place| (place.start, place.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for place in places {
        match apart.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => apart.push(place),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Query {
        text.parse()
            .unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    /// The places that `query` finds, marked.
    fn marked(query: &str, text: &str, closeness: Closeness) -> Option<String> {
        let places = read(query).find(text, closeness)?;
        let mut out = String::new();
        let mut from = 0;
        for place in places {
            out += &format!("{}[{}]", &text[from..place.start], &text[place.clone()]);
            from = place.end;
        }
        Some(out + &text[from..])
    }

    fn check(query: &str, text: &str, expected: Option<&str>) {
        let found = marked(query, text, Closeness::Exact);
        assert_eq!(found.as_deref(), expected, "{query:?} in {text:?}");
        let of_text = terms::terms(text);
        let mut fulfilled = read(query).terms(Closeness::Exact).into_iter();
        let is_brought = fulfilled.all(|any| {
            any.iter()
                .any(|all| all.iter().all(|term| of_text.contains(term)))
        });
        assert!(
            is_brought || found.is_none(),
            "{query:?} is not brought: {text:?}"
        );
    }

    #[test]
    fn words_and_their_parts_are_found() {
        check("morning", "Good Morning!", Some("Good [Morning]!"));
        check("orn", "Good morning, worn", Some("Good m[orn]ing, w[orn]"));
        check(
            "mo",
            "Good morning, tomorrow",
            Some("Good [mo]rning, tomorrow"),
        );
        check("good night", "Night is good", Some("[Night] is [good]"));
        check("good night", "Good morning", None);
        check("strasse", "Die Straße", Some("Die [Straße]"));
        check("cafe", "im Café", Some("im [Café]"));
        check("don't", "I don’t know", Some("I [don’t] know"));
        check(
            "user_id",
            "a user id, user_id",
            Some("a [user id], [user_id]"),
        );
        check(
            "example.org/a",
            "see https://example.org/about",
            Some("see https://[example.org/a]bout"),
        );
        check("", "anything", Some("anything"));
    }

    #[test]
    fn quotations_are_whole_words_beside_each_other() {
        check(
            "\"good morning\"",
            "A good, morning",
            Some("A [good, morning]"),
        );
        check("\"good morn\"", "A good morning", None);
        check("\"morn\"", "morning", None);
        check("“good morning", "good morning", Some("[good morning]"));
        check("\"\" x", "x", Some("[x]"));
    }

    #[test]
    fn scripts_without_blanks_are_found_from_one_letter_on() {
        check("手机", "我喜欢手机", Some("我喜欢[手机]"));
        check("欢", "我喜欢手机", Some("我喜[欢]手机"));
        check("我机", "我喜欢手机", None);
        check(
            "iphone手机",
            "我喜欢iPhone手机的",
            Some("我喜欢[iPhone手机]的"),
        );
        check("東京", "東京都 東京", Some("[東京]都 [東京]"));
        check("🎉", "yes 🎉🎉", Some("yes [🎉🎉]"));
    }

    #[test]
    fn what_is_not_wanted_is_left_out() {
        check("cat -dog", "a cat", Some("a [cat]"));
        check("cat -dog", "a cat and a dog", None);
        check("cat - dog", "a cat and a dog", Some("a [cat] and a [dog]"));
    }

    #[test]
    fn filters_are_read_where_they_stand() {
        let query = read(
            "lunch from:@Ada from:me in:\"Garden club\" in:#team has:LINK after:2026-11-01 before:2026-11-30",
        );
        assert_eq!(query.from, ["ada", "me"]);
        assert_eq!(query.within, ["Garden club", "team"]);
        assert_eq!(query.has, [Has::Link]);
        assert_eq!(query.first_day, day_of_iso("2026-11-02"));
        assert_eq!(query.last_day, day_of_iso("2026-11-29"));
        let on = read("on:2026-11-30");
        assert_eq!((on.first_day, on.last_day), (Some(20_787), Some(20_787)));
        let none = read("on:2026-11-30 before:2026-11-01");
        assert!(none.first_day > none.last_day, "filters narrow each other");
        assert!(!on.is_empty());
        assert!(read("from: ").is_empty());
        assert!(read(" - ").is_empty());
        assert!(
            read("-dog").is_empty(),
            "what is not wanted alone finds everything"
        );
        check("at 12:30", "at 12:30", Some("[at] [12:30]"));
    }

    #[test]
    fn what_cannot_be_asked_is_told() {
        use QueryReason::{NoDay, NoSuchThing, TooLong, TooMany};
        let check = |text: &str, reason, value: &str| {
            let told = QueryError::about(reason, value);
            assert_eq!(text.parse::<Query>().err(), Some(told), "{text:?}");
        };
        check("before:soon", NoDay, "soon");
        check("on:2026-02-30", NoDay, "2026-02-30");
        check("has:cheese", NoSuchThing, "cheese");
        check(&"a ".repeat(17), TooMany, "");
        check(&"a".repeat(201), TooLong, "");
    }

    #[test]
    fn near_words_are_found_where_they_are_asked_for() {
        let check = |query: &str, text: &str, expected: Option<&str>| {
            let found = marked(query, text, Closeness::Near);
            assert_eq!(found.as_deref(), expected, "{query:?} in {text:?}");
            let of_text = terms::terms(text);
            let is_brought = read(query).terms(Closeness::Near).iter().all(|any| {
                any.iter()
                    .any(|all| all.iter().all(|term| of_text.contains(term)))
            });
            assert!(
                is_brought || found.is_none(),
                "{query:?} is not brought: {text:?}"
            );
        };
        check("mesage", "two messages", Some("two [message]s"));
        check("tomorow", "until tomorrow", Some("until [tomorrow]"));
        check("definately", "definitely not", Some("[definitely] not"));
        check("morning", "good mornnig", Some("good [mornnig]"));
        // One word may be a part of another, letter by letter, while the next one is misspelt.
        check(
            "ssages wrold",
            "two messages to the world",
            Some("two me[ssages] to the [world]"),
        );
        check("lunch", "brunch", None);
        check("cat", "car", None);
        check("\"tomorow\"", "tomorrow", None);
        assert!(read("tomorow").may_be_near());
        assert!(!read("\"tomorow\" cat").may_be_near());
    }
}

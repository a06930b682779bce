//! Puts the written scenes and the small talk together: what is said in each room in six weeks, by whom and when.
//!
//! The same seed gives the same history, so that pictures taken of the demo stay comparable.

use std::collections::HashMap;

use anyhow::{Result, ensure};
use domain::Timestamp;
use rand::{
    RngExt, SeedableRng,
    rngs::StdRng,
    seq::{IndexedRandom, SliceRandom},
};

use super::{
    cast::{CHARACTERS, DAYS, ROOMS},
    exchange::{self, Blanks, Exchange, Hours},
    script::{self, Scene, Start},
};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// One message.
#[derive(Debug)]
pub struct Said {
    /// Place in [`CHARACTERS`].
    pub author: usize,
    pub body: String,
    pub sent_at: Timestamp,
}

/// Everything said in one room.
#[derive(Debug, Default)]
pub struct Talk {
    /// In the order of time.
    pub messages: Vec<Said>,
    /// How many of them a person (place in [`CHARACTERS`]) has read, where that is not all.
    pub read: HashMap<usize, usize>,
}

/// The talk of every room, in the order of [`ROOMS`].
///
/// # Errors
/// If a file of talks is not in its form, or a scene would reach into the future.
pub fn write(now: Timestamp, seed: u64) -> Result<Vec<Talk>> {
    let scenes = script::scenes()?;
    let exchanges = exchange::exchanges()?;
    let blanks = exchange::blanks()?;
    let mut random = StdRng::seed_from_u64(seed);
    let mut talks = Vec::new();
    for room in 0..ROOMS.len() {
        let mut days = RoomDays::default();
        for scene in scenes.iter().filter(|scene| scene.room == room) {
            days.play(scene, now, &mut random)?;
        }
        days.chat(room, &exchanges, &blanks, now, &mut random);
        talks.push(days.finish());
    }
    Ok(talks)
}

/// A talk of this many numbered messages between the two guests, made of all that is said elsewhere.
///
/// # Errors
/// As [`write`].
pub fn long(now: Timestamp, count: usize, seed: u64) -> Result<Talk> {
    let scenes = script::scenes()?;
    let texts: Vec<&str> = scenes
        .iter()
        .flat_map(|scene| scene.lines.iter().map(|line| line.text.as_str()))
        .collect();
    let mut random = StdRng::seed_from_u64(seed);
    let mut at = now.0 - DAY / 4;
    let mut messages = Vec::with_capacity(count);
    // Backwards from now, so that the newest is recent however many there are.
    for index in (0..count).rev() {
        messages.push(Said {
            author: random.random_range(0..2),
            body: format!("{}. {}", index + 1, texts[index % texts.len()]),
            sent_at: Timestamp(at),
        });
        at -= random.random_range(2_000..8 * MINUTE);
    }
    messages.reverse();
    Ok(Talk {
        messages,
        read: HashMap::new(),
    })
}

/// When this history begins: rooms and accounts are as old.
#[must_use]
pub fn beginning(now: Timestamp) -> Timestamp {
    Timestamp((now.utc_day() - DAYS) * DAY + 8 * 60 * MINUTE)
}

/// Messages that follow each other without another conversation between them.
struct Run {
    messages: Vec<Said>,
    unread: Vec<(usize, usize)>,
}

impl Run {
    fn begins(&self) -> i64 {
        self.messages.first().map_or(0, |said| said.sent_at.0)
    }

    fn ends(&self) -> i64 {
        self.messages.last().map_or(0, |said| said.sent_at.0)
    }
}

#[derive(Default)]
struct RoomDays {
    runs: Vec<Run>,
}

impl RoomDays {
    fn play(&mut self, scene: &Scene, now: Timestamp, random: &mut StdRng) -> Result<()> {
        let mut at = match scene.start {
            Start::Day { days_ago, minute } => {
                (now.utc_day() - days_ago) * DAY + minute * MINUTE + random.random_range(0..MINUTE)
            }
            Start::Ago { minutes } => now.0 - minutes * MINUTE,
        };
        let mut run = Run {
            messages: Vec::new(),
            unread: Vec::new(),
        };
        for (index, line) in scene.lines.iter().enumerate() {
            at += line.pause * MINUTE;
            if index > 0 {
                at += typing(&line.text, random);
            }
            run.unread
                .extend(line.unread_by.iter().map(|person| (*person, index)));
            run.messages.push(Said {
                author: line.author,
                body: line.text.clone(),
                sent_at: Timestamp(at),
            });
        }
        ensure!(run.ends() < now.0, "a scene ends in the future: {scene:?}");
        self.runs.push(run);
        Ok(())
    }

    /// Fills the days with exchanges that fit the room, none of them twice, none inside another conversation.
    fn chat(
        &mut self,
        room: usize,
        exchanges: &[Exchange],
        blanks: &Blanks,
        now: Timestamp,
        random: &mut StdRng,
    ) {
        let setting = &ROOMS[room];
        let mut deck: Vec<&Exchange> = exchanges
            .iter()
            .filter(|exchange| exchange.about.is_none_or(|about| about == setting.about))
            .filter(|exchange| exchange.people() <= setting.members.len())
            .collect();
        deck.shuffle(random);
        let mut members: Vec<usize> = setting
            .members
            .iter()
            .filter_map(|name| super::cast::character(name))
            .collect();
        let mut last_choice = HashMap::new();
        for exchange in deck.into_iter().take(setting.exchanges) {
            members.shuffle(random);
            let run = converse(exchange, &members, blanks, &mut last_choice, random);
            self.place(run, exchange.hours, now, random);
        }
    }

    /// Moves a run that begins at time zero to a free moment.
    fn place(&mut self, mut run: Run, hours: Hours, now: Timestamp, random: &mut StdRng) {
        const SILENCE: i64 = 12 * MINUTE;
        loop {
            let day = now.utc_day() - random.random_range(1..DAYS);
            let begins = day * DAY + minute_of_day(hours, random) * MINUTE;
            let ends = begins + run.ends();
            let is_free = self
                .runs
                .iter()
                .all(|other| ends + SILENCE < other.begins() || other.ends() + SILENCE < begins);
            // Nothing may stand after what is left unread.
            if is_free && ends < now.0 - 5 * 60 * MINUTE {
                for said in &mut run.messages {
                    said.sent_at = said.sent_at.plus_ms(begins);
                }
                self.runs.push(run);
                return;
            }
        }
    }

    fn finish(mut self) -> Talk {
        self.runs.sort_by_key(Run::begins);
        let mut talk = Talk::default();
        for run in self.runs {
            let before = talk.messages.len();
            for (person, index) in run.unread {
                talk.read.entry(person).or_insert(before + index);
            }
            talk.messages.extend(run.messages);
        }
        talk
    }
}

/// An exchange between the first of these people, beginning at time zero.
fn converse(
    exchange: &Exchange,
    people: &[usize],
    blanks: &Blanks,
    last_choice: &mut HashMap<String, &'static str>,
    random: &mut StdRng,
) -> Run {
    let mut chosen: HashMap<String, &'static str> = HashMap::new();
    let mut at = 0;
    let mut messages = Vec::new();
    for (who, text) in &exchange.lines {
        let body = exchange::fill(text, |name| {
            if let Some(choice) = chosen.get(name) {
                return Some(*choice);
            }
            let values = blanks.get(name)?;
            let fresh: Vec<_> = values
                .iter()
                .copied()
                .filter(|value| last_choice.get(name) != Some(value))
                .collect();
            let choice = *fresh.choose(random)?;
            last_choice.insert(name.to_owned(), choice);
            chosen.insert(name.to_owned(), choice);
            Some(choice)
        });
        at += typing(&body, random);
        let author = people[*who];
        messages.push(Said {
            author,
            body: in_the_manner_of(author, body),
            sent_at: Timestamp(at),
        });
    }
    Run {
        messages,
        unread: Vec::new(),
    }
}

fn in_the_manner_of(author: usize, body: String) -> String {
    let mut letters = body.chars();
    match letters.next() {
        Some(first) if CHARACTERS[author].capitals => first.to_uppercase().chain(letters).collect(),
        _ => body,
    }
}

/// How long it takes to read, think and type this, in milliseconds.
fn typing(text: &str, random: &mut StdRng) -> i64 {
    let letters = i64::try_from(text.chars().count()).unwrap_or(0);
    4_000 + letters * 110 + random.random_range(0..20_000)
}

/// People talk at breakfast, at noon and most of all in the evening.
fn minute_of_day(hours: Hours, random: &mut StdRng) -> i64 {
    let range = match hours {
        Hours::Morning => 6 * 60 + 40..9 * 60 + 30,
        Hours::Evening => 16 * 60 + 30..19 * 60,
        Hours::Night => 22 * 60 + 10..23 * 60 + 40,
        Hours::Any => match random.random_range(0..10) {
            0..2 => 7 * 60..9 * 60,
            2..5 => 11 * 60 + 30..14 * 60,
            5..6 => 14 * 60..17 * 60,
            _ => 17 * 60..22 * 60 + 30,
        },
    };
    random.random_range(range)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_417_200_000);

    #[test]
    fn the_same_seed_tells_the_same_history() {
        let texts = |seed| -> Vec<String> {
            let talks = write(NOW, seed).expect("it can be written");
            talks
                .into_iter()
                .flat_map(|talk| talk.messages)
                .map(|said| said.body)
                .collect()
        };
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
    }

    #[test]
    fn some_thousands_of_messages_in_order_and_in_the_past() {
        // At every hour of a day, as scenes are told from now backwards.
        for hour in 0..24 {
            let now = NOW.plus_ms(hour * 60 * MINUTE);
            let talks = write(now, 7).expect("it can be written");
            let count: usize = talks.iter().map(|talk| talk.messages.len()).sum();
            assert!((2_500..5_000).contains(&count), "{count}");
            for talk in &talks {
                assert!(talk.messages.is_sorted_by_key(|said| said.sent_at));
                for said in &talk.messages {
                    assert!(said.sent_at < now && said.sent_at > beginning(now));
                    assert!(!said.body.contains(['{', '}']), "{}", said.body);
                    assert!(domain::text::body(&said.body).as_deref() == Ok(said.body.as_str()));
                }
            }
        }
    }

    #[test]
    fn both_guests_have_something_to_read_and_nobody_else_has() {
        let talks = write(NOW, 7).expect("it can be written");
        for guest in super::super::cast::GUESTS {
            let guest = super::super::cast::character(guest).expect("they live here");
            let unread: usize = talks
                .iter()
                .filter_map(|talk| Some(talk.messages.len() - talk.read.get(&guest)?))
                .sum();
            assert!((5..60).contains(&unread), "{unread}");
        }
        let readers = talks.iter().flat_map(|talk| talk.read.keys());
        assert!(readers.into_iter().all(|person| *person < 2));
    }
}

//! Replays labelled texts as a conversation and reports how often the room shows their mood.
//!
//! `cargo run --release -p mood --example replay -- <folder with the labelled texts>`
//!
//! Two people talk in turns, a line every five seconds, in runs of six to eight lines that people
//! gave the same mood. The room is asked after each line, as someone looking at it would see it.

mod corpus;

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::path::PathBuf;

use corpus::load;
use mood::{DraftMood, Mood, RoomMood, read};

const FILES: [&str; 2] = ["goemotions.dev", "xed_en.dev"];
const LINE_MS: u64 = 5_000;
/// Lines of a run that may still show the mood before it.
const SETTLING: usize = 2;
const RUNS: usize = 400;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        env::args()
            .nth(1)
            .ok_or("the folder with the labelled texts is missing")?,
    );
    for name in FILES {
        let mut by_mood: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for text in load(&folder, name)? {
            if let Some(mood) = text.mood() {
                by_mood.entry(mood.index()).or_default().push(text.text);
            }
        }
        println!("\n## {name}, {RUNS} runs");
        replay(&by_mood);
        type_drafts(&by_mood);
    }
    Ok(())
}

/// What was counted for one mood.
#[derive(Clone, Copy, Default)]
struct Count {
    lines: usize,
    right: usize,
    settled: usize,
    settled_right: usize,
    /// Lines that alone read as the mood.
    alone: usize,
    shown: [usize; 4],
}

fn replay(texts: &BTreeMap<usize, Vec<String>>) {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut room = RoomMood::default();
    let (mut now, mut flips, mut changes, mut last) = (0, 0, 0, Mood::Neutral);
    let mut counts = [Count::default(); 4];
    let mut before = None;
    for _ in 0..RUNS {
        let mood = loop {
            let mood = Mood::ALL[next(&mut random) % 4];
            if before != Some(mood) {
                break mood;
            }
        };
        changes += 1;
        before = Some(mood);
        let lines = &texts[&mood.index()];
        for i in 0..6 + next(&mut random) % 3 {
            now += LINE_MS;
            let reading = read(&lines[next(&mut random) % lines.len()]);
            room.hear(i as u128 % 2, now, &reading);
            let shown = room.shown().mood;
            flips += usize::from(shown != last);
            last = shown;
            let count = &mut counts[mood.index()];
            count.lines += 1;
            count.right += usize::from(shown == mood);
            count.alone += usize::from(reading.mood() == mood);
            count.shown[shown.index()] += 1;
            if i >= SETTLING {
                count.settled += 1;
                count.settled_right += usize::from(shown == mood);
            }
        }
    }
    let of = |part: usize, all: usize| 100.0 * part as f32 / all.max(1) as f32;
    for mood in Mood::ALL {
        let c = counts[mood.index()];
        let shown: Vec<String> = Mood::ALL
            .iter()
            .map(|m| format!("{} {:.0}", m.name(), of(c.shown[m.index()], c.lines)))
            .collect();
        println!(
            "  {:8} agrees {:.1} % ({:.1} % from the third line on; a line alone {:.1} %); shown: {}",
            mood.name(),
            of(c.right, c.lines),
            of(c.settled_right, c.settled),
            of(c.alone, c.lines),
            shown.join(", ")
        );
    }
    let lines: usize = counts.iter().map(|c| c.lines).sum();
    let right: usize = counts.iter().map(|c| c.right).sum();
    let wrong: usize = Mood::ALL
        .iter()
        .map(|m| {
            (0..3)
                .filter(|s| *s != m.index())
                .map(|s| counts[m.index()].shown[s])
                .sum::<usize>()
        })
        .sum();
    println!(
        "  all {:.1} %; a wrong colour {:.1} %; {:.1} flips per 100 messages ({:.1} by the labels)",
        of(right, lines),
        of(wrong, lines),
        of(flips, lines),
        of(changes, lines)
    );
}

/// Types every text letter by letter and counts how often its colour changes and is wrong.
fn type_drafts(texts: &BTreeMap<usize, Vec<String>>) {
    let (mut drafts, mut flips, mut keys, mut wrong) = (0, 0, 0, 0);
    for (mood, text) in texts
        .iter()
        .flat_map(|(mood, texts)| texts.iter().map(move |t| (*mood, t)))
    {
        drafts += 1;
        let mut draft = DraftMood::new(mood::Model::bundled().clone());
        let mut last = Mood::Neutral;
        for (i, (at, c)) in text.char_indices().enumerate() {
            draft.feed(&text[..at + c.len_utf8()], i as u64 * 150);
            let shown = draft.mood();
            keys += 1;
            flips += usize::from(shown != last);
            wrong += usize::from(shown != Mood::Neutral && shown.index() != mood);
            last = shown;
        }
    }
    println!(
        "  drafts: {:.2} flips a message, {:.1} % of the keystrokes under a wrong colour",
        flips as f32 / drafts as f32,
        100.0 * wrong as f32 / keys as f32
    );
}

fn next(random: &mut u64) -> usize {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    (*random >> 33) as usize
}

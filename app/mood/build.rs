//! Packs the word lists into static tables (`tables.rs` in the build directory).
//!
//! Sources: the polarity lexicon of the crate `vader_sentiment`, and the lists in `data/`. Words
//! are hashed at build time; a seed is searched for each table under which no two of its words
//! collide.

#[path = "src/hash.rs"]
mod hash;

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::path::Path;
use std::{env, fs};

use hash::{BUCKETS, hash, place};

const EMOTIONS: [&str; 7] = [
    "joy", "love", "sadness", "anger", "fear", "surprise", "neutral",
];
/// A learned weight is four bits: -7 to 7 steps.
const NIBBLE_ZERO: i32 = 7;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/hash.rs");
    println!("cargo:rerun-if-changed=data");

    let mut out = String::new();
    polarity(&mut out);
    signs(&mut out);
    learned(&mut out);
    chat(&mut out);

    let dir = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&dir).join("tables.rs"), out).expect("the build directory is writable");
}

/// The words of the lexicon with their polarity in tenths. Emoticons are left to our own list.
fn polarity(out: &mut String) {
    let is_word = |w: &str| {
        w.chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '\'' || c == '-')
            && w.chars().filter(char::is_ascii_alphabetic).count() > 1
    };
    let mut words: BTreeMap<String, i8> = vader_sentiment::LEXICON
        .iter()
        .map(|(word, value)| (word.to_lowercase(), (value * 10.0).round() as i8))
        .filter(|(word, _)| is_word(word))
        .collect();
    for (line, text) in lines("polarity.txt") {
        let (word, value) = text.split_once(' ').unwrap_or_else(|| broken(line, &text));
        let value: f64 = value.trim().parse().unwrap_or_else(|_| broken(line, &text));
        words.insert(word.to_owned(), (value * 10.0).round() as i8);
    }
    table(out, "POLARITY", "POLARITY_TENTHS", "i8", &words);
}

/// Emoji, emoticons and cue words: `emotion pull valence: item, item, ...` (emoji and emoticons
/// are parted by blanks instead).
fn signs(out: &mut String) {
    let mut all = BTreeMap::new();
    for (file, parted_by) in [
        ("emoji.txt", ' '),
        ("emoticons.txt", ' '),
        ("cues.txt", ','),
    ] {
        for (line, text) in lines(file) {
            let (head, items) = text.split_once(": ").unwrap_or_else(|| broken(line, &text));
            let mut head = head.split(' ');
            let emotion = head
                .next()
                .and_then(|name| EMOTIONS.iter().position(|e| *e == name))
                .unwrap_or_else(|| broken(line, &text));
            let mut tenths = || -> i32 {
                let value = head.next().and_then(|v| v.parse::<f64>().ok());
                (value.unwrap_or_else(|| broken(line, &text)) * 10.0).round() as i32
            };
            let (pull, valence) = (tenths(), tenths());
            for item in items
                .split(parted_by)
                .map(str::trim)
                .filter(|i| !i.is_empty())
            {
                let key = item.replace('\u{fe0f}', "");
                if all
                    .insert(key, format!("({emotion}, {pull}, {valence})"))
                    .is_some()
                {
                    panic!("{file}: {item} is listed twice");
                }
            }
        }
    }
    table(out, "SIGNS", "SIGN_VALUES", "(u8, i8, i8)", &all);
}

/// What `examples/fit.rs` wrote: `%step S`, `%dense NAME w*7`, and `word|first second w*7` lines.
fn learned(out: &mut String) {
    let mut rows = BTreeMap::new();
    let mut dense = String::new();
    let mut dense_rows = 0;
    let mut step = 1.0_f32;
    for (line, text) in lines("learned.tsv") {
        let (kind, rest) = text.split_once('\t').unwrap_or_else(|| broken(line, &text));
        match kind {
            "%step" => step = rest.parse().unwrap_or_else(|_| broken(line, &text)),
            "%dense" => {
                let row: Vec<&str> = rest.split('\t').skip(1).collect();
                assert_eq!(row.len(), 7, "learned.tsv line {line}");
                write!(dense, "[{}],", row.join(",")).expect("writing to a string");
                dense_rows += 1;
            }
            word => {
                let mut packed = 0_u32;
                for (c, value) in rest.split(' ').enumerate() {
                    let value: i32 = value.parse().unwrap_or_else(|_| broken(line, &text));
                    packed |= ((value + NIBBLE_ZERO) as u32) << (4 * c);
                }
                rows.insert(word.to_owned(), packed);
            }
        }
    }
    table(out, "LEARNED", "LEARNED_NIBBLES", "u32", &rows);
    writeln!(out, "static LEARNED_STEP: f32 = {step:?};").expect("writing to a string");
    writeln!(out, "static DENSE: [[f32; 7]; {dense_rows}] = [{dense}];")
        .expect("writing to a string");
}

/// Chat spellings: `short plain` a line.
fn chat(out: &mut String) {
    let words: BTreeMap<String, String> = lines("chat.txt")
        .into_iter()
        .map(|(line, text)| match text.split_once(' ') {
            Some((short, plain)) => (short.to_owned(), plain.trim().to_owned()),
            None => broken(line, &text),
        })
        .collect();
    let entries: Vec<String> = words
        .iter()
        .map(|(s, p)| format!("({s:?}, {p:?})"))
        .collect();
    writeln!(
        out,
        "static CHAT: [(&str, &str); {}] = [{}];",
        entries.len(),
        entries.join(",")
    )
    .expect("writing to a string");
}

/// Writes one hashed table and its values, in the order of the buckets.
fn table<V: Display>(
    out: &mut String,
    name: &str,
    values: &str,
    kind: &str,
    words: &BTreeMap<String, V>,
) {
    let (seed, mut placed) = (0..10_000)
        .find_map(|seed| {
            let mut placed: Vec<(usize, u16, &String)> = words
                .keys()
                .map(|word| {
                    let (bucket, remainder) = place(hash(seed, &[word.as_str()]));
                    (bucket, remainder, word)
                })
                .collect();
            placed.sort();
            let clash = placed
                .windows(2)
                .any(|w| (w[0].0, w[0].1) == (w[1].0, w[1].1));
            (!clash).then_some((seed, placed))
        })
        .expect("some seed keeps the words apart");
    placed.dedup();

    let mut starts = vec![0_usize; BUCKETS + 1];
    for (bucket, _, _) in &placed {
        starts[bucket + 1] += 1;
    }
    for i in 0..BUCKETS {
        starts[i + 1] += starts[i];
    }
    let list = |items: Vec<String>| items.join(",");
    let starts = list(starts.iter().map(ToString::to_string).collect());
    let remainders = list(placed.iter().map(|p| p.1.to_string()).collect());
    let entries = list(placed.iter().map(|p| words[p.2].to_string()).collect());
    writeln!(
        out,
        "static {name}: Table = Table {{ seed: {seed}, starts: &[{starts}], remainders: &[{remainders}] }};\n\
         static {values}: [{kind}; {}] = [{entries}];",
        placed.len()
    )
    .expect("writing to a string");
}

/// The lines of a list without blank lines and without comments (`## ...`).
fn lines(file: &str) -> Vec<(usize, String)> {
    let path = Path::new("data").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    text.lines()
        .enumerate()
        .filter(|(_, l)| !l.trim().is_empty() && !l.starts_with("## "))
        .map(|(i, l)| (i + 1, l.to_owned()))
        .collect()
}

fn broken<T>(line: usize, text: &str) -> T {
    panic!("line {line} cannot be read: {text}")
}

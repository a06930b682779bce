//! Packs the word lists into the model's file (`model.bin` in the build directory; `src/table.rs` tells its shape).
//!
//! Sources: the polarity lexicon of the crate `vader_sentiment`, and the lists in `data/`. Words
//! are hashed at build time; a seed is searched for each table under which no two of its words
//! collide.

#[path = "src/hash.rs"]
mod hash;

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use hash::{BUCKETS, MAGIC, hash, place};

const EMOTIONS: [&str; 7] = [
    "joy", "love", "sadness", "anger", "fear", "surprise", "neutral",
];
/// A learned weight is four bits: -7 to 7 steps.
const NIBBLE_ZERO: i32 = 7;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/hash.rs");
    println!("cargo:rerun-if-changed=data");

    let mut out = MAGIC.to_vec();
    polarity(&mut out);
    signs(&mut out);
    learned(&mut out);
    chat(&mut out);

    let dir = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&dir).join("model.bin"), out).expect("the build directory is writable");
}

/// The words of the lexicon with their polarity in tenths. Emoticons are left to our own list.
fn polarity(out: &mut Vec<u8>) {
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
    table(out, &words, |tenths| tenths.to_le_bytes());
}

/// Emoji, emoticons and cue words: `emotion pull valence: item, item, ...` (emoji and emoticons
/// are parted by blanks instead).
fn signs(out: &mut Vec<u8>) {
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
            let mut tenths = || -> i8 {
                let value = head.next().and_then(|v| v.parse::<f64>().ok());
                (value.unwrap_or_else(|| broken(line, &text)) * 10.0).round() as i8
            };
            let (pull, valence) = (tenths(), tenths());
            for item in items
                .split(parted_by)
                .map(str::trim)
                .filter(|i| !i.is_empty())
            {
                let key = item.replace('\u{fe0f}', "");
                if all.insert(key, (emotion as u8, pull, valence)).is_some() {
                    panic!("{file}: {item} is listed twice");
                }
            }
        }
    }
    table(out, &all, |(emotion, pull, valence)| {
        [*emotion, pull.cast_unsigned(), valence.cast_unsigned()]
    });
}

/// What `examples/fit.rs` wrote: `%step S`, `%dense NAME w*7`, and `word|first second w*7` lines.
fn learned(out: &mut Vec<u8>) {
    let mut rows = BTreeMap::new();
    let mut dense = Vec::new();
    let mut step = 1.0_f32;
    for (line, text) in lines("learned.tsv") {
        let (kind, rest) = text.split_once('\t').unwrap_or_else(|| broken(line, &text));
        match kind {
            "%step" => step = rest.parse().unwrap_or_else(|_| broken(line, &text)),
            "%dense" => {
                let row: Vec<&str> = rest.split('\t').skip(1).collect();
                assert_eq!(row.len(), 7, "learned.tsv line {line}");
                let weights = row.iter().map(|weight| weight.parse::<f32>());
                dense.extend(weights.map(|w| w.unwrap_or_else(|_| broken(line, &text))));
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
    table(out, &rows, |packed: &u32| packed.to_le_bytes());
    for weight in [step].iter().chain(&dense) {
        out.extend(weight.to_le_bytes());
    }
}

/// Chat spellings: `short plain` a line.
fn chat(out: &mut Vec<u8>) {
    let words: BTreeMap<String, String> = lines("chat.txt")
        .into_iter()
        .map(|(line, text)| match text.split_once(' ') {
            Some((short, plain)) => (short.to_owned(), plain.trim().to_owned()),
            None => broken(line, &text),
        })
        .collect();
    out.extend((words.len() as u32).to_le_bytes());
    for text in words.iter().flat_map(|(short, plain)| [short, plain]) {
        out.push(u8::try_from(text.len()).expect("spellings are short"));
        out.extend(text.bytes());
    }
}

/// Writes one hashed table and its values, in the order of the buckets.
fn table<V, const N: usize>(
    out: &mut Vec<u8>,
    words: &BTreeMap<String, V>,
    value: impl Fn(&V) -> [u8; N],
) {
    let (seed, placed) = (0..10_000)
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

    let mut counts = [0_u8; BUCKETS];
    for (bucket, _, _) in &placed {
        counts[*bucket] = counts[*bucket].checked_add(1).expect("buckets are small");
    }
    out.extend(u32::to_le_bytes(seed));
    out.extend(counts);
    for (_, remainder, _) in &placed {
        out.extend(remainder.to_le_bytes());
    }
    for (_, _, word) in &placed {
        out.extend(value(&words[*word]));
    }
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

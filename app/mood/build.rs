//! Packs the word lists (`lexicon.bin` in the build directory), and puts the trained net behind them: the model's file
//! (`model.bin`). `src/lexicon.rs` and `src/net.rs` tell their shapes.
//!
//! Sources: the polarity lexicon of the crate `vader_sentiment`, the lists in `data/`, and `data/net.bin`, which
//! `train` writes.

#[path = "src/hash.rs"]
mod hash;
#[path = "src/lists.rs"]
mod lists;
#[path = "src/pack.rs"]
mod pack;

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use hash::LEXICON;
use lists::{SignLine, lines};
use pack::table;

const EMOTIONS: [&str; 7] = [
    "joy", "love", "sadness", "anger", "fear", "surprise", "neutral",
];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/hash.rs");
    println!("cargo:rerun-if-changed=src/lists.rs");
    println!("cargo:rerun-if-changed=src/pack.rs");
    println!("cargo:rerun-if-changed=data");

    let mut out = LEXICON.to_vec();
    polarity(&mut out);
    signs(&mut out);
    chat(&mut out);
    write("lexicon.bin", &out);
    out.extend(fs::read("data/net.bin").expect("data/net.bin, which `train` writes"));
    write("model.bin", &out);
    languages();
}

/// A list of the other languages' files, as source: those that training wrote. They stand beside it in the build directory,
/// so that it names no place outside: checkouts may share a build directory.
fn languages() {
    let folder = Path::new("data/languages");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("data/languages")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".bin"))
        .collect();
    names.sort();
    let mut source = String::from(
        "/// The files of the other languages that are read, with the languages' two letters. Browsers fetch them.\n\
         pub const LANGUAGE_FILES: &[(&str, &[u8])] = &[\n",
    );
    for name in names {
        write(
            &name,
            &fs::read(folder.join(&name)).expect("a file of the folder"),
        );
        let code = name.trim_end_matches(".bin");
        source.push_str(&format!("({code:?}, include_bytes!({name:?})),\n"));
    }
    source.push_str("];\n");
    write("languages.rs", source.as_bytes());
}

fn write(name: &str, bytes: &[u8]) {
    let folder = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&folder).join(name), bytes).expect("the build directory is writable");
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
    for (line, text) in lines(&list("polarity.txt")) {
        let (word, value) = text.split_once(' ').unwrap_or_else(|| broken(line, text));
        let value: f64 = value.trim().parse().unwrap_or_else(|_| broken(line, text));
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
        for (line, text) in lines(&list(file)) {
            let signs = SignLine::read(text, parted_by).unwrap_or_else(|| broken(line, text));
            let emotion = EMOTIONS
                .iter()
                .position(|e| *e == signs.emotion)
                .unwrap_or_else(|| broken(line, text));
            let tenths = |value: f64| (value * 10.0).round() as i8;
            let (pull, valence) = (tenths(signs.pull), tenths(signs.valence));
            for item in signs.items {
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

/// Chat spellings: `short plain` a line.
fn chat(out: &mut Vec<u8>) {
    let words: BTreeMap<String, String> = lines(&list("chat.txt"))
        .map(|(line, text)| match text.split_once(' ') {
            Some((short, plain)) => (short.to_owned(), plain.trim().to_owned()),
            None => broken(line, text),
        })
        .collect();
    out.extend((words.len() as u32).to_le_bytes());
    for text in words.iter().flat_map(|(short, plain)| [short, plain]) {
        out.push(u8::try_from(text.len()).expect("spellings are short"));
        out.extend(text.bytes());
    }
}

fn list(file: &str) -> String {
    let path = Path::new("data").join(file);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn broken<T>(line: usize, text: &str) -> T {
    panic!("line {line} cannot be read: {text}")
}

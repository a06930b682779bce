//! Reads one text per line from standard input and writes one JSON line for each, in any of the languages that are read.
//!
//! `cargo run -p mood --example classify < texts.txt`. A language's two letters behind it say that all texts are in it.

use std::{
    env,
    error::Error,
    io::{BufRead as _, Write as _, stdin, stdout},
};

use mood::{Emotion, Language, Lexicon, Readers, Tongue};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let told = env::args().nth(1);
    let told = told.map(|code| Language::from_code(&code).ok_or("no such language"));
    let told = told.transpose()?;
    let readers = Readers::bundled();
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let text = line?;
        let tongue = match told {
            Some(language) => readers.tongue_of(language),
            None => readers.tongue(&text),
        };
        let reading = readers.read_in(tongue, &text);
        let probs: Map<String, Value> = Emotion::ALL
            .into_iter()
            .map(|e| (e.name().to_owned(), json!(reading.probs[e.index()])))
            .collect();
        let (Tongue::Read(language) | Tongue::Unread(language)) = tongue;
        let mut answer = json!({
            "label": reading.emotion().name(),
            "mood": reading.mood().name(),
            "probs": probs,
            "conf": reading.confidence,
            "valence": reading.valence,
            "language": language.code(),
        });
        // Several at once, or none: only the models of the other languages say so.
        if let Some(model) = readers.model(language) {
            let found = model.found(Lexicon::bundled(), &text);
            answer["found"] = found.into_iter().map(Emotion::name).collect();
        }
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

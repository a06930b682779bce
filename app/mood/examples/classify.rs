//! Reads one text per line from standard input and writes one JSON line for each.
//!
//! `cargo run -p mood --example classify < texts.txt`

use std::error::Error;
use std::io::{BufRead as _, Write as _, stdin, stdout};

use mood::{Emotion, read};
use serde_json::{Map, Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let reading = read(&line?);
        let probs: Map<String, Value> = Emotion::ALL
            .into_iter()
            .map(|e| (e.name().to_owned(), json!(reading.probs[e.index()])))
            .collect();
        let answer = json!({
            "label": reading.emotion().name(),
            "mood": reading.mood().name(),
            "probs": probs,
            "conf": reading.confidence,
            "valence": reading.valence,
        });
        writeln!(out, "{answer}")?;
    }
    Ok(())
}

//! Reads the labelled texts: `text <TAB> groups joined by '+' <TAB> original labels`.

#![allow(dead_code, reason = "each program uses its part of an example")]

use std::path::Path;
use std::{fs, io};

use mood::{Emotion, Mood};

/// A text with the emotions that people found in it.
pub struct Example {
    pub text: String,
    pub emotions: Vec<Emotion>,
    /// Seven soft labels of a larger model (0-255), where the folder has them.
    pub soft: Option<[f32; 7]>,
}

impl Example {
    /// The mood that all of its emotions fold into, if it is one.
    pub fn mood(&self) -> Option<Mood> {
        let first = self.emotions.first()?.mood();
        self.emotions
            .iter()
            .all(|e| e.mood() == first)
            .then_some(first)
    }
}

/// Reads `<folder>/<name>.tsv`, and `<folder>/teacher/<name>.soft.tsv` beside it if it is there.
pub fn load(folder: &Path, name: &str) -> io::Result<Vec<Example>> {
    let text = fs::read_to_string(folder.join(format!("{name}.tsv")))?;
    let soft = fs::read_to_string(folder.join("teacher").join(format!("{name}.soft.tsv")))
        .unwrap_or_default();
    let mut soft = soft.lines();
    Ok(text
        .lines()
        .filter_map(|line| {
            let soft = soft.next().and_then(seven);
            let mut columns = line.split('\t');
            let text = unmask(columns.next()?);
            let groups = columns.next()?;
            let emotions: Vec<Emotion> = groups
                .split('+')
                .filter_map(|g| Emotion::ALL.into_iter().find(|e| e.name() == g))
                .collect();
            Some(Example {
                text,
                emotions,
                soft,
            })
        })
        .collect())
}

/// Names and places are masked in the data; in a chat they would be names that no list knows.
fn unmask(text: &str) -> String {
    ["[NAME]", "[PERSON]", "[LOCATION]", "[RELIGION]"]
        .iter()
        .fold(text.to_owned(), |t, mask| t.replace(mask, "@name"))
}

fn seven(line: &str) -> Option<[f32; 7]> {
    let values: Vec<f32> = line.split(' ').filter_map(|v| v.parse().ok()).collect();
    let sum: f32 = values.iter().sum();
    let row: [f32; 7] = values.try_into().ok()?;
    (sum > 0.0).then(|| row.map(|v| v / sum))
}

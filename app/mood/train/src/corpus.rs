//! Labelled texts: `text <TAB> groups joined by '+' <TAB> original labels`, one a line.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use mood::{Emotion, Mood};

/// A text with the emotions that people found in it.
#[derive(Clone, Debug)]
pub struct Example {
    /// As it was written; masked names are `@name`.
    pub text: String,
    /// At least one.
    pub emotions: Vec<Emotion>,
    /// Seven soft labels of a larger model, adding up to one, where the folder has them.
    pub soft: Option<[f32; 7]>,
}

impl Example {
    /// The mood that all of its emotions fold into, if it is one.
    pub fn mood(&self) -> Option<Mood> {
        let first = self.emotions.first()?.mood();
        let is_one = self.emotions.iter().all(|e| e.mood() == first);
        is_one.then_some(first)
    }

    /// The people's labels in equal parts.
    pub fn hard(&self) -> [f32; 7] {
        let mut out = [0.0; 7];
        for emotion in &self.emotions {
            out[emotion.index()] += 1.0 / self.emotions.len() as f32;
        }
        out
    }
}

/// Reads `<folder>/<name>.tsv`, and `<folder>/teacher/<name>.soft.tsv` beside it if it is there.
pub fn load(folder: &Path, name: &str) -> Result<Vec<Example>> {
    let path = folder.join(format!("{name}.tsv"));
    let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let soft = fs::read_to_string(folder.join("teacher").join(format!("{name}.soft.tsv")))
        .unwrap_or_default();
    let mut soft = soft.lines();
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            let soft = soft.next().and_then(seven);
            example(line, soft).with_context(|| format!("{}, line {}", path.display(), number + 1))
        })
        .collect()
}

fn example(line: &str, soft: Option<[f32; 7]>) -> Result<Example> {
    let mut columns = line.split('\t');
    let text = unmask(columns.next().context("no text")?);
    let groups = columns.next().context("no groups")?;
    let emotions = groups
        .split('+')
        .map(|group| {
            let found = Emotion::ALL.into_iter().find(|e| e.name() == group);
            found.with_context(|| format!("no such group: {group}"))
        })
        .collect::<Result<_>>()?;
    Ok(Example {
        text,
        emotions,
        soft,
    })
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

/// The larger model's word vectors.
#[derive(Clone, Debug)]
pub struct Vectors {
    /// In the order of how common they are.
    pub words: Vec<String>,
    /// Columns by falling variance.
    pub dims: usize,
    /// Row by row.
    pub values: Vec<f32>,
}

impl Vectors {
    /// Reads `teacher/{words.txt, wordvec_48.i8, wordvec_48.json}`.
    pub fn load(folder: &Path) -> Result<Self> {
        let folder = folder.join("teacher");
        let words: Vec<String> = fs::read_to_string(folder.join("words.txt"))
            .context("words.txt")?
            .lines()
            .map(str::to_owned)
            .collect();
        let about =
            fs::read_to_string(folder.join("wordvec_48.json")).context("wordvec_48.json")?;
        let (_, scale) = about.split_once("\"scale\": [").context("no scale")?;
        let (scale, _) = scale.split_once(']').context("no end of the scale")?;
        let scale: Vec<f32> = scale
            .split(',')
            .map(|v| v.trim().parse().context("the scale"))
            .collect::<Result<_>>()?;
        let bytes = fs::read(folder.join("wordvec_48.i8")).context("wordvec_48.i8")?;
        anyhow::ensure!(
            bytes.len() == words.len() * scale.len(),
            "vectors and words differ"
        );
        let values = bytes
            .iter()
            .zip(scale.iter().cycle())
            .map(|(byte, scale)| f32::from(byte.cast_signed()) * scale)
            .collect();
        Ok(Self {
            words,
            dims: scale.len(),
            values,
        })
    }

    /// A word's first `dims` columns.
    pub fn row(&self, word: usize, dims: usize) -> &[f32] {
        &self.values[word * self.dims..][..dims.min(self.dims)]
    }
}

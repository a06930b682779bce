//! Prints the accuracy report: this engine against the crate `vader_sentiment`.
//!
//! `cargo run --release -p mood --example evaluate -- <folder with the labelled texts>`

mod corpus;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use corpus::{Example, load};
use mood::{Emotion, Mood, Reading, read};
use vader_sentiment::SentimentIntensityAnalyzer;

/// English texts, then other languages, which should read as neutral.
const ENGLISH: [&str; 3] = ["goemotions.dev", "xed_en.dev", "brighter_eng.dev"];
/// Compound score from which the baseline calls a text positive or negative, as its authors advise.
const BASELINE_EDGE: f64 = 0.05;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        env::args()
            .nth(1)
            .ok_or("the folder with the labelled texts is missing")?,
    );
    let baseline = SentimentIntensityAnalyzer::new();
    for name in ENGLISH {
        let texts = load(&folder, name)?;
        println!("\n## {name}: {} texts", texts.len());
        let readings: Vec<Reading> = texts.iter().map(|t| read(&t.text)).collect();
        moods(&texts, &readings, &baseline);
        polarity(&texts, &readings, &baseline);
        emotions(&texts, &readings);
        calibration(&texts, &readings);
        let silenced = readings.iter().filter(|r| r.confidence <= 0.2).count();
        println!(
            "taken for another language: {:.1} %",
            percent(silenced, texts.len())
        );
    }
    others(&folder)?;
    speed(&load(&folder, ENGLISH[0])?);
    Ok(())
}

/// Four moods, on texts whose labels fold into one.
fn moods(texts: &[Example], readings: &[Reading], baseline: &SentimentIntensityAnalyzer) {
    let mut ours = Confusion::default();
    let mut theirs = Confusion::default();
    for (text, reading) in texts.iter().zip(readings) {
        let Some(mood) = text.mood() else { continue };
        ours.add(mood.index(), reading.mood().index());
        theirs.add(
            mood.index(),
            three_as_four(compound(baseline, &text.text)).index(),
        );
    }
    println!(
        "four moods ({} texts with one): accuracy {:.3}, macro-F1 {:.3}",
        ours.total(),
        ours.accuracy(),
        ours.macro_f1()
    );
    for mood in Mood::ALL {
        let (precision, recall, f1) = ours.class(mood.index());
        println!(
            "  {:8} precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}",
            mood.name()
        );
    }
    println!(
        "  vader_sentiment (negative counted as tense): accuracy {:.3}, macro-F1 {:.3}",
        theirs.accuracy(),
        theirs.macro_f1()
    );
}

/// The baseline knows no sadness: what is negative is taken for the larger class, tense.
fn three_as_four(compound: f64) -> Mood {
    if compound >= BASELINE_EDGE {
        Mood::Happy
    } else if compound <= -BASELINE_EDGE {
        Mood::Tense
    } else {
        Mood::Neutral
    }
}

/// Positive or negative, on texts that are one of the two.
fn polarity(texts: &[Example], readings: &[Reading], baseline: &SentimentIntensityAnalyzer) {
    let (mut n, mut ours, mut formula, mut theirs) = (0, 0, 0, 0);
    let mut sure: Vec<(f32, bool)> = Vec::new();
    for (text, reading) in texts.iter().zip(readings) {
        let positive = match side(text) {
            Some(side) => side,
            None => continue,
        };
        let moods = reading.moods();
        let (happy, heavy) = (moods[0], moods[1] + moods[2]);
        n += 1;
        let right = (happy > heavy) == positive;
        ours += usize::from(right);
        sure.push((happy.max(heavy) / (happy + heavy), right));
        formula += usize::from((reading.valence > 0.0) == positive && reading.valence != 0.0);
        let compound = compound(baseline, &text.text);
        theirs += usize::from((compound > 0.0) == positive && compound != 0.0);
    }
    sure.sort_by(|a, b| b.0.total_cmp(&a.0));
    let top = &sure[..sure.len() * 8 / 10];
    let right = top.iter().filter(|s| s.1).count();
    println!(
        "positive or negative ({n} texts): {:.3} ({:.3} on the surest 80 %); valence alone {:.3}; vader_sentiment {:.3}",
        ours as f32 / n as f32,
        right as f32 / top.len() as f32,
        formula as f32 / n as f32,
        theirs as f32 / n as f32
    );
}

/// Whether all labels are pleasant (true) or all heavy (false).
fn side(text: &Example) -> Option<bool> {
    match text.mood()? {
        Mood::Happy => Some(true),
        Mood::Sad | Mood::Tense => Some(false),
        Mood::Neutral => None,
    }
}

/// Seven emotions, on texts with one label.
fn emotions(texts: &[Example], readings: &[Reading]) {
    let mut confusion = Confusion::default();
    for (text, reading) in texts.iter().zip(readings) {
        if let [emotion] = text.emotions[..] {
            confusion.add(emotion.index(), reading.emotion().index());
        }
    }
    let f1: Vec<String> = Emotion::ALL
        .iter()
        .map(|e| format!("{} {:.2}", e.name(), confusion.class(e.index()).2))
        .collect();
    println!(
        "seven emotions: accuracy {:.3}; F1 {}",
        confusion.accuracy(),
        f1.join(", ")
    );
}

/// How honest the confidence is: what it says against how often it is right.
fn calibration(texts: &[Example], readings: &[Reading]) {
    let mut bins = [(0_usize, 0.0_f32, 0_usize); 5];
    for (text, reading) in texts.iter().zip(readings) {
        let Some(mood) = text.mood() else { continue };
        let bin = &mut bins[((reading.confidence * 5.0) as usize).min(4)];
        bin.0 += 1;
        bin.1 += reading.confidence;
        bin.2 += usize::from(reading.mood() == mood);
    }
    let total: usize = bins.iter().map(|b| b.0).sum();
    let error: f32 = bins
        .iter()
        .map(|(_, says, right)| (says - *right as f32).abs())
        .sum::<f32>()
        / total as f32;
    let shown: Vec<String> = bins
        .iter()
        .filter(|b| b.0 > 0)
        .map(|(n, says, right)| {
            format!(
                "{:.2}→{:.2} ({n})",
                says / *n as f32,
                *right as f32 / *n as f32
            )
        })
        .collect();
    println!(
        "confidence → right: {}; mean gap {error:.3}",
        shown.join("  ")
    );
}

fn others(folder: &Path) -> Result<(), Box<dyn Error>> {
    println!("\n## Other languages: read as neutral");
    let mut names: Vec<String> = fs::read_dir(folder)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|n| n.starts_with("brighter_") && n.ends_with(".dev.tsv") && !n.contains("_eng"))
        .collect();
    names.sort();
    for name in names {
        let texts = load(folder, name.trim_end_matches(".tsv"))?;
        let neutral = texts
            .iter()
            .filter(|t| read(&t.text).mood() == Mood::Neutral)
            .count();
        println!(
            "  {name}: {:.1} % of {}",
            percent(neutral, texts.len()),
            texts.len()
        );
    }
    Ok(())
}

fn speed(texts: &[Example]) {
    let start = Instant::now();
    let sum: f32 = texts.iter().map(|t| read(&t.text).valence).sum();
    let each = start.elapsed().as_secs_f64() * 1e6 / texts.len() as f64;
    let long = "what a wonderful day but I hate waiting ".repeat(60);
    let start = Instant::now();
    let longest = read(&long).valence;
    println!(
        "\n## Time: {each:.1} µs a text, {:.0} µs for 2,000 characters (checks {sum:.1} {longest:.2})",
        start.elapsed().as_secs_f64() * 1e6
    );
}

fn compound(baseline: &SentimentIntensityAnalyzer, text: &str) -> f64 {
    baseline
        .polarity_scores(text)
        .get("compound")
        .copied()
        .unwrap_or(0.0)
}

fn percent(part: usize, of: usize) -> f32 {
    part as f32 * 100.0 / of.max(1) as f32
}

/// Counts by true class and read class.
#[derive(Default)]
struct Confusion([[usize; 7]; 7]);

impl Confusion {
    fn add(&mut self, truth: usize, read: usize) {
        self.0[truth][read] += 1;
    }

    fn total(&self) -> usize {
        self.0.iter().flatten().sum()
    }

    fn accuracy(&self) -> f32 {
        (0..7).map(|i| self.0[i][i]).sum::<usize>() as f32 / self.total().max(1) as f32
    }

    /// Precision, recall and F1 of a class.
    fn class(&self, i: usize) -> (f32, f32, f32) {
        let right = self.0[i][i] as f32;
        let is: usize = self.0[i].iter().sum();
        let read: usize = self.0.iter().map(|row| row[i]).sum();
        let (precision, recall) = (right / read.max(1) as f32, right / is.max(1) as f32);
        (
            precision,
            recall,
            2.0 * precision * recall / (precision + recall).max(1e-6),
        )
    }

    /// Mean F1 over the classes that occur.
    fn macro_f1(&self) -> f32 {
        let present: Vec<usize> = (0..7)
            .filter(|i| self.0[*i].iter().sum::<usize>() > 0)
            .collect();
        present.iter().map(|i| self.class(*i).2).sum::<f32>() / present.len().max(1) as f32
    }
}

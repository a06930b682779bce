//! The languages other than English: a small model for each, of some thousand texts and a list of words of our own.

use std::{collections::HashMap, fs, path::Path, sync::Arc};

use anyhow::{Context, Result};
use mood::{
    Emotion, Language, LanguageModel, Lexicon, Model, Readers,
    evidence::Evidence,
    hash::LANGUAGE,
    linear::{BLOCKS, EXTRAS, LEARNED, against, extras, features},
    lists::lines,
    pack::table,
};

use crate::{
    corpus::{Example, load},
    linear::{Case, Sparse, fit, sum},
};

/// Languages with their data sets.
pub const LANGUAGES: [(Language, &str); 8] = [
    (Language::Russian, "brighter_rus"),
    (Language::Hindi, "brighter_hin"),
    (Language::Spanish, "brighter_esp"),
    (Language::Romanian, "brighter_ron"),
    (Language::Ukrainian, "brighter_ukr"),
    (Language::Chinese, "brighter_chn"),
    (Language::German, "brighter_deu"),
    (Language::Portuguese, "brighter_ptbr"),
];
/// A language that is read worse than this stays neutral.
pub const WORTH: f32 = 0.55;
/// The emotions that count for that: all but neutral, which is none.
pub const COUNTED: usize = 5;

/// Words, pairs and letters with weights in the file.
const FEATURES: usize = 12_000;
/// In fewer texts a feature is not learned from.
const TEXTS_MIN: usize = 2;
/// How dear it is to be wrong about a text, and about one of the list's.
const COST: f32 = 0.3;
const LIST_COST: f32 = 0.6;
const FOLDS: usize = 5;
/// How much emotions may speak against each other where they are found.
const RIVALRIES: [f32; 3] = [0.0, 0.5, 1.0];
/// The amount of what every text has.
const EVERY: f32 = 0.5;
/// The part of the texts that is neutral where the data has none.
const NEUTRAL: f32 = 0.25;
/// A weight has at most so many steps.
const STEPS: f32 = 127.0;

/// What became of a language.
pub struct Other {
    pub language: Language,
    pub file: Vec<u8>,
    pub model: LanguageModel,
    /// Texts that were learned from.
    pub texts: usize,
    /// F1 of each emotion, of texts that were left out while learning.
    pub left_out: [f32; COUNTED],
    pub dev: Vec<Example>,
    /// F1 of each emotion in the dev split.
    pub found: [f32; COUNTED],
}

impl Other {
    /// Whether the language is worth reading.
    pub fn is_read(&self) -> bool {
        mean(&self.found) >= WORTH
    }
}

/// The mean over the emotions: macro-F1.
pub fn mean(values: &[f32; COUNTED]) -> f32 {
    values.iter().sum::<f32>() / COUNTED as f32
}

/// Trains these languages (all, if none is named), and leaves the files of those that are worth it in the folder of the lists.
pub fn make(folder: &Path, lists: &Path, only: Option<&str>) -> Result<Vec<Other>> {
    let mut out = Vec::new();
    for (language, set) in LANGUAGES {
        let code = language.code();
        if only.is_some_and(|only| !only.split(',').any(|one| one == code)) {
            continue;
        }
        let other = train(folder, lists, language, set)?;
        println!(
            "{}: {:.3} on texts left out, {:.3} on dev",
            language.name(),
            mean(&other.left_out),
            mean(&other.found)
        );
        let path = lists.join(format!("{code}.bin"));
        if other.is_read() {
            fs::write(&path, &other.file).with_context(|| path.display().to_string())?;
        } else if path.exists() {
            fs::remove_file(&path).with_context(|| path.display().to_string())?;
        }
        out.push(other);
    }
    Ok(out)
}

/// What reads texts in the page: the English model, and the languages that are worth it.
pub fn readers(model: &Model, others: &[Other]) -> Result<Readers> {
    let mut readers = Readers::from(Arc::new(model.clone()));
    for other in others.iter().filter(|other| other.is_read()) {
        readers.add(LanguageModel::from_bytes(&other.file)?);
    }
    Ok(readers)
}

/// F1 of each emotion that a model finds in texts.
fn found(model: &LanguageModel, examples: &[Example]) -> [f32; COUNTED] {
    let (mut right, mut both) = ([0_usize; COUNTED], [0_usize; COUNTED]);
    for example in examples {
        let found = model.found(Lexicon::bundled(), &example.text);
        for (c, emotion) in LEARNED[..COUNTED].iter().enumerate() {
            let (is, is_found) = (example.emotions.contains(emotion), found.contains(emotion));
            right[c] += usize::from(is && is_found);
            both[c] += usize::from(is) + usize::from(is_found);
        }
    }
    std::array::from_fn(|c| 2.0 * right[c] as f32 / both[c].max(1) as f32)
}

/// A text with its features and what is in it.
struct Text {
    features: Sparse,
    is: [bool; 6],
    /// Equal parts of what it has.
    target: [f32; 6],
    /// Of the list of words.
    is_listed: bool,
}

/// Trains on the language's train split; thresholds and temperatures come from texts that were left out in turn.
fn train(folder: &Path, lists: &Path, language: Language, set: &str) -> Result<Other> {
    let examples = load(folder, &format!("{set}.train"))?;
    let list = lists.join(format!("{}.txt", language.code()));
    let list = fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    let listed = listed(&list)?;
    let evidences: Vec<Evidence> = examples
        .iter()
        .chain(&listed)
        .map(|example| Evidence::of(Lexicon::bundled(), &example.text))
        .collect();
    let (names, counts) = names(&evidences);
    let texts: Vec<Text> = examples
        .iter()
        .chain(&listed)
        .zip(&evidences)
        .enumerate()
        .map(|(i, (example, evidence))| Text {
            features: sparse(evidence, &names, &counts),
            is: LEARNED.map(|emotion| example.emotions.contains(&emotion)),
            target: LEARNED.map(|emotion| example.hard()[emotion.index()]),
            is_listed: i >= examples.len(),
        })
        .collect();
    let has_neutral = examples.iter().any(|e| e.emotions == [Emotion::Neutral]);
    // Without neutral texts, the list's stand in for them; then these too have to be left out in turn.
    let is_judged = |text: &Text| !text.is_listed || !has_neutral && text.is[5];

    let mut judged: Vec<([f32; 6], &Text)> = Vec::new();
    for fold in 0..FOLDS {
        let is_out = |i: usize| i % FOLDS == fold && is_judged(&texts[i]);
        let learn = (0..texts.len()).filter(|i| !is_out(*i)).map(|i| &texts[i]);
        let mut weights = fit_all(&learn.collect::<Vec<_>>(), names.len());
        keep(&mut weights, &counts);
        for text in (0..texts.len()).filter(|i| is_out(*i)).map(|i| &texts[i]) {
            judged.push((weights.each_ref().map(|w| sum(w, &text.features)), text));
        }
    }
    let mut weights = fit_all(&texts.iter().collect::<Vec<_>>(), names.len());
    keep(&mut weights, &counts);
    let scales = calibrate(&judged, has_neutral);
    let rivals = RIVALRIES.map(|rivalry| Found::of(&judged, &scales, rivalry));
    let better = |best: Found, next: Found| {
        if mean(&next.f1) > mean(&best.f1) {
            next
        } else {
            best
        }
    };
    let best = rivals.into_iter().reduce(better).context("no rivalry")?;
    let file = file(language, &names, &weights, &scales, &best);
    let model =
        LanguageModel::from_bytes(&file).context("the file that was written is no model")?;
    let dev = load(folder, &format!("{set}.dev"))?;
    Ok(Other {
        language,
        texts: examples.len(),
        left_out: best.f1,
        found: found(&model, &dev),
        dev,
        model,
        file,
    })
}

/// How emotions are found best in texts that were left out.
struct Found {
    rivalry: f32,
    thresholds: [f32; 6],
    f1: [f32; COUNTED],
}

impl Found {
    fn of(judged: &[([f32; 6], &Text)], scales: &[(f32, f32); 6], rivalry: f32) -> Self {
        let own = judged.iter().filter(|(_, text)| !text.is_listed);
        let sums: Vec<([f32; 6], &Text)> = own
            .map(|(sums, text)| (against(&scaled(scales, sums), rivalry), *text))
            .collect();
        let each: [(f32, f32); 6] = std::array::from_fn(|c| {
            let of_one = sums.iter().map(|(sums, text)| (sums[c], text.is[c]));
            threshold(&of_one.collect::<Vec<_>>())
        });
        Self {
            rivalry,
            thresholds: each.map(|(threshold, _)| threshold),
            f1: std::array::from_fn(|c| each[c].1),
        }
    }
}

/// The words and phrases of the list, each as a text.
fn listed(list: &str) -> Result<Vec<Example>> {
    let mut out = Vec::new();
    for (number, line) in lines(list) {
        let (emotion, items) = line
            .split_once(": ")
            .with_context(|| format!("line {number}"))?;
        let found = Emotion::ALL.into_iter().find(|e| e.name() == emotion);
        let emotion = found.with_context(|| format!("line {number}: {emotion}"))?;
        out.extend(items.split(", ").map(|item| Example {
            text: item.to_owned(),
            emotions: vec![emotion],
            soft: None,
        }));
    }
    Ok(out)
}

/// Numbers for all features, and in how many texts each is.
fn names(evidences: &[Evidence]) -> (HashMap<String, u32>, Vec<usize>) {
    let mut names: HashMap<String, u32> = HashMap::new();
    let mut counts: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = Vec::new();
    for (text, evidence) in evidences.iter().enumerate() {
        features(evidence, |_, parts| {
            let next = u32::try_from(names.len()).unwrap_or(u32::MAX);
            let number = *names.entry(parts.join(" ")).or_insert(next) as usize;
            if number == counts.len() {
                counts.push(0);
                last.push(usize::MAX);
            }
            if last[number] != text {
                counts[number] += 1;
                last[number] = text;
            }
        });
    }
    (names, counts)
}

/// As [`LanguageModel::sums`] adds it up: features, then the extras, then what every text has.
fn sparse(evidence: &Evidence, names: &HashMap<String, u32>, counts: &[usize]) -> Sparse {
    let mut amounts: [HashMap<u32, f32>; 2] = Default::default();
    let mut totals = [0.0_f32; 2];
    features(evidence, |block, parts| {
        totals[block] += 1.0;
        if let Some(number) = names.get(&parts.join(" "))
            && counts[*number as usize] >= TEXTS_MIN
        {
            *amounts[block].entry(*number).or_default() += 1.0;
        }
    });
    let mut out = Sparse::new();
    for ((amounts, total), share) in amounts.into_iter().zip(totals).zip(BLOCKS) {
        let scale = share / total.max(1.0).sqrt();
        out.extend(amounts.into_iter().map(|(f, amount)| (f, amount * scale)));
    }
    out.sort_by_key(|(feature, _)| *feature);
    let first = u32::try_from(names.len()).unwrap_or(u32::MAX);
    let beside = extras(evidence).into_iter().chain([EVERY]);
    out.extend((first..).zip(beside).filter(|(_, amount)| *amount != 0.0));
    out
}

fn fit_all(texts: &[&Text], names: usize) -> [Vec<f32>; 6] {
    std::array::from_fn(|c| {
        let cases: Vec<Case<'_>> = texts
            .iter()
            .map(|text| Case {
                features: &text.features,
                is: text.is[c],
                cost: if text.is_listed { LIST_COST } else { COST },
            })
            .collect();
        fit(&cases, names + EXTRAS + 1, names, 1)
    })
}

/// Leaves only the features that say most to most texts, in steps as they are stored.
fn keep(weights: &mut [Vec<f32>; 6], counts: &[usize]) {
    let mut worth: Vec<(f32, usize)> = counts
        .iter()
        .enumerate()
        .map(|(f, texts)| {
            let size: f32 = weights.iter().map(|w| w[f] * w[f]).sum();
            (size * (*texts as f32).sqrt(), f)
        })
        .collect();
    worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    for weights in weights.iter_mut() {
        for (_, f) in worth.iter().skip(FEATURES) {
            weights[*f] = 0.0;
        }
        let step = step(&weights[..counts.len()]);
        for weight in &mut weights[..counts.len()] {
            *weight = (*weight / step).round() * step;
        }
    }
}

/// The size of a step under which the largest weight fits.
fn step(weights: &[f32]) -> f32 {
    let largest = weights.iter().map(|w| w.abs()).fold(1e-6, f32::max);
    largest / STEPS
}

/// For each emotion a factor and what is added, under which the labels of texts that were left out are likeliest.
/// Source: Guo et al., "On calibration of modern neural networks" (2017), vector scaling.
fn calibrate(judged: &[([f32; 6], &Text)], has_neutral: bool) -> [(f32, f32); 6] {
    let neutral = judged.iter().filter(|(_, text)| text.is_listed).count();
    let weight = |text: &Text| {
        if has_neutral || !text.is_listed {
            1.0
        } else {
            NEUTRAL / (1.0 - NEUTRAL) * (judged.len() - neutral) as f32 / neutral as f32
        }
    };
    let total: f32 = judged.iter().map(|(_, text)| weight(text)).sum();
    let mut scales = [(2.0_f32, 0.0_f32); 6];
    for _ in 0..CALIBRATION_STEPS {
        let mut slopes = [(0.0_f32, 0.0_f32); 6];
        for (sums, text) in judged {
            let probs = against(&scaled(&scales, sums), 1.0).map(f32::exp);
            for c in 0..6 {
                let slope = (probs[c] - text.target[c]) * weight(text) / total;
                slopes[c].0 += slope * sums[c];
                slopes[c].1 += slope;
            }
        }
        for (scale, slope) in scales.iter_mut().zip(slopes) {
            scale.0 = (scale.0 - CALIBRATION_RATE * slope.0).max(0.1);
            scale.1 -= CALIBRATION_RATE * slope.1;
        }
    }
    scales
}

fn scaled(scales: &[(f32, f32); 6], sums: &[f32; 6]) -> [f32; 6] {
    std::array::from_fn(|c| scales[c].0 * sums[c] + scales[c].1)
}

const CALIBRATION_STEPS: usize = 1_500;
const CALIBRATION_RATE: f32 = 2.0;

/// The threshold under which an emotion is found best, and how well: F1. Its neighbours count too, so that it is no chance.
fn threshold(sums: &[(f32, bool)]) -> (f32, f32) {
    let at = |threshold: f32| {
        let found = sums.iter().filter(|(sum, _)| *sum > threshold).count();
        let is = sums.iter().filter(|(_, is)| *is).count();
        let right = sums.iter().filter(|(sum, is)| *is && *sum > threshold);
        2.0 * right.count() as f32 / (found + is).max(1) as f32
    };
    let mut sorted: Vec<f32> = sums.iter().map(|(sum, _)| *sum).collect();
    sorted.sort_by(f32::total_cmp);
    let hundred = |i: usize| sorted.get(sorted.len() * i / 200).copied().unwrap_or(0.0);
    let smooth = |i: usize| at(hundred(i - 1)) + at(hundred(i)) + at(hundred(i + 1));
    let more = |best: (f32, usize), i: usize| {
        let here = smooth(i);
        if here > best.0 { (here, i) } else { best }
    };
    let (_, best) = (1..199).fold((0.0, 100), more);
    (hundred(best), at(hundred(best)))
}

/// The file, as `mood::linear` reads it.
fn file(
    language: Language,
    names: &HashMap<String, u32>,
    weights: &[Vec<f32>; 6],
    scales: &[(f32, f32); 6],
    found: &Found,
) -> Vec<u8> {
    let steps: [f32; 6] = std::array::from_fn(|c| step(&weights[c][..names.len()]));
    let mut out = LANGUAGE.to_vec();
    out.extend(language.code().bytes());
    let every = names.len() + EXTRAS;
    let six = |out: &mut Vec<u8>, value: &dyn Fn(usize) -> f32| {
        out.extend((0..6).flat_map(|c| value(c).to_le_bytes()));
    };
    six(&mut out, &|c| steps[c] * scales[c].0);
    six(&mut out, &|c| {
        weights[c][every] * EVERY * scales[c].0 + scales[c].1
    });
    six(&mut out, &|c| found.thresholds[c]);
    out.extend(found.rivalry.to_le_bytes());
    (names.len()..every).for_each(|extra| six(&mut out, &|c| weights[c][extra] * scales[c].0));
    #[expect(clippy::cast_possible_truncation, reason = "within the steps")]
    let kept = names
        .iter()
        .map(|(name, f)| {
            let in_steps = |c: usize| (weights[c][*f as usize] / steps[c]).round() as i8;
            (name.clone(), std::array::from_fn::<i8, 6, _>(in_steps))
        })
        .filter(|(_, steps)| *steps != [0; 6])
        .collect();
    table(&mut out, &kept, |steps| steps.map(i8::cast_unsigned));
    out
}

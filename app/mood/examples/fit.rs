//! Fits the learned weights and writes them to `data/learned.tsv`.
//!
//! `cargo run --release -p mood --example fit -- <folder with the labelled texts>`
//!
//! A multinomial logistic regression over words, denied words, pairs of words and the dense
//! features, by AdaGrad over the texts in a fixed shuffled order: the same folder gives the same
//! file. Only train files are read for weights; the dev files choose the temperature.

mod corpus;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use corpus::{Example, load};
use mood::Model;
use mood::evidence::{DENSE, Evidence};

/// Train files and how much one of their texts counts.
const SOURCES: [(&str, f32); 3] = [("goemotions", 1.0), ("xed_en", 0.7), ("brighter_eng", 0.5)];
/// Clues seen less often are left out from the start.
const MIN_COUNT: usize = 4;
/// Words and pairs that are kept.
const KEPT: usize = 5_500;
/// The most frequent words are kept whatever they say: they tell English from other languages.
const KEPT_COMMON: usize = 1_800;
const EPOCHS: usize = 10;
const RATE: f32 = 0.1;
/// Strength of the pull towards zero, per weight.
const RIDGE: f32 = 1.2;
/// How much the larger model's soft labels count beside the people's labels.
const SOFT: f32 = 0.6;
/// A weight is -7 to 7 steps.
const STEPS: f32 = 7.0;
/// Lifts the rarer emotions: a text counts more by the inverse of its emotion's frequency to this power.
const BALANCE: f32 = 0.5;

struct Text {
    clues: Vec<u32>,
    scale: f32,
    dense: [f32; DENSE.len()],
    signs: [f32; 7],
    target: [f32; 7],
    weight: f32,
}

struct Weights {
    clues: Vec<[f32; 7]>,
    dense: [[f32; 7]; DENSE.len()],
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        env::args()
            .nth(1)
            .ok_or("the folder with the labelled texts is missing")?,
    );
    let mut sources = Vec::new();
    let mut dev = Vec::new();
    for (name, weight) in SOURCES {
        sources.push((load(&folder, &format!("{name}.train"))?, weight));
        dev.push((load(&folder, &format!("{name}.dev"))?, 1.0));
    }
    let counts = count(sources.iter().flat_map(|(texts, _)| texts));
    let all: Vec<&String> = counts
        .iter()
        .filter(|(_, n)| **n >= MIN_COUNT)
        .map(|(k, _)| k)
        .collect();
    println!("{} clues seen {MIN_COUNT} times or more", all.len());

    let first = fit(&prepare(&sources, &index(&all)), all.len());
    let kept = choose(&all, &first, &counts);
    let ids = index(&kept);
    let texts = prepare(&sources, &ids);
    let mut weights = fit(&texts, kept.len());
    let step = quantise(&mut weights);
    let dev = prepare(&dev, &ids);
    let temperature = temperature(&weights, &dev);
    println!(
        "temperature {temperature:.2}, dev loss {:.4}",
        loss(&weights, &dev, temperature)
    );
    write(&kept, &weights, step, temperature)
}

/// The key under which the build script files a clue, which is how the reader asks for it.
fn keys(evidence: &Evidence) -> Vec<String> {
    let mut out = Vec::new();
    for clue in &evidence.clues {
        let (parts, n) = evidence.parts(*clue);
        out.push(parts[..n].join(" "));
    }
    out
}

fn count<'a>(texts: impl Iterator<Item = &'a Example>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for text in texts {
        let distinct: HashSet<String> = keys(&Evidence::of(Model::bundled(), &text.text))
            .into_iter()
            .collect();
        for key in distinct {
            *counts.entry(key).or_default() += 1;
        }
    }
    counts
}

fn index(keys: &[&String]) -> HashMap<String, u32> {
    keys.iter()
        .enumerate()
        .map(|(i, k)| ((*k).clone(), i as u32))
        .collect()
}

fn prepare(sources: &[(Vec<Example>, f32)], ids: &HashMap<String, u32>) -> Vec<Text> {
    let mut out = Vec::new();
    let mut totals = [0.0_f32; 7];
    for (texts, weight) in sources {
        for example in texts {
            let evidence = Evidence::of(Model::bundled(), &example.text);
            let target = target(example);
            for (total, t) in totals.iter_mut().zip(target) {
                *total += t;
            }
            out.push(Text {
                clues: keys(&evidence)
                    .iter()
                    .filter_map(|k| ids.get(k).copied())
                    .collect(),
                scale: evidence.scale,
                dense: evidence.dense,
                signs: evidence.signs,
                target,
                weight: *weight,
            });
        }
    }
    let mean = totals.iter().sum::<f32>() / 7.0;
    for text in &mut out {
        let rarity: f32 = text
            .target
            .iter()
            .zip(totals)
            .map(|(t, n)| t * (mean / n).powf(BALANCE))
            .sum();
        text.weight *= rarity;
    }
    out
}

/// People's labels in equal parts, softened by the larger model's where there are any.
fn target(example: &Example) -> [f32; 7] {
    let mut out = [0.0; 7];
    for emotion in &example.emotions {
        out[emotion.index()] += 1.0 / example.emotions.len() as f32;
    }
    if let Some(soft) = example.soft {
        for (o, s) in out.iter_mut().zip(soft) {
            *o = *o * (1.0 - SOFT) + s * SOFT;
        }
    }
    out
}

fn fit(texts: &[Text], clues: usize) -> Weights {
    let mut w = Weights {
        clues: vec![[0.0; 7]; clues],
        dense: [[0.0; 7]; DENSE.len()],
    };
    let mut g_clues = vec![[1e-2_f32; 7]; clues];
    let mut g_dense = [[1e-2_f32; 7]; DENSE.len()];
    let mut seen = vec![0.0_f32; clues];
    for text in texts {
        for c in &text.clues {
            seen[*c as usize] += 1.0;
        }
    }
    let mut order: Vec<usize> = (0..texts.len()).collect();
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..EPOCHS {
        shuffle(&mut order, &mut random);
        for i in &order {
            let text = &texts[*i];
            let mut error = soft_max(&w, text, 1.0);
            for (e, t) in error.iter_mut().zip(text.target) {
                *e = (*e - t) * text.weight;
            }
            for c in &text.clues {
                let c = *c as usize;
                update(
                    &mut w.clues[c],
                    &mut g_clues[c],
                    &error,
                    text.scale,
                    RIDGE / seen[c],
                );
            }
            for (d, value) in text.dense.iter().enumerate().filter(|(_, v)| **v != 0.0) {
                update(&mut w.dense[d], &mut g_dense[d], &error, *value, 1e-5);
            }
        }
    }
    w
}

fn update(row: &mut [f32; 7], squares: &mut [f32; 7], error: &[f32; 7], value: f32, ridge: f32) {
    for ((w, s), e) in row.iter_mut().zip(squares).zip(error) {
        let gradient = e * value + ridge * *w;
        *s += gradient * gradient;
        *w -= RATE * gradient / s.sqrt();
    }
}

fn soft_max(w: &Weights, text: &Text, temperature: f32) -> [f32; 7] {
    let mut out = text.signs;
    for c in &text.clues {
        for (o, v) in out.iter_mut().zip(&w.clues[*c as usize]) {
            *o += v * text.scale;
        }
    }
    for (row, value) in w.dense.iter().zip(text.dense) {
        for (o, v) in out.iter_mut().zip(row) {
            *o += v * value;
        }
    }
    let top = out.iter().copied().fold(f32::MIN, f32::max);
    let raised = out.map(|o| ((o - top) / temperature).exp());
    let sum: f32 = raised.iter().sum();
    raised.map(|r| r / sum)
}

fn shuffle(order: &mut [usize], random: &mut u64) {
    for i in (1..order.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        order.swap(i, (*random % (i as u64 + 1)) as usize);
    }
}

/// Keeps the most frequent words, and of the rest those that say most to most texts.
fn choose<'a>(
    all: &[&'a String],
    w: &Weights,
    counts: &BTreeMap<String, usize>,
) -> Vec<&'a String> {
    let said = |i: usize| {
        let row = &w.clues[i];
        let mean = row.iter().sum::<f32>() / 7.0;
        let spread: f32 = row.iter().map(|v| (v - mean).powi(2)).sum();
        spread * (counts[all[i]] as f32).sqrt()
    };
    let mut words: Vec<usize> = (0..all.len()).filter(|i| !all[*i].contains(' ')).collect();
    words.sort_by_key(|i| (usize::MAX - counts[all[*i]], all[*i]));
    let mut kept: HashSet<usize> = words.into_iter().take(KEPT_COMMON).collect();
    let mut rest: Vec<usize> = (0..all.len()).filter(|i| !kept.contains(i)).collect();
    rest.sort_by(|a, b| said(*b).total_cmp(&said(*a)).then(all[*a].cmp(all[*b])));
    kept.extend(rest.into_iter().take(KEPT - KEPT_COMMON));
    let mut kept: Vec<&String> = kept.into_iter().map(|i| all[i]).collect();
    kept.sort();
    kept
}

/// Rounds the clues' weights to steps; returns the step.
fn quantise(w: &mut Weights) -> f32 {
    for row in &mut w.clues {
        let mean = row.iter().sum::<f32>() / 7.0;
        row.iter_mut().for_each(|v| *v -= mean);
    }
    let mut sizes: Vec<f32> = w.clues.iter().flatten().map(|v| v.abs()).collect();
    sizes.sort_by(f32::total_cmp);
    let large = sizes[sizes.len() * 995 / 1000];
    let step = large / STEPS;
    for v in w.clues.iter_mut().flatten() {
        *v = (*v / step).round().clamp(-STEPS, STEPS) * step;
    }
    step
}

fn loss(w: &Weights, texts: &[Text], temperature: f32) -> f32 {
    let sum: f32 = texts
        .iter()
        .map(|t| {
            let p = soft_max(w, t, temperature);
            -t.target
                .iter()
                .zip(p)
                .map(|(t, p)| t * p.max(1e-9).ln())
                .sum::<f32>()
        })
        .sum();
    sum / texts.len() as f32
}

/// The temperature under which the dev texts are likeliest: it makes confidences honest.
fn temperature(w: &Weights, dev: &[Text]) -> f32 {
    let candidates = (60..160).step_by(2).map(|t| t as f32 / 100.0);
    candidates
        .min_by(|a, b| loss(w, dev, *a).total_cmp(&loss(w, dev, *b)))
        .unwrap_or(1.0)
}

fn write(kept: &[&String], w: &Weights, step: f32, temperature: f32) -> Result<(), Box<dyn Error>> {
    let mut out =
        String::from("## Written by examples/fit.rs; sources and licences in README.md.\n");
    writeln!(out, "%step\t{:.5}", step / temperature)?;
    for (name, row) in DENSE.iter().zip(&w.dense) {
        let row: Vec<String> = row
            .iter()
            .map(|v| format!("{:.3}", v / temperature))
            .collect();
        writeln!(out, "%dense\t{name}\t{}", row.join("\t"))?;
    }
    for (key, row) in kept.iter().zip(&w.clues) {
        let row: Vec<String> = row
            .iter()
            .map(|v| ((v / step).round() as i32).to_string())
            .collect();
        writeln!(out, "{key}\t{}", row.join(" "))?;
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/learned.tsv");
    fs::write(&file, &out)?;
    println!(
        "{} clues, step {step:.4}, {} bytes in {}",
        kept.len(),
        out.len(),
        file.display()
    );
    Ok(())
}

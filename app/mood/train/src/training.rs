//! From the data to the net's file: larger nets give second opinions, the small one learns from people and from them, its
//! words come to share parts, and the temperature makes its confidence honest.

use std::{collections::BTreeMap, path::Path, thread};

use anyhow::{Context, Result};
use mood::{
    net::{DIMS, FILTERS, HIDDEN},
    soft_max,
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};

use crate::{
    corpus::{Example, Vectors, load},
    counts::Counts,
    crops::crop,
    net::{Net, Pass, Rates, Shape, cross_entropy},
    noise,
    sample::{Sample, Vocabulary},
    signs, small,
    words::Words,
};

/// Data sets and how much one of their texts counts.
const SOURCES: [(&str, f32); 3] = [("goemotions", 1.0), ("xed_en", 0.7), ("brighter_eng", 0.5)];
/// How much a part of a text counts beside the whole one.
const CROPPED: f32 = 0.5;
/// How much a made text with a sign counts.
const SIGNED: f32 = 0.5;
/// Lifts rare emotions: a text counts more by the inverse of its emotion's frequency to this power.
const BALANCE: f32 = 0.3;

const SMALL: Shape = Shape {
    dims: DIMS,
    filters: FILTERS,
    hidden: HIDDEN,
};
const LARGE: Shape = Shape {
    dims: 48,
    filters: 96,
    hidden: 48,
};
/// Words with a vector, and clues, of the small net.
const WORDS: usize = 11_000;
const CLUES: usize = 3_500;
/// The data in so many parts; each is read by large nets that have learned from the others.
const FOLDS: usize = 4;
/// So often, in other parts.
const ROUNDS: u64 = 2;
/// Rounds over all texts.
const LARGE_EPOCHS: usize = 4;
const SMALL_EPOCHS: usize = 11;
const SHARED_EPOCHS: usize = 8;
/// How much of the rates is left when words share parts.
const SHARED_RATES: f32 = 0.6;
/// How many texts are read as typed in a hurry.
const HURRIED: f64 = 0.35;
/// What is to be read: this much of the people's labels, of the larger model's soft ones, of the second opinions.
const LABELS: [f32; 3] = [0.35, 0.30, 0.35];

const RATES: Rates = Rates {
    layers: 0.001,
    decay: 0.01,
    vectors: 0.02,
    clues: 0.03,
    ridge: 1.2,
    drop: 0.3,
    unknown: 0.05,
};

/// A text, what is to be read in it, and how much it counts.
#[derive(Clone, Debug)]
struct Lesson {
    text: String,
    target: [f32; 7],
    weight: f32,
}

/// Trains on a folder of labelled texts; answers the net's file.
pub fn train(folder: &Path) -> Result<Vec<u8>> {
    let vectors = Vectors::load(folder)?;
    let mut texts: Vec<(Example, f32)> = Vec::new();
    let mut dev: Vec<Example> = Vec::new();
    for (name, weight) in SOURCES {
        let train = load(folder, &format!("{name}.train"))?;
        texts.extend(train.into_iter().map(|example| (example, weight)));
        dev.extend(load(folder, &format!("{name}.dev"))?);
    }
    let counts = Counts::of(texts.iter().map(|(example, _)| example));
    let ranked = counts.ranked(&vectors);
    println!(
        "{} texts, {} words, {} clues",
        texts.len(),
        ranked.len(),
        counts.clues().len()
    );

    let mut random = StdRng::seed_from_u64(7);
    let vocabulary = Vocabulary::of(ranked.iter().cloned(), counts.clues());
    let crops = crops(&texts, &mut random);
    let second = second_opinions(&texts, &crops, &vocabulary, &vectors)?;
    println!("second opinions are there");
    let (of_texts, of_crops) = second.split_at(texts.len());
    let mut lessons = weighed(&texts, |example, i| blend(example, &of_texts[i]));
    let cropped: Vec<Lesson> = crops
        .into_iter()
        .zip(of_crops)
        .map(|(crop, read)| Lesson {
            text: crop.text,
            target: *read,
            weight: CROPPED * lessons[crop.of].weight,
        })
        .collect();
    lessons.extend(cropped);
    lessons.extend(signed(&texts, &mut random));

    let common = &ranked[..WORDS.min(ranked.len())];
    let vocabulary = Vocabulary::of(common.iter().cloned(), counts.clues());
    let first = learn(
        SMALL,
        &vocabulary,
        &vectors,
        &lessons,
        SMALL_EPOCHS / 2,
        &mut random,
    );
    let telling = counts.telling(&first, &vocabulary, CLUES);
    let vocabulary = Vocabulary::of(common.iter().cloned(), telling);
    let mut net = learn(
        SMALL,
        &vocabulary,
        &vectors,
        &lessons,
        SMALL_EPOCHS,
        &mut random,
    );
    println!("the small net has learned");
    share_parts(&mut net, &vocabulary, &lessons, &mut random);
    small::file(&net, &vocabulary, temperature(&net, &vocabulary, &dev))
}

/// Lessons with what `target` says of each, and the weights of their sources and emotions.
fn weighed(texts: &[(Example, f32)], target: impl Fn(&Example, usize) -> [f32; 7]) -> Vec<Lesson> {
    let mut lessons: Vec<Lesson> = texts
        .iter()
        .enumerate()
        .map(|(i, (example, weight))| Lesson {
            text: example.text.clone(),
            target: target(example, i),
            weight: *weight,
        })
        .collect();
    let mut totals = [0.0_f32; 7];
    for lesson in &lessons {
        for (total, part) in totals.iter_mut().zip(lesson.target) {
            *total += part;
        }
    }
    let mean = totals.iter().sum::<f32>() / 7.0;
    for lesson in &mut lessons {
        let parts = lesson.target.iter().zip(totals);
        lesson.weight *= parts
            .map(|(part, total)| part * (mean / total).powf(BALANCE))
            .sum::<f32>();
    }
    lessons
}

/// People's labels, the larger model's where there are any, and a second opinion.
fn blend(example: &Example, second: &[f32; 7]) -> [f32; 7] {
    let hard = example.hard();
    let soft = example.soft.unwrap_or(hard);
    let [people, larger, opinion] = LABELS;
    std::array::from_fn(|c| people * hard[c] + larger * soft[c] + opinion * second[c])
}

/// A part of a text.
struct Crop {
    of: usize,
    text: String,
}

/// Parts of the texts that are long enough.
fn crops(texts: &[(Example, f32)], random: &mut StdRng) -> Vec<Crop> {
    let texts = texts.iter().enumerate();
    texts
        .filter_map(|(of, (example, _))| {
            let text = crop(&example.text, random)?;
            Some(Crop { of, text })
        })
        .collect()
}

/// Texts with emoji and emoticons.
fn signed(texts: &[(Example, f32)], random: &mut StdRng) -> Vec<Lesson> {
    let neutral: Vec<&Example> = texts
        .iter()
        .map(|(example, _)| example)
        .filter(|example| example.emotions == [mood::Emotion::Neutral])
        .collect();
    let made = signs::texts(&neutral, random).into_iter();
    made.map(|(text, target)| Lesson {
        text,
        target,
        weight: SIGNED,
    })
    .collect()
}

/// What large nets read in each text, and then in each part of one, that have learned from the other texts.
/// Source: Wolpert, "Stacked generalization" (1992).
fn second_opinions(
    texts: &[(Example, f32)],
    crops: &[Crop],
    vocabulary: &Vocabulary,
    vectors: &Vectors,
) -> Result<Vec<[f32; 7]>> {
    let lessons = weighed(texts, |example, _| {
        let hard = example.hard();
        let soft = example.soft.unwrap_or(hard);
        std::array::from_fn(|c| 0.4 * hard[c] + 0.6 * soft[c])
    });
    let whole = lessons.iter().enumerate();
    let asked: Vec<(usize, &str)> = whole
        .map(|(of, lesson)| (of, lesson.text.as_str()))
        .chain(crops.iter().map(|crop| (crop.of, crop.text.as_str())))
        .collect();
    let mut sums = vec![[0.0; 7]; asked.len()];
    for round in 0..ROUNDS {
        let mut folds: Vec<usize> = (0..lessons.len()).map(|i| i % FOLDS).collect();
        folds.shuffle(&mut StdRng::seed_from_u64(round));
        let readings = by_fold(|fold| {
            let others: Vec<Lesson> = lessons
                .iter()
                .zip(&folds)
                .filter(|(_, of)| **of != fold)
                .map(|(lesson, _)| lesson.clone())
                .collect();
            let mut random = StdRng::seed_from_u64(100 * round + fold as u64);
            let epochs = LARGE_EPOCHS;
            let net = learn(LARGE, vocabulary, vectors, &others, epochs, &mut random);
            let own: Vec<Sample> = asked
                .iter()
                .filter(|(of, _)| folds[*of] == fold)
                .map(|(_, text)| Sample::of(text, vocabulary, [0.0; 7], 1.0))
                .collect();
            net.read(&own)
        })?;
        let mut readings: Vec<_> = readings.into_iter().map(Vec::into_iter).collect();
        for (sum, (of, _)) in sums.iter_mut().zip(&asked) {
            let reading = readings[folds[*of]].next();
            let reading = reading.context("a reading for each text")?;
            for (sum, part) in sum.iter_mut().zip(reading) {
                *sum += part / ROUNDS as f32;
            }
        }
    }
    Ok(sums)
}

/// Does it for every fold, each on a thread of its own.
fn by_fold<T: Send>(work: impl Fn(usize) -> T + Sync) -> Result<Vec<T>> {
    thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = (0..FOLDS)
            .map(|fold| scope.spawn(move || work(fold)))
            .collect();
        let joined = threads.into_iter().map(thread::ScopedJoinHandle::join);
        joined
            .map(|outcome| outcome.map_err(|_| anyhow::anyhow!("a net could not be trained")))
            .collect()
    })
}

fn samples(lessons: &[Lesson], vocabulary: &Vocabulary) -> Vec<Sample> {
    let sample =
        |lesson: &Lesson| Sample::of(&lesson.text, vocabulary, lesson.target, lesson.weight);
    lessons.iter().map(sample).collect()
}

/// A net that has gone over the lessons so often, with falling rates.
fn learn(
    shape: Shape,
    vocabulary: &Vocabulary,
    vectors: &Vectors,
    lessons: &[Lesson],
    epochs: usize,
    random: &mut StdRng,
) -> Net {
    let plain = samples(lessons, vocabulary);
    let words = Words::begin(vocabulary, vectors, shape.dims, random);
    let mut net = Net::new(shape, words, vocabulary.clues.len(), &plain, random);
    go_over(&mut net, vocabulary, lessons, &plain, epochs, 1.0, random);
    net
}

/// Goes over the lessons so often, some of them as typed in a hurry; the rates fall from `begin` to almost nought.
fn go_over(
    net: &mut Net,
    vocabulary: &Vocabulary,
    lessons: &[Lesson],
    plain: &[Sample],
    epochs: usize,
    begin: f32,
    random: &mut StdRng,
) {
    for epoch in 0..epochs {
        let mut samples: Vec<Sample> = plain
            .iter()
            .zip(lessons)
            .map(|(sample, lesson)| {
                if random.random_bool(HURRIED) {
                    let text = noise::hurried(&lesson.text, random);
                    Sample::of(&text, vocabulary, lesson.target, lesson.weight)
                } else {
                    sample.clone()
                }
            })
            .collect();
        samples.shuffle(random);
        let rates = |part: f32| {
            let left = begin * (1.0 - 0.95 * (epoch as f32 + part) / epochs as f32);
            Rates {
                layers: RATES.layers * left,
                vectors: RATES.vectors * left,
                clues: RATES.clues * left,
                ..RATES
            }
        };
        let loss = net.learn(&samples, rates, random);
        println!("  round {} of {epochs}: loss {loss:.4}", epoch + 1);
    }
}

/// Makes the words' vectors of shared parts, and learns on with them.
fn share_parts(net: &mut Net, vocabulary: &Vocabulary, lessons: &[Lesson], random: &mut StdRng) {
    let plain = samples(lessons, vocabulary);
    let mut counts = vec![1.0_f32; vocabulary.words.len() + 1];
    for word in plain.iter().flat_map(|sample| &sample.words) {
        counts[*word as usize] += 1.0;
    }
    let weights: Vec<f32> = counts.into_iter().map(f32::sqrt).collect();
    net.words = net.words.share(&weights, random);
    go_over(
        net,
        vocabulary,
        lessons,
        &plain,
        SHARED_EPOCHS,
        SHARED_RATES,
        random,
    );
}

/// The temperature under which the dev texts are likeliest: it makes confidences honest.
/// Source: Guo et al., "On calibration of modern neural networks" (2017).
fn temperature(net: &Net, vocabulary: &Vocabulary, dev: &[Example]) -> f32 {
    let mut pass = Pass::default();
    let read: Vec<([f32; 7], [f32; 7])> = dev
        .iter()
        .map(|example| {
            let target = example.hard();
            let sample = Sample::of(&example.text, vocabulary, target, 1.0);
            (net.forward(&sample, &mut pass, None), target)
        })
        .collect();
    let mut losses: BTreeMap<u16, f32> = BTreeMap::new();
    for hundredths in (50..180).step_by(2) {
        let temperature = f32::from(hundredths) / 100.0;
        let loss = read.iter().map(|(logits, target)| {
            cross_entropy(target, &soft_max(logits.map(|logit| logit / temperature)))
        });
        losses.insert(hundredths, loss.sum());
    }
    let best = losses.into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or(1.0, |(hundredths, _)| f32::from(hundredths) / 100.0)
}

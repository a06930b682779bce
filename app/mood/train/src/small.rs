//! The net's file, as `mood::net` reads it.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use mood::{
    hash::NET,
    net::{CHOICES, FILTERS, HIDDEN, NIBBLE_ZERO, PART, STEPS},
    pack::table,
};

use crate::{net::Net, sample::Vocabulary, words::Words};

/// A clue's weight is at most so many steps.
const CLUE_STEPS: f32 = 7.0;

/// Writes a net whose words share parts.
pub fn file(net: &Net, vocabulary: &Vocabulary, temperature: f32) -> Result<Vec<u8>> {
    let Words::Shared(words) = &net.words else {
        anyhow::bail!("the words' vectors are not made of shared parts");
    };
    ensure!(
        net.shape.filters == FILTERS && net.shape.hidden == HIDDEN,
        "a net of another size"
    );
    let mut out = NET.to_vec();
    out.extend(temperature.to_le_bytes());
    out.extend(words.chosen[0]);
    let chosen: BTreeMap<String, _> = vocabulary
        .words
        .iter()
        .map(|(word, number)| (word.clone(), words.chosen[*number as usize]))
        .collect();
    table(&mut out, &chosen, |chosen| *chosen);
    rows(&mut out, &words.parts, CHOICES * PART);
    rows(&mut out, &net.convolution.weights, FILTERS);
    rows(&mut out, &net.hidden.weights, HIDDEN);
    rows(&mut out, &net.outputs.weights, 7);
    rows(&mut out, &net.dense.weights, 7);
    let step = clue_step(&net.clues.weights);
    let clues: BTreeMap<String, u32> = vocabulary
        .clues
        .iter()
        .map(|(clue, number)| {
            (
                clue.clone(),
                packed(&net.clues.weights[*number as usize], step),
            )
        })
        .collect();
    table(&mut out, &clues, |packed| packed.to_le_bytes());
    out.extend(step.to_le_bytes());
    Ok(out)
}

/// Rows of signed bytes, each behind the size of a step.
fn rows(out: &mut Vec<u8>, weights: &[f32], width: usize) {
    for row in weights.chunks_exact(width) {
        let largest = row.iter().map(|weight| weight.abs()).fold(1e-6, f32::max);
        let step = largest / f32::from(STEPS);
        out.extend(step.to_le_bytes());
        #[expect(clippy::cast_possible_truncation, reason = "within the steps")]
        out.extend(
            row.iter()
                .map(|weight| ((weight / step).round() as i8).cast_unsigned()),
        );
    }
}

/// So that all but the largest few of the weights fit.
fn clue_step(weights: &[[f32; 7]]) -> f32 {
    let mut sizes: Vec<f32> = weights
        .iter()
        .flatten()
        .map(|weight| weight.abs())
        .collect();
    sizes.sort_by(f32::total_cmp);
    let large = sizes.get(sizes.len() * 995 / 1000).copied().unwrap_or(1.0);
    (large / CLUE_STEPS).max(1e-6)
}

fn packed(weights: &[f32; 7], step: f32) -> u32 {
    let mut packed = 0;
    for (c, weight) in weights.iter().enumerate() {
        #[expect(clippy::cast_possible_truncation, reason = "clamped")]
        let steps = (weight / step).round().clamp(-CLUE_STEPS, CLUE_STEPS) as i32;
        packed |= (steps + NIBBLE_ZERO).cast_unsigned() << (4 * c);
    }
    packed
}

#[cfg(test)]
mod tests {
    use mood::{Lexicon, evidence::Evidence, net::DIMS};
    use rand::{SeedableRng, rngs::StdRng};

    use super::*;
    use crate::{
        corpus::Vectors,
        net::{Pass, Shape},
        sample::Sample,
    };

    /// What learned and what is shipped read alike, but for the steps in which weights are stored.
    #[test]
    fn the_file_reads_as_the_net_that_wrote_it() {
        let mut random = StdRng::seed_from_u64(4);
        let words: Vec<String> = (0..=255).map(|i| format!("word{}", char_name(i))).collect();
        let vocabulary = Vocabulary::of(words, ["! wordaa".to_owned(), "wordab wordac".to_owned()]);
        let vectors = Vectors {
            words: Vec::new(),
            dims: DIMS,
            values: Vec::new(),
        };
        let shape = Shape {
            dims: DIMS,
            filters: FILTERS,
            hidden: HIDDEN,
        };
        let words = Words::begin(&vocabulary, &vectors, DIMS, &mut random);
        let counts = vec![1.0; vocabulary.words.len() + 1];
        let words = words.share(&counts, &mut random);
        let mut net = Net::new(shape, words, 2, &[], &mut random);
        net.clues.weights = vec![[0.7, -0.7, 0.1, 0.0, 0.3, -0.2, 0.6]; 2];
        let bytes = file(&net, &vocabulary, 2.0).expect("a file");
        let shipped = mood::net::Net::from_bytes(&bytes).expect("a net");
        for text in [
            "not wordaa",
            "Wordab WORDAC and wordad!",
            "nothing that is known",
            ":) 42",
        ] {
            let sample = Sample::of(text, &vocabulary, [0.0; 7], 1.0);
            let learned = net.forward(&sample, &mut Pass::default(), None);
            let evidence = Evidence::of(Lexicon::bundled(), text);
            let read = shipped.logits(&evidence);
            for (learned, read) in learned.iter().zip(read) {
                assert!(
                    (learned / 2.0 - read).abs() < 0.03,
                    "{text}: {learned} {read}"
                );
            }
        }
    }

    fn char_name(i: u8) -> String {
        let letter = |i: u8| char::from(b'a' + i % 26);
        [letter(i / 26), letter(i)].iter().collect()
    }
}

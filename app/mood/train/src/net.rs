//! The net while it learns (`mood::net` is the same net at work), of any size: the small one that is shipped, and larger
//! ones from which it learns. Gradients are written out by hand, for it is small; vectors and clues are moved after each
//! text (Duchi, Hazan and Singer's AdaGrad), the rest after each batch (Kingma and Ba's Adam).

use mood::{
    evidence::DENSE,
    net::{FLAGS, share},
    soft_max,
};
use rand::{RngExt, rngs::StdRng};

use crate::{sample::Sample, words::Words};

/// Sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Numbers of a word's vector.
    pub dims: usize,
    /// Filters of the convolution.
    pub filters: usize,
    /// Width of the hidden layer.
    pub hidden: usize,
}

impl Shape {
    fn input(self) -> usize {
        self.dims + FLAGS
    }

    /// What the hidden layer is given.
    pub fn pooled(self) -> usize {
        2 * self.filters + DENSE.len()
    }
}

/// How it learns.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    /// Of the layers.
    pub layers: f32,
    /// Pull of the layers' weights to nought.
    pub decay: f32,
    /// Of the words' vectors.
    pub vectors: f32,
    /// Of the clues' weights.
    pub clues: f32,
    /// Pull of a clue's weights to nought, over all texts that have it.
    pub ridge: f32,
    /// How many of the pooled features are left out each time.
    pub drop: f32,
    /// How many words are taken for unknown each time.
    pub unknown: f32,
}

/// Texts after which the layers move.
const BATCH: usize = 16;

/// Weights of a layer with what Adam remembers.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Row by row, a row for each input; the last row is the bias where there is one.
    pub weights: Vec<f32>,
    gradient: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Layer {
    /// `rows` of random weights and, where wished, a bias of nought.
    fn new(rows: usize, width: usize, has_bias: bool, random: &mut StdRng) -> Self {
        let scale = (3.0 / rows as f32).sqrt();
        let mut weights: Vec<f32> = (0..rows * width)
            .map(|_| random.random_range(-scale..scale))
            .collect();
        if has_bias {
            weights.extend(std::iter::repeat_n(0.0, width));
        }
        Self::of(weights)
    }

    fn of(weights: Vec<f32>) -> Self {
        let n = weights.len();
        Self {
            weights,
            gradient: vec![0.0; n],
            mean: vec![0.0; n],
            square: vec![0.0; n],
        }
    }

    fn step(&mut self, rate: f32, decay: f32, time: i32) {
        let (slow, slower) = (0.9_f32, 0.999_f32);
        let (first, second) = (1.0 - slow.powi(time), 1.0 - slower.powi(time));
        for (i, weight) in self.weights.iter_mut().enumerate() {
            let gradient = self.gradient[i] / BATCH as f32;
            self.mean[i] = slow * self.mean[i] + (1.0 - slow) * gradient;
            self.square[i] = slower * self.square[i] + (1.0 - slower) * gradient * gradient;
            let step = (self.mean[i] / first) / ((self.square[i] / second).sqrt() + 1e-8);
            *weight -= rate * (step + decay * *weight);
            self.gradient[i] = 0.0;
        }
    }

    /// Adds what a row of inputs gives to the outputs, and the bias.
    fn forward(&self, inputs: &[f32], outputs: &mut [f32]) {
        let width = outputs.len();
        for (amount, row) in inputs.iter().zip(self.weights.chunks_exact(width)) {
            if *amount != 0.0 {
                add(outputs, row, *amount);
            }
        }
        if self.weights.len() > inputs.len() * width {
            add(outputs, &self.weights[inputs.len() * width..], 1.0);
        }
    }

    /// Notes the gradient, and adds what comes back to the inputs where they are wished.
    fn backward(&mut self, inputs: &[f32], error: &[f32], back: Option<&mut [f32]>) {
        let width = error.len();
        for (amount, row) in inputs.iter().zip(self.gradient.chunks_exact_mut(width)) {
            if *amount != 0.0 {
                add(row, error, *amount);
            }
        }
        if self.gradient.len() > inputs.len() * width {
            add(&mut self.gradient[inputs.len() * width..], error, 1.0);
        }
        if let Some(back) = back {
            for (back, row) in back.iter_mut().zip(self.weights.chunks_exact(width)) {
                *back += row.iter().zip(error).map(|(w, e)| w * e).sum::<f32>();
            }
        }
    }
}

fn add(to: &mut [f32], row: &[f32], times: f32) {
    for (to, value) in to.iter_mut().zip(row) {
        *to += value * times;
    }
}

/// Weights of clues, with the sums of their squared gradients.
#[derive(Clone, Debug)]
pub struct Clues {
    /// Of each clue.
    pub weights: Vec<[f32; 7]>,
    squares: Vec<[f32; 7]>,
    /// In how many texts it is.
    texts: Vec<f32>,
}

impl Clues {
    fn of(count: usize, samples: &[Sample]) -> Self {
        let mut texts = vec![0.0; count];
        for clue in samples.iter().flat_map(|sample| &sample.clues) {
            texts[*clue as usize] += 1.0;
        }
        Self {
            weights: vec![[0.0; 7]; count],
            squares: vec![[1e-2; 7]; count],
            texts,
        }
    }

    fn learn(&mut self, sample: &Sample, error: &[f32; 7], rates: &Rates) {
        for clue in &sample.clues {
            let clue = *clue as usize;
            let ridge = rates.ridge / self.texts[clue].max(1.0);
            let parts = self.weights[clue].iter_mut().zip(&mut self.squares[clue]);
            for ((weight, square), error) in parts.zip(error) {
                let gradient = error * sample.scale + ridge * *weight;
                *square += gradient * gradient;
                *weight -= rates.clues * gradient / square.sqrt();
            }
        }
    }
}

/// See the module.
#[derive(Clone, Debug)]
pub struct Net {
    /// Its sizes.
    pub shape: Shape,
    /// The words' vectors.
    pub words: Words,
    /// Three inputs and a bias, each a row of filters.
    pub convolution: Layer,
    /// With a bias.
    pub hidden: Layer,
    /// Without.
    pub outputs: Layer,
    /// Without.
    pub dense: Layer,
    /// Words, denied words, pairs and threes.
    pub clues: Clues,
    steps: i32,
}

/// What a pass leaves for the way back.
#[derive(Debug, Default)]
pub struct Pass {
    inputs: Vec<f32>,
    active: Vec<f32>,
    most: Vec<usize>,
    pooled: Vec<f32>,
    hidden: Vec<f32>,
    back_inputs: Vec<f32>,
    back_pooled: Vec<f32>,
    back_hidden: Vec<f32>,
    back_active: Vec<f32>,
}

impl Net {
    /// One that knows its words' vectors and nothing else.
    pub fn new(
        shape: Shape,
        words: Words,
        clues: usize,
        samples: &[Sample],
        random: &mut StdRng,
    ) -> Self {
        Self {
            shape,
            words,
            convolution: Layer::new(3 * shape.input(), shape.filters, true, random),
            hidden: Layer::new(shape.pooled(), shape.hidden, true, random),
            outputs: Layer::new(shape.hidden, 7, false, random),
            dense: Layer::of(vec![0.0; DENSE.len() * 7]),
            clues: Clues::of(clues, samples),
            steps: 0,
        }
    }

    /// The seven outputs, as log-odds. `keep` has a factor for each filter's most and sum.
    pub fn forward(&self, sample: &Sample, pass: &mut Pass, keep: Option<&[f32]>) -> [f32; 7] {
        let Shape {
            dims,
            filters,
            hidden,
        } = self.shape;
        let input = self.shape.input();
        let tokens = sample.words.len();
        refill(&mut pass.inputs, (tokens + 2) * input);
        let places = pass.inputs[input..].chunks_exact_mut(input);
        for ((place, word), flags) in places.zip(&sample.words).zip(&sample.flags) {
            self.words.vector(*word, &mut place[..dims]);
            place[dims..].copy_from_slice(flags);
        }
        refill(&mut pass.active, tokens * filters);
        refill(&mut pass.pooled, self.shape.pooled());
        pass.most.clear();
        pass.most.resize(filters, usize::MAX);
        let share = share(tokens);
        for (t, active) in pass.active.chunks_exact_mut(filters).enumerate() {
            let window = &pass.inputs[t * input..][..3 * input];
            self.convolution.forward(window, active);
            for (c, amount) in active.iter_mut().enumerate() {
                *amount = amount.max(0.0);
                if *amount > pass.pooled[c] {
                    pass.pooled[c] = *amount;
                    pass.most[c] = t;
                }
                pass.pooled[filters + c] += *amount * share;
            }
        }
        for (pooled, keep) in pass.pooled.iter_mut().zip(keep.unwrap_or_default()) {
            *pooled *= keep;
        }
        pass.pooled[2 * filters..].copy_from_slice(&sample.dense);
        refill(&mut pass.hidden, hidden);
        self.hidden.forward(&pass.pooled, &mut pass.hidden);
        for amount in &mut pass.hidden {
            *amount = amount.max(0.0);
        }
        let mut logits = sample.signs;
        self.outputs.forward(&pass.hidden, &mut logits);
        self.dense.forward(&sample.dense, &mut logits);
        for clue in &sample.clues {
            add(
                &mut logits,
                &self.clues.weights[*clue as usize],
                sample.scale,
            );
        }
        logits
    }

    fn backward(
        &mut self,
        sample: &Sample,
        pass: &mut Pass,
        error: &[f32; 7],
        keep: &[f32],
        rates: &Rates,
    ) {
        let Shape {
            dims,
            filters,
            hidden,
        } = self.shape;
        let input = self.shape.input();
        self.clues.learn(sample, error, rates);
        self.dense.backward(&sample.dense, error, None);
        refill(&mut pass.back_hidden, hidden);
        self.outputs
            .backward(&pass.hidden, error, Some(&mut pass.back_hidden));
        for (back, amount) in pass.back_hidden.iter_mut().zip(&pass.hidden) {
            if *amount == 0.0 {
                *back = 0.0;
            }
        }
        refill(&mut pass.back_pooled, 2 * filters);
        self.hidden
            .backward(&pass.pooled, &pass.back_hidden, Some(&mut pass.back_pooled));
        for (back, keep) in pass.back_pooled.iter_mut().zip(keep) {
            *back *= keep;
        }
        let share = share(sample.words.len());
        refill(&mut pass.back_inputs, pass.inputs.len());
        refill(&mut pass.back_active, filters);
        for (t, active) in pass.active.chunks_exact(filters).enumerate() {
            for (c, amount) in active.iter().enumerate() {
                let most = if pass.most[c] == t {
                    pass.back_pooled[c]
                } else {
                    0.0
                };
                pass.back_active[c] = if *amount > 0.0 {
                    most + pass.back_pooled[filters + c] * share
                } else {
                    0.0
                };
            }
            let window = t * input..(t + 3) * input;
            self.convolution.backward(
                &pass.inputs[window.clone()],
                &pass.back_active,
                Some(&mut pass.back_inputs[window]),
            );
        }
        for (word, back) in sample
            .words
            .iter()
            .zip(pass.back_inputs[input..].chunks_exact(input))
        {
            self.words.learn(*word, &back[..dims], rates.vectors);
        }
    }

    /// Goes over the samples once, in their order; `rates` are given for how far it has come, 0 to 1. Answers the mean loss.
    pub fn learn(
        &mut self,
        samples: &[Sample],
        rates: impl Fn(f32) -> Rates,
        random: &mut StdRng,
    ) -> f32 {
        let count = samples.len() as f32;
        let mut pass = Pass::default();
        let mut keep = vec![1.0; 2 * self.shape.filters];
        let mut loss = 0.0;
        for (done, sample) in samples.iter().enumerate() {
            let now = rates(done as f32 / count);
            let mut sample = sample.clone();
            for word in &mut sample.words {
                if random.random::<f32>() < now.unknown {
                    *word = crate::sample::UNKNOWN;
                }
            }
            for keep in &mut keep {
                let is_kept = random.random::<f32>() >= now.drop;
                *keep = if is_kept { 1.0 / (1.0 - now.drop) } else { 0.0 };
            }
            let read = soft_max(self.forward(&sample, &mut pass, Some(&keep)));
            let error = std::array::from_fn(|c| (read[c] - sample.target[c]) * sample.weight);
            loss += sample.weight * cross_entropy(&sample.target, &read);
            self.backward(&sample, &mut pass, &error, &keep, &now);
            if (done + 1) % BATCH == 0 {
                self.steps += 1;
                for layer in [
                    &mut self.convolution,
                    &mut self.hidden,
                    &mut self.outputs,
                    &mut self.dense,
                ] {
                    layer.step(now.layers, now.decay, self.steps);
                }
            }
        }
        loss / count
    }

    /// Reads texts: seven probabilities for each.
    pub fn read(&self, samples: &[Sample]) -> Vec<[f32; 7]> {
        let mut pass = Pass::default();
        samples
            .iter()
            .map(|sample| soft_max(self.forward(sample, &mut pass, None)))
            .collect()
    }
}

fn refill(values: &mut Vec<f32>, count: usize) {
    values.clear();
    values.resize(count, 0.0);
}

/// In nats.
pub fn cross_entropy(target: &[f32; 7], read: &[f32; 7]) -> f32 {
    -target
        .iter()
        .zip(read)
        .map(|(t, r)| t * r.max(1e-9).ln())
        .sum::<f32>()
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;
    use crate::{corpus::Vectors, sample::Vocabulary};

    const SHAPE: Shape = Shape {
        dims: 4,
        filters: 5,
        hidden: 6,
    };
    /// Nothing moves but what a batch gathers.
    const STILL: Rates = Rates {
        layers: 0.0,
        decay: 0.0,
        vectors: 0.0,
        clues: 0.0,
        ridge: 0.0,
        drop: 0.0,
        unknown: 0.0,
    };

    fn sample(vocabulary: &Vocabulary) -> Sample {
        let target = [0.5, 0.0, 0.3, 0.0, 0.2, 0.0, 0.0];
        Sample::of("I am NOT happy, but so tired :(", vocabulary, target, 1.0)
    }

    fn net(random: &mut StdRng) -> (Net, Sample) {
        let words = ["i", "am", "happy", "tired", ":("].map(str::to_owned);
        let vocabulary = Vocabulary::of(words, ["so tired".to_owned()]);
        let vectors = Vectors {
            words: Vec::new(),
            dims: 4,
            values: Vec::new(),
        };
        let words = Words::begin(&vocabulary, &vectors, SHAPE.dims, random);
        let sample = sample(&vocabulary);
        let net = Net::new(SHAPE, words, 1, std::slice::from_ref(&sample), random);
        (net, sample)
    }

    fn loss(net: &Net, sample: &Sample) -> f32 {
        let logits = net.forward(sample, &mut Pass::default(), None);
        cross_entropy(&sample.target, &soft_max(logits))
    }

    /// The gradient that was written out by hand is what the loss really does when a weight moves a little.
    #[test]
    fn gradients_are_those_of_the_loss() {
        let mut random = StdRng::seed_from_u64(5);
        let (mut net, sample) = net(&mut random);
        let mut pass = Pass::default();
        let keep = vec![1.0; 2 * SHAPE.filters];
        let read = soft_max(net.forward(&sample, &mut pass, Some(&keep)));
        let error = std::array::from_fn(|c| read[c] - sample.target[c]);
        net.backward(&sample, &mut pass, &error, &keep, &STILL);
        type Of = fn(&mut Net) -> &mut Layer;
        let layers: [(&str, Of); 4] = [
            ("convolution", |net| &mut net.convolution),
            ("hidden", |net| &mut net.hidden),
            ("outputs", |net| &mut net.outputs),
            ("dense", |net| &mut net.dense),
        ];
        for (name, layer) in layers {
            let mut moving = 0;
            for i in 0..layer(&mut net).weights.len() {
                let step = 1e-3;
                let there = |by: f32| {
                    let mut moved = net.clone();
                    layer(&mut moved).weights[i] += by;
                    loss(&moved, &sample)
                };
                let slope = (there(step) - there(-step)) / (2.0 * step);
                let gradient = layer(&mut net).gradient[i];
                assert!(
                    (slope - gradient).abs() < 5e-3,
                    "{name} {i}: {slope}, {gradient}"
                );
                moving += usize::from(gradient.abs() > 1e-2);
            }
            assert!(moving > 2, "{name} is not moved by this text");
        }
    }

    #[test]
    fn it_learns_what_it_is_shown() {
        let mut random = StdRng::seed_from_u64(6);
        let (mut net, sample) = net(&mut random);
        let samples = vec![sample; 64];
        let rates = Rates {
            layers: 0.01,
            vectors: 0.05,
            clues: 0.05,
            ..STILL
        };
        let first = net.learn(&samples, |_| rates, &mut random);
        for _ in 0..20 {
            net.learn(&samples, |_| rates, &mut random);
        }
        let last = net.learn(&samples, |_| rates, &mut random);
        // What is to be read is not certain: the loss ends at its entropy, 1.03.
        assert!(last < first && last < 1.05, "{first} {last}");
    }
}

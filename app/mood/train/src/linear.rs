//! Fits weights that tell texts which have something from those which do not.

use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

/// Numbers of features with their amounts.
pub type Sparse = Vec<(u32, f32)>;

/// A text to learn from.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    pub features: &'a Sparse,
    pub is: bool,
    /// How dear it is to be wrong about it.
    pub cost: f32,
}

const ROUNDS: usize = 30;
/// How much a feature counts by how differently often both sides have it; the rest counts for all alike.
const BY_RATIO: f32 = 0.6;

/// The weights of a support vector machine with squared hinge loss, of features scaled by how much more often one side has
/// them than the other. Scales from `told` on are 1. Sources: Hsieh et al., "A dual coordinate descent method for large-scale
/// linear SVM" (2008); Wang and Manning (2012).
pub fn fit(cases: &[Case<'_>], features: usize, told: usize, seed: u64) -> Vec<f32> {
    let scales = ratios(cases, features, told);
    let scaled = |case: &Case<'_>, i: usize| {
        let (feature, amount) = case.features[i];
        (feature as usize, amount * scales[feature as usize])
    };
    let mut weights = vec![0.0_f32; features];
    let mut alphas = vec![0.0_f32; cases.len()];
    let squares: Vec<f32> = cases
        .iter()
        .map(|case| {
            let each = (0..case.features.len()).map(|i| scaled(case, i).1);
            each.map(|amount| amount * amount).sum::<f32>() + 0.5 / case.cost
        })
        .collect();
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let mut random = StdRng::seed_from_u64(seed);
    for _ in 0..ROUNDS {
        order.shuffle(&mut random);
        for &at in &order {
            let case = &cases[at];
            let side = if case.is { 1.0 } else { -1.0 };
            let each = || (0..case.features.len()).map(|i| scaled(case, i));
            let sum: f32 = each().map(|(f, amount)| weights[f] * amount).sum();
            let slope = side * sum - 1.0 + alphas[at] * 0.5 / case.cost;
            let before = alphas[at];
            alphas[at] = (before - slope / squares[at]).max(0.0);
            let change = (alphas[at] - before) * side;
            if change != 0.0 {
                for (f, amount) in each() {
                    weights[f] += change * amount;
                }
            }
        }
    }
    for (weight, scale) in weights.iter_mut().zip(scales) {
        *weight *= scale;
    }
    weights
}

fn ratios(cases: &[Case<'_>], features: usize, told: usize) -> Vec<f32> {
    let mut counts = [vec![1.0_f32; features], vec![1.0_f32; features]];
    let mut texts = [2.0_f32; 2];
    for case in cases {
        let side = usize::from(case.is);
        texts[side] += 1.0;
        for (feature, _) in case.features {
            counts[side][*feature as usize] += 1.0;
        }
    }
    let [without, with] = counts;
    let each = with.iter().zip(&without).enumerate();
    each.map(|(feature, (with, without))| {
        if feature < told {
            let ratio = (with / texts[1]) / (without / texts[0]);
            (1.0 - BY_RATIO) + BY_RATIO * ratio.ln().abs()
        } else {
            1.0
        }
    })
    .collect()
}

/// What the weights make of a text.
pub fn sum(weights: &[f32], features: &Sparse) -> f32 {
    let parts = features
        .iter()
        .map(|(feature, amount)| weights[*feature as usize] * amount);
    parts.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_the_sides_is_learned() {
        let with: Sparse = vec![(0, 1.0), (1, 1.0), (3, 0.5)];
        let without: Sparse = vec![(0, 1.0), (2, 1.0), (3, 0.5)];
        let case = |features, is| Case {
            features,
            is,
            cost: 1.0,
        };
        let cases = [
            case(&with, true),
            case(&without, false),
            case(&with, true),
            case(&without, false),
        ];
        let weights = fit(&cases, 4, 3, 1);
        assert!(sum(&weights, &with) > 0.5 && sum(&weights, &without) < -0.5);
        assert!(weights[0].abs() < weights[1] && weights[0].abs() < -weights[2]);
    }
}

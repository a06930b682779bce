//! What was seen, as a mean and percentiles.

/// Values in any order, in the unit of whoever adds them.
#[derive(Clone, Debug, Default)]
pub struct Samples(Vec<f64>);

impl Samples {
    /// One more.
    pub fn add(&mut self, value: f64) {
        self.0.push(value);
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Their mean; not a number where there are none.
    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / self.0.len() as f64
    }

    /// The smallest that at least this share of them does not exceed (nearest rank); not a number where there are none.
    pub fn quantile(&self, share: f64) -> f64 {
        let rank = (self.0.len() as f64 * share).ceil().max(1.0) as usize - 1;
        if rank >= self.0.len() {
            return f64::NAN;
        }
        let mut values = self.0.clone();
        *values.select_nth_unstable_by(rank, f64::total_cmp).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_one_of_them() {
        let mut samples = Samples::default();
        assert!(samples.quantile(0.5).is_nan() && samples.mean().is_nan());
        for value in (1..=100).rev() {
            samples.add(f64::from(value));
        }
        assert_eq!(
            [0.0, 0.5, 0.99, 1.0].map(|share| samples.quantile(share)),
            [1.0, 50.0, 99.0, 100.0]
        );
        assert!((samples.mean() - 50.5).abs() < 1e-9);
    }
}

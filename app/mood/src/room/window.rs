//! Weighs what was said lately: newer messages count more, no one person paints a group's room.

use std::collections::VecDeque;

use crate::reading::Reading;

/// After so many newer messages a message counts half.
const HALF_LIFE_MESSAGES: f32 = 2.0;
/// After so long a message counts half.
const HALF_LIFE_MS: f32 = 180_000.0;
/// Older messages are forgotten: they would count a hundredth.
const MEMORY: usize = 16;
/// Part of the draft while it is being typed.
const DRAFT: f32 = 0.35;
/// Part of what was mixed before the last message.
const CARRIED: f32 = 0.3;
/// Weight of the neutral prior: what a silent room fades to.
const PRIOR: f32 = 0.15;
/// From so many people on, one of them has at most half of the weight.
const GROUP: usize = 3;

#[derive(Clone, Debug)]
struct Heard {
    sender: u128,
    at_ms: u64,
    probs: [f32; 7],
    arousal: f32,
}

/// The last messages and the draft.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    heard: VecDeque<Heard>,
    draft: Option<([f32; 7], f32)>,
}

impl Window {
    pub(super) fn push(&mut self, sender: u128, at_ms: u64, reading: &Reading) {
        self.heard.push_back(Heard {
            sender,
            at_ms,
            probs: reading.probs,
            arousal: reading.arousal,
        });
        if self.heard.len() > MEMORY {
            self.heard.pop_front();
        }
    }

    pub(super) fn set_draft(&mut self, draft: Option<([f32; 7], f32)>) {
        self.draft = draft;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.heard.is_empty()
    }

    /// What was said, mixed with what was carried over and with the draft.
    pub(super) fn probs(&self, now_ms: u64, carried: Option<[f32; 7]>) -> [f32; 7] {
        let said = self.without_draft(now_ms, carried);
        match self.draft {
            Some((probs, _)) => mix(&said, &probs, DRAFT),
            None => said,
        }
    }

    /// The same as if no draft was there.
    pub(super) fn without_draft(&self, now_ms: u64, carried: Option<[f32; 7]>) -> [f32; 7] {
        let weights = self.weights(now_ms);
        let neutral = Reading::neutral().probs;
        let mut total = PRIOR;
        let mut out = neutral.map(|p| p * PRIOR);
        for (heard, weight) in self.heard.iter().zip(&weights) {
            total += weight;
            for (o, p) in out.iter_mut().zip(heard.probs) {
                *o += p * weight;
            }
        }
        let said = out.map(|o| o / total);
        match (carried, self.heard.back()) {
            (Some(carried), Some(last)) => {
                mix(&said, &carried, CARRIED * fading(now_ms, last.at_ms))
            }
            _ => said,
        }
    }

    /// How stirred the talk is, 0 to 1.
    pub(super) fn arousal(&self, now_ms: u64) -> f32 {
        let weights = self.weights(now_ms);
        let total: f32 = weights.iter().sum();
        let said = self
            .heard
            .iter()
            .zip(&weights)
            .map(|(h, w)| h.arousal * w)
            .sum::<f32>()
            / total.max(1e-6);
        match self.draft {
            Some((_, arousal)) if self.heard.is_empty() => arousal,
            Some((_, arousal)) => said + (arousal - said) * DRAFT,
            None => said,
        }
    }

    /// Weight of each message by its age in messages and in time, fair among the senders.
    fn weights(&self, now_ms: u64) -> Vec<f32> {
        let newest = self.heard.len();
        let mut weights: Vec<f32> = self
            .heard
            .iter()
            .enumerate()
            .map(|(i, h)| {
                0.5_f32.powf((newest - 1 - i) as f32 / HALF_LIFE_MESSAGES) * fading(now_ms, h.at_ms)
            })
            .collect();
        self.cap_the_loudest(&mut weights);
        weights
    }

    /// In a group, someone with more than half of the weight is brought down to half.
    fn cap_the_loudest(&self, weights: &mut [f32]) {
        let total: f32 = weights.iter().sum();
        let of = |sender: u128| -> f32 {
            self.heard
                .iter()
                .zip(weights.iter())
                .filter(|(h, _)| h.sender == sender)
                .map(|(_, w)| w)
                .sum()
        };
        let mut senders: Vec<u128> = self.heard.iter().map(|h| h.sender).collect();
        senders.sort_unstable();
        senders.dedup();
        let loudest = senders.iter().copied().find(|s| of(*s) > total / 2.0);
        if let (true, Some(loudest)) = (senders.len() >= GROUP, loudest) {
            let own = of(loudest);
            let factor = (total - own) / own;
            for (heard, weight) in self.heard.iter().zip(weights) {
                if heard.sender == loudest {
                    *weight *= factor;
                }
            }
        }
    }
}

/// What is left of something said a while ago.
fn fading(now_ms: u64, at_ms: u64) -> f32 {
    0.5_f32.powf(now_ms.saturating_sub(at_ms) as f32 / HALF_LIFE_MS)
}

fn mix(a: &[f32; 7], b: &[f32; 7], part_of_b: f32) -> [f32; 7] {
    let mut out = *a;
    for (o, b) in out.iter_mut().zip(b) {
        *o += (b - *o) * part_of_b;
    }
    out
}

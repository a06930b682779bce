//! Weighs what was said lately: newer messages count more, no one person paints a group's room.
//!
//! Messages are evidence, so they multiply rather than average: three lines that each lean a
//! little towards sadness make a sad room, although each alone reads as neutral. For the same
//! reason each reading is held against how common its mood is anyway. Both were found by replaying
//! labelled texts as conversations (`examples/replay.rs`): averaging shows the right mood half of
//! the time, this three times in four.

use std::collections::VecDeque;

use crate::reading::{Emotion, Reading, fold};

/// After so many newer messages a message counts half.
const HALF_LIFE_MESSAGES: f32 = 1.0;
/// After so long a message counts half.
const HALF_LIFE_MS: f32 = 180_000.0;
/// Older messages are forgotten: they would count a thousandth.
const MEMORY: usize = 16;
/// How much the newest message counts as evidence: not fully, as what follows is seldom independent.
const NEWEST: f32 = 0.6;
/// Part of the draft in a lively talk while it is being typed: more than half, so that one's own clear words turn one's
/// own light, whatever was said before. Where nothing was said for long the draft is all there is.
const DRAFT: f32 = 0.6;
/// Part of what was mixed before the last message.
const CARRIED: f32 = 0.3;
/// How likely each mood is in a text about which nothing is known …
const USUAL: [f32; 4] = [0.30, 0.08, 0.19, 0.43];
/// … and how far a reading is held against it (1 would forget that neutral talk is common).
const AGAINST_USUAL: f32 = 0.6;
/// No reading is so sure that it could not be outweighed.
const FLOOR: f32 = 0.03;
/// What a room falls silent into: log-odds for neutral when the last message has faded.
const SILENCE: f32 = 1.0;
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
            Some((probs, _)) => mix(
                &said,
                &posterior(&[(probs, 1.0)], 0.0),
                self.part_of_draft(now_ms),
            ),
            None => said,
        }
    }

    /// The same as if no draft was there.
    pub(super) fn without_draft(&self, now_ms: u64, carried: Option<[f32; 7]>) -> [f32; 7] {
        let Some(last) = self.heard.back() else {
            return Reading::neutral().probs;
        };
        let fresh = fading(now_ms, last.at_ms);
        let evidence: Vec<([f32; 7], f32)> = self
            .heard
            .iter()
            .zip(self.weights(now_ms))
            .map(|(h, w)| (h.probs, w * NEWEST))
            .collect();
        let said = posterior(&evidence, SILENCE * (1.0 - fresh));
        match carried {
            Some(carried) => mix(&said, &carried, CARRIED * fresh),
            None => said,
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
            Some((_, arousal)) => said + (arousal - said) * self.part_of_draft(now_ms),
            None => said,
        }
    }

    /// The less is left of what was said, the more the draft counts.
    fn part_of_draft(&self, now_ms: u64) -> f32 {
        let left = self
            .heard
            .back()
            .map_or(0.0, |last| fading(now_ms, last.at_ms));
        1.0 - left * (1.0 - DRAFT)
    }

    /// Weight of each message by its age in messages and in time, fair among the senders.
    fn weights(&self, now_ms: u64) -> Vec<f32> {
        let newest = self.heard.len();
        let mut weights: Vec<f32> = self
            .heard
            .iter()
            .enumerate()
            .map(|(i, h)| weight_after(newest - 1 - i) * fading(now_ms, h.at_ms))
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

/// What weighted readings say together, starting from a room where every mood is equally likely
/// but for `silence`, which speaks for neutral.
fn posterior(evidence: &[([f32; 7], f32)], silence: f32) -> [f32; 7] {
    let mut logs = [0.0, 0.0, 0.0, silence];
    // Within a mood the emotions share by their plain weighted mean.
    let mut shares = [1e-6_f32; 7];
    for (probs, weight) in evidence {
        for ((log, p), usual) in logs.iter_mut().zip(fold(probs)).zip(USUAL) {
            *log += weight * (p.max(FLOOR).ln() - AGAINST_USUAL * usual.ln());
        }
        for (share, p) in shares.iter_mut().zip(probs) {
            *share += p * weight;
        }
    }
    let top = logs.into_iter().fold(f32::MIN, f32::max);
    let raised = logs.map(|l| (l - top).exp());
    let sum: f32 = raised.iter().sum();
    let by_mood = fold(&shares);
    Emotion::ALL.map(|e| {
        let mood = e.mood().index();
        raised[mood] / sum * shares[e.index()] / by_mood[mood]
    })
}

/// What a message counts after so many newer ones, 1 for the newest.
pub fn weight_after(messages: usize) -> f32 {
    0.5_f32.powf(messages as f32 / HALF_LIFE_MESSAGES)
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

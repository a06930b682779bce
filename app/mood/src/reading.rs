//! What a text says: the emotions, the moods they fold into, and the words that made it so.

use std::ops::Range;

/// The seven emotions that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Emotion {
    Joy,
    Love,
    Sadness,
    Anger,
    Fear,
    Surprise,
    Neutral,
}

impl Emotion {
    /// All of them, in the order of [`Reading::probs`].
    pub const ALL: [Emotion; 7] = [
        Emotion::Joy,
        Emotion::Love,
        Emotion::Sadness,
        Emotion::Anger,
        Emotion::Fear,
        Emotion::Surprise,
        Emotion::Neutral,
    ];

    /// Position in [`Reading::probs`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The mood in which the emotion is shown.
    pub fn mood(self) -> Mood {
        match self {
            Emotion::Joy | Emotion::Love => Mood::Happy,
            Emotion::Sadness => Mood::Sad,
            Emotion::Anger | Emotion::Fear => Mood::Tense,
            Emotion::Surprise | Emotion::Neutral => Mood::Neutral,
        }
    }

    /// Stable lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Emotion::Joy => "joy",
            Emotion::Love => "love",
            Emotion::Sadness => "sadness",
            Emotion::Anger => "anger",
            Emotion::Fear => "fear",
            Emotion::Surprise => "surprise",
            Emotion::Neutral => "neutral",
        }
    }
}

/// The four moods that are shown. Seven would promise more than a guess about words can keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mood {
    Happy,
    Sad,
    Tense,
    #[default]
    Neutral,
}

impl Mood {
    /// All of them, in the order of [`Reading::moods`].
    pub const ALL: [Mood; 4] = [Mood::Happy, Mood::Sad, Mood::Tense, Mood::Neutral];

    /// Position in [`Reading::moods`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// Stable lower-case name.
    pub fn name(self) -> &'static str {
        match self {
            Mood::Happy => "happy",
            Mood::Sad => "sad",
            Mood::Tense => "tense",
            Mood::Neutral => "neutral",
        }
    }
}

/// The part of one word, emoji or phrase in a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// Bytes of the text it stands on.
    pub range: Range<u32>,
    /// Its part in the sum behind the valence: weight times polarity, 0 where it has none.
    pub weight: f32,
    /// The emotion it speaks for most.
    pub emotion: Emotion,
    /// How strongly it speaks for that emotion (log-odds, never negative).
    pub pull: f32,
}

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Probability of each emotion, in the order of [`Emotion::ALL`]; they sum to 1.
    pub probs: [f32; 7],
    /// Pleasant or unpleasant, -1 to 1: `S / sqrt(S² + 15)` over the words' weighted polarities.
    pub valence: f32,
    /// How often a reading like this one names the right mood, 0 to 1 (measured on held-out texts).
    pub confidence: f32,
    /// From calm (0) to stirred (1).
    pub arousal: f32,
}

impl Reading {
    /// The reading of a text that says nothing.
    pub fn neutral() -> Self {
        Reading {
            probs: [0.06, 0.02, 0.03, 0.04, 0.02, 0.08, 0.75],
            valence: 0.0,
            confidence: 0.2,
            arousal: 0.1,
        }
    }

    /// Probability of each mood, in the order of [`Mood::ALL`]; they sum to 1.
    pub fn moods(&self) -> [f32; 4] {
        fold(&self.probs)
    }

    /// The likeliest mood.
    pub fn mood(&self) -> Mood {
        likeliest(&self.moods())
    }

    /// The likeliest emotion.
    pub fn emotion(&self) -> Emotion {
        Emotion::ALL
            .into_iter()
            .rev()
            .fold(Emotion::Neutral, |best, emotion| {
                if self.probs[emotion.index()] > self.probs[best.index()] {
                    emotion
                } else {
                    best
                }
            })
    }
}

/// Folds seven emotions into the four moods.
pub fn fold(probs: &[f32; 7]) -> [f32; 4] {
    let mut moods = [0.0; 4];
    for emotion in Emotion::ALL {
        moods[emotion.mood().index()] += probs[emotion.index()];
    }
    moods
}

/// The likeliest of four moods. Neutral last: a mood must be strictly likelier than neutral to be named.
pub fn likeliest(moods: &[f32; 4]) -> Mood {
    let likelier = |best: Mood, mood: Mood| {
        if moods[mood.index()] > moods[best.index()] {
            mood
        } else {
            best
        }
    };
    Mood::ALL.into_iter().rev().fold(Mood::Neutral, likelier)
}

/// Probabilities from log-odds.
pub fn soft_max(logits: [f32; 7]) -> [f32; 7] {
    let top = logits.into_iter().fold(f32::MIN, f32::max);
    let raised = logits.map(|logit| (logit - top).exp());
    let sum: f32 = raised.iter().sum();
    raised.map(|raised| raised / sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_emotion_keeps_its_place() {
        for (i, emotion) in Emotion::ALL.into_iter().enumerate() {
            assert_eq!(emotion.index(), i);
        }
        for (i, mood) in Mood::ALL.into_iter().enumerate() {
            assert_eq!(mood.index(), i);
        }
    }

    #[test]
    fn the_neutral_reading_is_neutral() {
        let neutral = Reading::neutral();
        assert_eq!(neutral.mood(), Mood::Neutral);
        assert_eq!(neutral.emotion(), Emotion::Neutral);
        assert!((neutral.probs.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((neutral.moods().iter().sum::<f32>() - 1.0).abs() < 1e-6);
    }
}

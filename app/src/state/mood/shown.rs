//! What a page shows of a mood, in the words and names of the design.

use std::sync::Arc;

use mood::{
    Mood, Phase, Reading, SOOTHED_STRENGTH, Share, Shown, normalised, palette::Tint, weight_after,
};

/// What moved the mood last: decides how fast the colour follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MoodCause {
    /// The viewer's own typing.
    Typing,
    /// A message arrived or was read.
    Received,
    /// It fades.
    #[default]
    Neutral,
    /// A heavy mood eases towards calm.
    Soothe,
}

impl MoodCause {
    /// Its name in `data-mood-cause`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Typing => "typing",
            Self::Received => "received",
            Self::Neutral => "neutral",
            Self::Soothe => "soothe",
        }
    }
}

/// A word's part in the mood, for the "why this colour?" panel.
#[derive(Clone, Debug, PartialEq)]
pub struct MoodWord {
    /// The word as written.
    pub text: String,
    /// The mood it speaks for.
    pub mood: Mood,
    /// Its part, 0 to 1, in all that was found.
    pub part: f32,
}

/// What is shown of the open room's mood.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownMood {
    /// The mood.
    pub mood: Mood,
    /// The palette's shade: `neutral`, `joy`, `love`, `calm`, `sad`, `anxious` or `angry`; for `data-mood`.
    pub shade: &'static str,
    /// A second mood close behind, by its shade: the background runs between the two.
    pub second: Option<&'static str>,
    /// 0 to 1, with level, arousal and reduced motion worked in: for `--mood-strength`.
    pub strength: f32,
    /// 0 to 1: how sure the reading is.
    pub confidence: f32,
    /// What moved it last.
    pub cause: MoodCause,
    /// The chip's word: "bright", "warm", "calm", "low", "uneasy", "heated"; empty for neutral.
    pub word: &'static str,
    /// The chip's icon: one character, empty for neutral.
    pub icon: &'static str,
}

impl Default for ShownMood {
    fn default() -> Self {
        Self::of(&Shown::NEUTRAL, MoodCause::Neutral)
    }
}

impl ShownMood {
    /// From what the engine shows.
    pub(super) fn of(shown: &Shown, cause: MoodCause) -> Self {
        let tint = Tint::of(shown.mood, shown.shade);
        let cause = match shown.phase {
            _ if shown.mood == Mood::Neutral => MoodCause::Neutral,
            Phase::Soothing { .. } => MoodCause::Soothe,
            Phase::Settled | Phase::Holding => cause,
        };
        let strength = match shown.phase {
            // The style sheets ease from here to there: they are told the end once, not each step.
            Phase::Soothing { .. } => shown.strength.min(SOOTHED_STRENGTH),
            Phase::Settled | Phase::Holding => shown.strength,
        };
        Self {
            mood: shown.mood,
            shade: tint.name(),
            second: shown
                .second
                .map(|second| Tint::of(second, mood::Emotion::Neutral).name()),
            strength,
            confidence: shown.confidence,
            cause,
            word: tint.word(),
            icon: tint.sign(),
        }
    }
}

/// One text, how it is read, and why: for the panel in which a person can say that it is otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// The text.
    pub text: Arc<str>,
    /// What it is read as.
    pub mood: Mood,
    /// Because the person said so of this text or one alike.
    pub is_corrected: bool,
    /// Its pleasant and unpleasant words as written, with weight times polarity; their sum is `S`.
    pub polarities: Vec<(String, f32)>,
    /// `S`.
    pub sum: f32,
    /// `S / sqrt(S² + 15)`, -1 to 1.
    pub valence: f32,
}

impl Telling {
    /// From a text's reading and its words' shares.
    pub(super) fn of(
        text: &Arc<str>,
        reading: &Reading,
        is_corrected: bool,
        shares: &[Share],
    ) -> Self {
        let polarities: Vec<(String, f32)> = shares
            .iter()
            .filter(|share| share.weight != 0.0)
            .filter_map(|share| {
                let word = text.get(share.range.start as usize..share.range.end as usize)?;
                Some((word.to_owned(), share.weight))
            })
            .collect();
        let sum: f32 = polarities.iter().map(|(_, weight)| weight).sum();
        Self {
            text: Arc::clone(text),
            mood: reading.mood(),
            is_corrected,
            polarities,
            sum,
            valence: normalised(sum),
        }
    }
}

/// Most words the panel names.
const WORDS_MAX: usize = 12;

/// The words of some texts that speak for a mood, strongest first. The newest text is the first; those behind it count less
/// and less, as they do for the room.
pub(super) fn words<'a>(
    explained: impl IntoIterator<Item = (&'a str, Vec<Share>)>,
) -> Vec<MoodWord> {
    let mut words: Vec<MoodWord> = Vec::new();
    for (age, (text, shares)) in explained.into_iter().enumerate() {
        let weight = weight_after(age);
        for share in shares.iter().filter(|share| share.pull > 0.0) {
            let range = share.range.start as usize..share.range.end as usize;
            let Some(word) = text.get(range) else {
                continue;
            };
            let (word, mood) = (word.to_lowercase(), share.emotion.mood());
            match words.iter_mut().find(|w| w.text == word && w.mood == mood) {
                Some(known) => known.part += share.pull * weight,
                None => words.push(MoodWord {
                    text: word,
                    mood,
                    part: share.pull * weight,
                }),
            }
        }
    }
    let all: f32 = words.iter().map(|word| word.part).sum();
    for word in &mut words {
        word.part /= all.max(f32::EPSILON);
    }
    words.sort_by(|a, b| b.part.total_cmp(&a.part));
    words.truncate(WORDS_MAX);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_named_once_with_their_part_in_all() {
        let texts = ["I am so happy today", "happy happy and sad"];
        let model = mood::Model::bundled();
        let words = words(texts.map(|text| (text, model.explain(text))));
        assert_eq!(words.iter().filter(|word| word.text == "happy").count(), 1);
        assert_eq!(words[0].text, "happy");
        assert!(words.iter().map(|word| word.part).sum::<f32>() <= 1.001);
        assert!(words.is_sorted_by(|a, b| a.part >= b.part));
    }

    #[test]
    fn the_newest_text_speaks_first() {
        let model = mood::Model::bundled();
        let of = |texts: [&'static str; 3]| {
            let words = words(texts.map(|text| (text, model.explain(text))));
            (words[0].text.clone(), words[0].mood)
        };
        let texts = ["she died last night", "see you at ten", "we are so happy"];
        assert_eq!(of(texts), ("died".to_owned(), Mood::Sad));
        let [first, between, last] = texts;
        assert_eq!(
            of([last, between, first]),
            ("happy".to_owned(), Mood::Happy)
        );
    }

    #[test]
    fn a_text_tells_the_sum_of_its_words() {
        let model = mood::Model::bundled();
        let text: Arc<str> = "a happy day, not a good cake".into();
        let told = Telling::of(&text, &model.read(&text), false, &model.explain(&text));
        let words: Vec<&str> = told
            .polarities
            .iter()
            .map(|(word, _)| word.as_str())
            .collect();
        assert_eq!(words, ["happy", "good"]);
        assert!(told.polarities[0].1 > 0.0 && told.polarities[1].1 < 0.0);
        assert!((told.valence - model.read(&text).valence).abs() < 1e-4);
    }

    #[test]
    fn nothing_read_is_neutral_and_says_nothing() {
        let shown = ShownMood::default();
        assert_eq!((shown.shade, shown.cause), ("neutral", MoodCause::Neutral));
        assert_eq!(shown.strength, 0.0);
    }
}

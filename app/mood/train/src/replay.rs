//! Labelled texts told as conversations and typed as drafts: what does the room show?

use std::collections::BTreeMap;

use mood::{DraftMood, Model, Mood, Readers, RoomMood};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::sync::Arc;

use crate::corpus::Example;

/// Between two lines.
const LINE_MS: u64 = 5_000;
/// Lines of a run that may still show the mood before it.
const SETTLING: usize = 2;
const RUNS: usize = 400;
/// Between two keys.
const KEY_MS: u64 = 150;
/// Drafts that are typed.
const DRAFTS: usize = 2_000;

/// What was shown.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Of each mood, how many lines, how many shown rightly; the same from the third line of a run on.
    pub moods: [[usize; 4]; 4],
    /// Any mood but neutral that is not the label's.
    pub wrong: usize,
    /// The same for each line read alone.
    pub wrong_alone: usize,
    /// Lines that are read rightly alone.
    pub right_alone: usize,
    /// Changes of what is shown, of what the labels say, and of what each line says alone.
    pub flips: [usize; 3],
}

impl Shown {
    /// How many lines were told.
    pub fn lines(&self) -> usize {
        self.moods.iter().map(|counts| counts[0]).sum()
    }

    /// How many of them were shown rightly.
    pub fn right(&self) -> usize {
        self.moods.iter().map(|counts| counts[1]).sum()
    }
}

/// Two people talk in turns, a line every five seconds, in runs of six to eight lines of one mood, every mood equally often;
/// the room is asked after each line.
pub fn talk(model: &Model, examples: &[Example]) -> Shown {
    let mut by_mood: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for example in examples {
        if let Some(mood) = example.mood() {
            by_mood.entry(mood.index()).or_default().push(&example.text);
        }
    }
    let mut random = StdRng::seed_from_u64(9);
    let mut room = RoomMood::default();
    let mut out = Shown::default();
    let (mut now, mut last, mut last_alone, mut before) = (0, Mood::Neutral, Mood::Neutral, None);
    for _ in 0..RUNS {
        let mood = loop {
            let mood = Mood::ALL[random.random_range(0..4)];
            if before != Some(mood) {
                break mood;
            }
        };
        before = Some(mood);
        out.flips[1] += 1;
        let lines = &by_mood[&mood.index()];
        for i in 0..random.random_range(6..9_usize) {
            now += LINE_MS;
            let reading = model.read(lines[random.random_range(0..lines.len())]);
            room.hear(i as u128 % 2, now, &reading);
            let (shown, alone) = (room.shown().mood, reading.mood());
            out.flips[0] += usize::from(shown != last);
            out.flips[2] += usize::from(alone != last_alone);
            (last, last_alone) = (shown, alone);
            out.wrong += usize::from(is_wrong(shown, mood));
            out.wrong_alone += usize::from(is_wrong(alone, mood));
            out.right_alone += usize::from(alone == mood);
            let is_settled = usize::from(i >= SETTLING);
            let counts = &mut out.moods[mood.index()];
            let is_right = usize::from(shown == mood);
            for (count, more) in
                counts
                    .iter_mut()
                    .zip([1, is_right, is_settled, is_settled * is_right])
            {
                *count += more;
            }
        }
    }
    out
}

fn is_wrong(shown: Mood, truth: Mood) -> bool {
    shown != Mood::Neutral && shown != truth
}

/// What is shown while texts are typed letter by letter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Typed {
    /// Texts.
    pub drafts: usize,
    /// Changes of colour.
    pub flips: usize,
    /// Letters.
    pub keys: usize,
    /// Letters after which a wrong colour was shown.
    pub wrong: usize,
    /// Drafts that show their mood when all is typed.
    pub right: usize,
}

/// Types texts with one mood.
pub fn types(model: &Model, examples: &[Example]) -> Typed {
    let readers = Arc::new(Readers::from(Arc::new(model.clone())));
    let mut out = Typed::default();
    let with_mood = examples.iter().filter_map(|e| Some((e, e.mood()?)));
    for (example, mood) in with_mood.take(DRAFTS) {
        out.drafts += 1;
        let mut draft = DraftMood::new(Arc::clone(&readers));
        let mut last = Mood::Neutral;
        for ((at, c), now) in example
            .text
            .char_indices()
            .zip((0..).step_by(KEY_MS as usize))
        {
            draft.feed(&example.text[..at + c.len_utf8()], now);
            let shown = draft.mood();
            out.keys += 1;
            out.flips += usize::from(shown != last);
            out.wrong += usize::from(is_wrong(shown, mood));
            last = shown;
        }
        draft.tick(u64::MAX);
        out.right += usize::from(draft.mood() == mood);
    }
    out
}

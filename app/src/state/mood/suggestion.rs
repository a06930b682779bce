//! Which feeling the viewer's own words suggest, for the window in which they may say how they feel. It is read when that
//! window opens, stays on this device, and is sent only as their own choice.

use std::sync::Arc;

use domain::feeling::Feeling;
use leptos::prelude::*;
use mood::{Reading, palette::Tint};

use super::{MoodStore, reader};
use crate::browser::clock;

/// What was said longer ago says nothing of now, in milliseconds.
const STALE_MS: u64 = 60 * 60_000;

/// A text's mood is clear from this probability on, as that of a draft is.
const CLEAR: f32 = 0.72;

impl MoodStore {
    /// From the draft in the open room and what the viewer said there last; the newest text with a clear mood counts.
    /// Nothing where the light is off, as nothing is read there.
    #[must_use]
    pub fn suggested(self) -> Option<Feeling> {
        let timeline = self.core.try_with_value(|core| core.open).flatten()?;
        let client = timeline.client()?;
        let me = client.session.me_untracked()?;
        let draft = untrack(|| client.drafts.text(timeline.room()));
        let now = clock::now();
        let said = timeline.last_messages(reader::MESSAGES);
        let own = said
            .iter()
            .rev()
            .filter(|message| message.author == me && now.since(message.sent_at) < STALE_MS)
            .map(|message| Arc::<str>::from(message.body.as_str()));
        let texts: Vec<Arc<str>> = std::iter::once(draft.into()).chain(own).collect();
        self.core
            .try_with_value(|core| {
                let reader = core.reader.as_ref()?;
                texts.iter().find_map(|text| feeling(&reader.read(text)))
            })
            .flatten()
    }
}

/// The feeling of a text whose mood is clear.
fn feeling(reading: &Reading) -> Option<Feeling> {
    let mood = reading.mood();
    if reading.moods()[mood.index()] < CLEAR {
        return None;
    }
    in_tint(Tint::of(mood, reading.emotion()))
}

/// The feeling in this tint.
fn in_tint(tint: Tint) -> Option<Feeling> {
    Some(match tint {
        Tint::Joy => Feeling::Happy,
        Tint::Love => Feeling::Thankful,
        Tint::Calm => Feeling::Calm,
        Tint::Sad => Feeling::Low,
        Tint::Anxious => Feeling::Worried,
        Tint::Angry => Feeling::Tense,
        Tint::Neutral => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tint_but_the_neutral_has_a_feeling_of_its_own() {
        let found: Vec<Feeling> = Tint::ALL.into_iter().filter_map(in_tint).collect();
        let words: std::collections::BTreeSet<&str> =
            found.iter().map(|feeling| feeling.word()).collect();
        assert_eq!(found.len(), Tint::ALL.len() - 1);
        assert_eq!(words.len(), found.len());
        assert_eq!(in_tint(Tint::Neutral), None);
    }
}

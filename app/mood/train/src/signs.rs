//! Texts with emoji and emoticons, of which the data hold few: a sign alone, twice, and behind a text that says nothing.

use rand::{RngExt, rngs::StdRng};

use mood::{
    Emotion,
    lists::{SignLine, lines},
};

use crate::corpus::Example;

/// The lists of the lexicon: `emotion pull valence: sign sign ...` a line.
const LISTS: [&str; 2] = [
    include_str!("../../data/emoji.txt"),
    include_str!("../../data/emoticons.txt"),
];
/// What a sign alone says of its emotion, and what one behind a neutral text says.
const ALONE: f32 = 0.8;
const BEHIND: f32 = 0.65;
/// A pull from which a sign is as clear as that.
const CLEAR: f32 = 2.0;
/// Texts that a sign is put behind, for each sign.
const TEXTS: usize = 6;

/// Made texts with what is to be read in them.
pub fn texts(neutral: &[&Example], random: &mut StdRng) -> Vec<(String, [f32; 7])> {
    let mut out = Vec::new();
    for (emotion, pull, sign) in signs() {
        let clearness = (pull / CLEAR).min(1.0);
        for text in [
            sign.to_owned(),
            format!("{sign}{sign}"),
            format!("{sign} {sign} {sign}"),
        ] {
            out.push((text, target(emotion, ALONE * clearness)));
        }
        for _ in 0..TEXTS {
            let text = &neutral[random.random_range(0..neutral.len())].text;
            out.push((
                format!("{text} {sign}"),
                target(emotion, BEHIND * clearness),
            ));
        }
    }
    out
}

fn signs() -> impl Iterator<Item = (Emotion, f32, &'static str)> {
    LISTS
        .into_iter()
        .flat_map(lines)
        .filter_map(|(_, line)| SignLine::read(line, ' '))
        .flat_map(|line| {
            let emotion = Emotion::ALL.into_iter().find(|e| e.name() == line.emotion);
            #[expect(clippy::cast_possible_truncation, reason = "a small number")]
            let pull = line.pull as f32;
            let items = line.items.into_iter();
            items.filter_map(move |sign| Some((emotion?, pull, sign)))
        })
}

fn target(emotion: Emotion, part: f32) -> [f32; 7] {
    let mut out = [0.0; 7];
    out[emotion.index()] += part;
    out[Emotion::Neutral.index()] += 1.0 - part;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_signs_are_found() {
        let all: Vec<_> = signs().collect();
        assert!(all.len() > 300, "{}", all.len());
        let grin = all.iter().find(|(_, _, sign)| *sign == "😀");
        assert_eq!(grin.map(|(emotion, ..)| *emotion), Some(Emotion::Joy));
        let frown = all.iter().find(|(_, _, sign)| *sign == ":(");
        assert_eq!(frown.map(|(emotion, ..)| *emotion), Some(Emotion::Sadness));
    }
}

//! What holds for every text, however strange.

use proptest::prelude::*;

use crate::{DraftMood, Language, Lexicon, Model, Mood, Readers, Reading, RoomMood, Share, read};

/// Letters of several scripts, emoji and their joiners, directions, punctuation, long runs.
fn strange_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z']{1,8}",
        2 => "[ .,!?:;()…\n\t]{1,3}",
        1 => Just("❤\u{fe0f}\u{200d}🔥".to_owned()),
        1 => Just("👩🏽\u{200d}❤\u{fe0f}\u{200d}👨🏿".to_owned()),
        1 => Just("\u{200d}\u{fe0f}".to_owned()),
        1 => Just("\u{202e}شكرا\u{202c}".to_owned()),
        1 => Just("🇺🇦👍🏾😭".to_owned()),
        1 => "[а-яїєґ]{1,9} ",
        1 => "[क-ह\u{93e}-\u{94d}]{1,9} ",
        1 => "[一-龥]{1,9}",
        1 => Just("¡Qué ILUSIÓN! não é ß ășț ".to_owned()),
        1 => Just(":'( <3 >:( xD ^_^ </3 @me http://a.b".to_owned()),
        1 => Just("soooooooooooooo GOOOOOD".to_owned()),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn is_sound(reading: &Reading) {
    assert!(
        (reading.probs.iter().sum::<f32>() - 1.0).abs() < 1e-4,
        "{reading:?}"
    );
    assert!(
        reading.probs.iter().all(|p| (0.0..=1.0).contains(p)),
        "{reading:?}"
    );
    assert!((-1.0..=1.0).contains(&reading.valence), "{reading:?}");
    assert!((0.0..=1.0).contains(&reading.confidence), "{reading:?}");
    assert!((0.0..=1.0).contains(&reading.arousal), "{reading:?}");
}

fn are_sound(text: &str, shares: &[Share]) {
    let mut end = 0;
    for share in shares {
        assert!(
            share.range.start >= end && share.range.end > share.range.start,
            "{shares:?}"
        );
        assert!(
            text.get(share.range.start as usize..share.range.end as usize)
                .is_some(),
            "{shares:?}"
        );
        assert!(
            share.weight.is_finite() && share.pull.is_finite() && share.pull >= 0.0,
            "{shares:?}"
        );
        end = share.range.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_has_a_sound_reading(text in strange_text()) {
        let reading = read(&text);
        is_sound(&reading);
        prop_assert_eq!(reading, read(&text));
    }

    #[test]
    fn every_text_has_a_sound_reading_in_every_language(text in strange_text()) {
        let readers = Readers::bundled();
        is_sound(&readers.read(&text));
        for language in Language::ALL {
            let reading = readers.read_in(readers.tongue_of(language), &text);
            is_sound(&reading);
            if let Some(model) = readers.model(language) {
                model.found(Lexicon::bundled(), &text);
            }
        }
    }

    #[test]
    fn blanks_around_a_text_change_nothing(text in "[a-z ,.!?]{0,60}") {
        prop_assert_eq!(read(&text).probs, read(&format!("  {text}\t ")).probs);
    }

    #[test]
    fn exclamation_marks_never_make_a_neutral_sum(words in "((table|monday|window|seven|paper) ){1,12}", marks in "!{1,8}") {
        prop_assert_eq!(read(&format!("{words}{marks}")).valence, 0.0);
    }

    #[test]
    fn a_draft_and_a_room_take_anything(texts in prop::collection::vec(strange_text(), 0..12)) {
        let mut draft = DraftMood::new(Readers::bundled().clone());
        let mut room = RoomMood::default();
        for (i, text) in texts.iter().enumerate() {
            let now = i as u64 * 700;
            draft.feed(text, now);
            is_sound(draft.reading());
            room.draft(Some(draft.reading()), now);
            room.hear(i as u128 % 4, now, &read(text));
            let sum: f32 = room.probs().iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-4, "{sum}");
            let shown = room.shown();
            prop_assert!((0.0..=1.0).contains(&shown.strength));
            prop_assert_eq!(shown.strength == 0.0, shown.mood == Mood::Neutral);
        }
    }
}

proptest! {
    // A reading for each token.
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_text_can_be_explained(text in strange_text()) {
        are_sound(&text, &Model::bundled().explain(&text));
        let readers = Readers::bundled();
        are_sound(&text, &readers.explain(&text));
        for language in Language::ALL {
            if let Some(model) = readers.model(language) {
                are_sound(&text, &model.explain(Lexicon::bundled(), &text));
            }
        }
    }
}

#[test]
fn only_the_beginning_of_a_huge_text_is_read() {
    let readers = Readers::bundled();
    for text in [
        "так страшно ",
        "मुझे डर लगता है ",
        "我很害怕",
        "qué miedo tengo hoy ",
    ] {
        is_sound(&readers.read(&text.repeat(100_000 / text.chars().count())));
    }
    let huge = "I am so happy today! ".repeat(100_000);
    let reading = read(&huge);
    is_sound(&reading);
    assert_eq!(reading.mood(), Mood::Happy);
    let shares = Model::bundled().explain(&huge);
    are_sound(&huge, &shares);
    assert!(shares.iter().all(|s| s.range.end <= 2_000));
}

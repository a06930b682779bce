//! Small stories of a conversation.

use super::*;
use crate::read;

const ADA: u128 = 1;
const BEN: u128 = 2;
const CLEO: u128 = 3;

/// Messages every four seconds; the moods that were shown after each.
fn talk(lines: &[(u128, &str)]) -> Vec<Mood> {
    let mut room = RoomMood::default();
    let mut now = 0;
    lines
        .iter()
        .map(|(sender, text)| {
            now += 4_000;
            room.hear(*sender, now, &read(text));
            room.shown().mood
        })
        .collect()
}

fn room_after(lines: &[(u128, &str)]) -> (RoomMood, u64) {
    let mut room = RoomMood::default();
    let mut now = 0;
    for (sender, text) in lines {
        now += 4_000;
        room.hear(*sender, now, &read(text));
    }
    (room, now)
}

#[test]
fn the_room_follows_the_talk() {
    let moods = talk(&[
        (ADA, "we won, this is amazing!"),
        (BEN, "so happy for you, congratulations"),
        (ADA, "shut up, I hate this stupid thing"),
        (BEN, "this is so unfair, I am furious"),
        (ADA, "you liar, stop it!!"),
        (BEN, "I feel so sad and alone today"),
        (ADA, "I'm so sorry, she broke my heart, I miss her"),
        (BEN, "I can't stop crying"),
    ]);
    assert_eq!(moods[1], Mood::Happy, "{moods:?}");
    assert_eq!(moods[4], Mood::Tense, "{moods:?}");
    assert_eq!(moods[7], Mood::Sad, "{moods:?}");
}

#[test]
fn an_empty_room_is_neutral() {
    assert_eq!(RoomMood::default().shown(), Shown::NEUTRAL);
}

#[test]
fn a_silent_room_fades_to_neutral() {
    let (mut room, now) = room_after(&[(ADA, "I love you so much"), (BEN, "love you too")]);
    assert_eq!(room.shown().mood, Mood::Happy);
    assert_eq!(room.shown().shade, Emotion::Love);
    assert!(room.tick(now + 3_600_000));
    assert_eq!(room.shown().mood, Mood::Neutral);
}

#[test]
fn a_draft_colours_the_room_until_it_is_cleared() {
    let mut room = RoomMood::default();
    room.draft(Some(&read("I am so happy and excited, I love this!!!")), 0);
    assert_eq!(
        room.shown().mood,
        Mood::Happy,
        "where nothing was said the draft is all there is"
    );
    let (mut room, now) = room_after(&[
        (ADA, "are you coming to the party"),
        (BEN, "that sounds nice"),
    ]);
    let before = room.probs();
    room.draft(Some(&read("I hate you")), now + 100);
    let during = room.probs();
    assert!(during[Emotion::Anger.index()] > before[Emotion::Anger.index()] + 0.1);
    room.draft(None, now + 200);
    let after = room.probs();
    assert!((after[Emotion::Anger.index()] - before[Emotion::Anger.index()]).abs() < 0.01);
}

#[test]
fn one_person_cannot_paint_a_group() {
    let loud = [
        (BEN, "great, thanks"),
        (CLEO, "lovely, that made my day"),
        (ADA, "I hate this"),
        (ADA, "this is awful"),
        (ADA, "so stupid"),
        (ADA, "shut up"),
    ];
    let (room, _) = room_after(&loud);
    let capped = room.probs()[Emotion::Anger.index()];
    let two: Vec<(u128, &str)> = loud
        .iter()
        .map(|(s, t)| (if *s == CLEO { BEN } else { *s }, *t))
        .collect();
    let (room, _) = room_after(&two);
    assert!(
        capped < room.probs()[Emotion::Anger.index()] - 0.1,
        "{capped}"
    );
}

#[test]
fn changes_come_at_most_every_two_and_a_half_seconds() {
    let mut room = RoomMood::default();
    let (happy, tense) = (read("I love this, so happy!"), read("I hate you, shut up!"));
    let mut changes = Vec::new();
    let mut last = Mood::Neutral;
    for i in 0..200 {
        let now = i * 100;
        let reading = if (i / 10) % 2 == 0 { &happy } else { &tense };
        room.hear(ADA, now, reading);
        if room.shown().mood != last {
            last = room.shown().mood;
            changes.push(now);
        }
    }
    assert!(changes.len() > 2, "{changes:?}");
    assert!(
        changes.windows(2).all(|w| w[1] - w[0] >= 2_500),
        "{changes:?}"
    );
}

#[test]
fn less_motion_is_rarer_and_weaker() {
    let mut calm = RoomMood::new(RoomSettings {
        reduced_motion: true,
        ..RoomSettings::default()
    });
    let mut full = RoomMood::default();
    for room in [&mut calm, &mut full] {
        room.hear(ADA, 0, &read("I love this, so happy!"));
    }
    assert!((calm.shown().strength * 2.0 - full.shown().strength).abs() < 0.02);
    for (i, line) in ["I hate you, shut up!", "so angry", "this makes me furious"]
        .iter()
        .enumerate()
    {
        calm.hear(BEN, 3_000 + i as u64 * 1_000, &read(line));
    }
    assert_eq!(calm.shown().mood, Mood::Happy);
    calm.tick(10_000);
    assert_eq!(calm.shown().mood, Mood::Tense);
}

#[test]
fn history_shows_only_its_outcome() {
    let lines = [
        "so happy!",
        "I love it",
        "this is terrible, I hate it",
        "so angry right now",
        "shut up, idiot",
    ];
    let readings: Vec<Reading> = lines.iter().map(|l| read(l)).collect();
    let mut room = RoomMood::default();
    let messages = readings
        .iter()
        .enumerate()
        .map(|(i, r)| (ADA, i as u64 * 10, r));
    assert!(room.hear_all(messages, 100));
    assert_eq!(room.shown().mood, Mood::Tense);
    assert_eq!(room.shown().shade, Emotion::Anger);
}

#[test]
fn old_history_says_nothing_about_now() {
    let reading = read("I am furious, I hate this");
    let mut room = RoomMood::default();
    room.hear_all([(ADA, 0, &reading), (BEN, 1, &reading)], 24 * 3_600_000);
    assert_eq!(room.shown().mood, Mood::Neutral);
}

#[test]
fn a_heavy_mood_is_acknowledged_then_soothed() {
    let mut room = RoomMood::default();
    let sad = read("I am so sad, I can't stop crying");
    room.hear(ADA, 1_000, &sad);
    assert_eq!(
        (room.shown().mood, room.shown().phase),
        (Mood::Sad, Phase::Holding)
    );
    let full = room.shown().strength;
    room.tick(17_000);
    assert_eq!(room.shown().phase, Phase::Soothing { toward_calm: 0.5 });
    room.tick(27_500);
    let shown = room.shown();
    assert_eq!(
        (shown.mood, shown.phase),
        (Mood::Sad, Phase::Soothing { toward_calm: 1.0 })
    );
    assert!(
        shown.strength <= SOOTHED_STRENGTH && shown.strength < full,
        "{shown:?}"
    );
}

#[test]
fn a_heavy_mood_that_is_found_is_acknowledged_too() {
    let sad = read("I am so sad, I can't stop crying");
    let mut room = RoomMood::default();
    room.hear_all([(ADA, 0, &sad), (BEN, 50_000, &sad)], 60_000);
    assert_eq!(
        (room.shown().mood, room.shown().phase),
        (Mood::Sad, Phase::Holding)
    );
    room.tick(66_000);
    assert_eq!(room.shown().phase, Phase::Soothing { toward_calm: 0.0 });
}

#[test]
fn who_wants_a_mirror_sees_what_is_read() {
    let mut room = RoomMood::new(RoomSettings {
        soothe: Soothe::Mirror,
        ..RoomSettings::default()
    });
    room.hear(ADA, 1_000, &read("I am so sad, I can't stop crying"));
    let strength = room.shown().strength;
    room.tick(30_000);
    assert_eq!(
        (room.shown().mood, room.shown().phase),
        (Mood::Sad, Phase::Settled)
    );
    assert!(room.shown().strength >= strength * 0.9);
}

#[test]
fn less_motion_is_soothed_at_once_and_late() {
    let mut room = RoomMood::new(RoomSettings {
        reduced_motion: true,
        ..RoomSettings::default()
    });
    room.hear(ADA, 1_000, &read("I am so sad, I can't stop crying"));
    room.tick(10_900);
    assert_eq!(room.shown().phase, Phase::Holding);
    room.tick(11_000);
    assert_eq!(room.shown().phase, Phase::Soothing { toward_calm: 1.0 });
}

#[test]
fn clear_forgets() {
    let (mut room, _) = room_after(&[(ADA, "I love you"), (BEN, "so happy")]);
    room.clear();
    assert_eq!(room.shown(), Shown::NEUTRAL);
}

#[test]
fn of_two_moods_behind_the_shown_one_the_nearer_is_second() {
    let (room, now) = room_after(&[(ADA, "I can't stop crying"), (BEN, "I miss her so much")]);
    assert_eq!(room.shown().mood, Mood::Sad);
    // Happy .30, sad .36, tense .32.
    let shown = room.describe(&[0.2, 0.1, 0.36, 0.2, 0.12, 0.0, 0.02], now);
    assert_eq!((shown.mood, shown.second), (Mood::Sad, Some(Mood::Tense)));
}

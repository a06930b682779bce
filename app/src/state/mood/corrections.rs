//! Where corrections are kept: on this device, for each account.

use domain::UserId;
use mood::{Correction, Corrections, Mood};
use serde::{Deserialize, Serialize};

use crate::browser::storage::{self, Keep};

#[derive(Serialize, Deserialize)]
struct Kept {
    words: Vec<u32>,
    mood: String,
}

/// As kept for an account.
pub(super) fn load(account: UserId) -> Corrections {
    let text = storage::get(Keep::Device, &key(account));
    text.map_or_else(Corrections::default, |text| read(&text))
}

/// Keeps them; nothing where there are none.
pub(super) fn save(corrections: &Corrections, account: UserId) {
    match written(corrections) {
        // Where nothing can be kept they hold until the page is left.
        Some(text) => {
            storage::set(Keep::Device, &key(account), &text);
        }
        None => clear(account),
    }
}

/// Forgets them, also where nothing was loaded yet.
pub(super) fn clear(account: UserId) {
    storage::remove(Keep::Device, &key(account));
}

fn read(text: &str) -> Corrections {
    let kept: Vec<Kept> = crate::json::read_json(text.as_bytes()).unwrap_or_default();
    let known = |kept: Kept| {
        let mood = Mood::ALL
            .into_iter()
            .find(|mood| mood.name() == kept.mood)?;
        Some(Correction {
            words: kept.words,
            mood,
        })
    };
    Corrections::new(kept.into_iter().filter_map(known).collect())
}

fn written(corrections: &Corrections) -> Option<String> {
    let kept: Vec<Kept> = corrections
        .all()
        .iter()
        .map(|correction| Kept {
            words: correction.words.clone(),
            mood: correction.mood.name().to_owned(),
        })
        .collect();
    (!kept.is_empty())
        .then(|| serde_json::to_string(&kept).ok())
        .flatten()
}

fn key(account: UserId) -> String {
    format!("moodlight.mood-corrections/{account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_and_holds_no_text() {
        let mut corrections = Corrections::default();
        corrections.add("this is sick", Mood::Happy);
        corrections.add("fine, whatever", Mood::Tense);
        let text = written(&corrections).expect("a text");
        assert!(!text.contains("sick") && !text.contains("whatever"));
        assert_eq!(read(&text), corrections);
        assert_eq!(written(&Corrections::default()), None);
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        assert_eq!(read("no json"), Corrections::default());
        let strange = r#"[{"words":[3],"mood":"sad"},{"words":[4],"mood":"hungry"},{"words":[],"mood":"sad"}]"#;
        assert_eq!(read(strange).all().len(), 1);
    }
}

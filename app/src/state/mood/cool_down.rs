//! Whether somebody is asked before they send what reads as angry, and what they have taught this device about it.

use std::collections::HashMap;

use domain::{RoomId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::browser::storage::{self, Keep};

/// In one room one is asked once in this time.
const PAUSE_MS: u64 = 600_000;
/// Asked from this probability of anger on, in hundredths, before anything was learned.
const CLEAR: i32 = 70;
/// How far each answer moves that, in hundredths, and the least and the most it can be.
const LESSON: i32 = 5;
const LEAST: i32 = 60;
const MOST: i32 = 95;

/// Kept with the other choices, on this device alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct CoolDown {
    /// Never ask.
    pub is_off: bool,
    /// How much surer than at first one has to be, in hundredths.
    learned: i32,
}

impl CoolDown {
    /// Whether a text with this probability of anger is one to ask about.
    pub fn asks(&self, anger: f32) -> bool {
        !self.is_off && anger * 100.0 >= self.threshold() as f32
    }

    /// It was sent as it was: next time one has to be surer.
    pub fn dismissed(&mut self) {
        self.learn(LESSON);
    }

    /// It was good to be asked.
    pub fn heeded(&mut self) {
        self.learn(-LESSON);
    }

    fn learn(&mut self, by: i32) {
        self.learned = (self.threshold() + by).clamp(LEAST, MOST) - CLEAR;
    }

    fn threshold(&self) -> i32 {
        CLEAR.saturating_add(self.learned).clamp(LEAST, MOST)
    }
}

/// When one was asked last, room by room. Kept no longer than the tab: when somebody was angry is nobody's business later.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Asked(HashMap<RoomId, Timestamp>);

impl Asked {
    /// As kept for an account.
    pub fn load(account: UserId) -> Self {
        storage::get(Keep::Tab, &key(account))
            .and_then(|text| crate::json::read_json(text.as_bytes()))
            .unwrap_or_default()
    }

    /// Keeps them over a reload.
    pub fn save(&self, account: UserId) {
        if let Ok(text) = serde_json::to_string(self) {
            storage::set(Keep::Tab, &key(account), &text);
        }
    }

    /// Forgets what is kept.
    pub fn clear(account: UserId) {
        storage::remove(Keep::Tab, &key(account));
    }

    /// Whether one may be asked in a room. True counts as asked.
    pub fn may(&mut self, room: RoomId, now: Timestamp) -> bool {
        self.0.retain(|_, at| now.since(*at) < PAUSE_MS);
        let may = !self.0.contains_key(&room);
        if may {
            self.0.insert(room, now);
        }
        may
    }
}

fn key(account: UserId) -> String {
    format!("moodlight.cool-down/{account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(n: u8) -> RoomId {
        RoomId::from_parts(u64::from(n), [n; 10])
    }

    #[test]
    fn one_is_asked_once_in_ten_minutes_and_room() {
        let mut asked = Asked::default();
        let at = |minutes: i64| Timestamp(minutes * 60_000);
        assert!(asked.may(room(1), at(0)));
        assert!(!asked.may(room(1), at(9)));
        assert!(asked.may(room(2), at(9)));
        assert!(asked.may(room(1), at(10)));
        assert!(asked.may(room(3), at(30)));
        assert_eq!(asked.0.len(), 1, "what is over is forgotten");
        let kept = serde_json::to_string(&asked).expect("writes");
        let mut read: Asked = serde_json::from_str(&kept).expect("reads");
        assert!(!read.may(room(3), at(31)));
    }

    #[test]
    fn only_what_is_clearly_angry_is_asked_about() {
        let rule = CoolDown::default();
        assert!(!rule.asks(0.69));
        assert!(rule.asks(0.71));
    }

    #[test]
    fn answers_teach_it_within_bounds() {
        let mut rule = CoolDown::default();
        rule.dismissed();
        assert!(!rule.asks(0.74));
        rule.heeded();
        assert!(rule.asks(0.71));
        for _ in 0..100 {
            rule.dismissed();
        }
        assert_eq!(rule.threshold(), MOST);
        assert!(rule.asks(0.96), "the clearest stays");
        for _ in 0..100 {
            rule.heeded();
        }
        assert_eq!(rule.threshold(), LEAST);
    }

    #[test]
    fn off_is_off() {
        let rule = CoolDown {
            is_off: true,
            ..CoolDown::default()
        };
        assert!(!rule.asks(1.0));
    }

    #[test]
    fn what_is_kept_by_an_earlier_page_or_damaged_still_reads() {
        let kept: CoolDown = serde_json::from_str(r#"{"learned":2000000000}"#).expect("reads");
        assert_eq!(kept.threshold(), MOST);
        assert_eq!(
            serde_json::from_str::<CoolDown>("{}").expect("reads"),
            CoolDown::default()
        );
    }
}

//! Whether somebody is asked before they send what reads as angry, and what they have taught this device about it.

use std::collections::BTreeMap;

use domain::{RoomId, Timestamp};
use serde::{Deserialize, Serialize};

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
    /// When one was asked last, room by room; older than the pause is forgotten.
    asked: BTreeMap<RoomId, i64>,
}

impl CoolDown {
    /// Whether to ask about a text with this probability of anger. True counts as asked.
    pub fn asks(&mut self, anger: f32, room: RoomId, now: Timestamp) -> bool {
        self.asked
            .retain(|_, at| now.since(Timestamp(*at)) < PAUSE_MS);
        let asks = !self.is_off
            && anger * 100.0 >= self.threshold() as f32
            && !self.asked.contains_key(&room);
        if asks {
            self.asked.insert(room, now.0);
        }
        asks
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

#[cfg(test)]
mod tests {
    use super::*;

    fn room(n: u8) -> RoomId {
        RoomId::from_parts(u64::from(n), [n; 10])
    }

    #[test]
    fn one_is_asked_once_in_ten_minutes_and_room() {
        let mut rule = CoolDown::default();
        let at = |minutes: i64| Timestamp(minutes * 60_000);
        assert!(!rule.asks(0.69, room(1), at(0)));
        assert!(rule.asks(0.71, room(1), at(0)));
        assert!(!rule.asks(0.99, room(1), at(9)));
        assert!(rule.asks(0.99, room(2), at(9)));
        assert!(rule.asks(0.99, room(1), at(10)));
        assert_eq!(rule.asked.len(), 2);
    }

    #[test]
    fn answers_teach_it_within_bounds() {
        let mut rule = CoolDown::default();
        rule.dismissed();
        assert!(!rule.asks(0.74, room(1), Timestamp(0)));
        rule.heeded();
        assert!(rule.asks(0.71, room(1), Timestamp(0)));
        for _ in 0..100 {
            rule.dismissed();
        }
        assert_eq!(rule.threshold(), MOST);
        assert!(rule.asks(0.96, room(2), Timestamp(0)), "the clearest stays");
        for _ in 0..100 {
            rule.heeded();
        }
        assert_eq!(rule.threshold(), LEAST);
    }

    #[test]
    fn off_is_off() {
        let mut rule = CoolDown {
            is_off: true,
            ..CoolDown::default()
        };
        assert!(!rule.asks(1.0, room(1), Timestamp(0)));
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

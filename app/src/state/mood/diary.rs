//! How many of one's own texts read as which mood, day by day: only for whoever wants it, and on this device alone.

use std::fmt::Write;

use domain::{UserId, time::iso_date};
use mood::Mood;
use serde::{Deserialize, Serialize};

use crate::browser::storage::{self, Keep};

/// More days are not kept: the oldest go.
const DAYS_MAX: usize = 400;

/// How many texts read as each mood, in the order of [`Mood::ALL`].
pub type Counts = [u32; 4];

/// All days on which something was sent, by their number since 1970-01-01 on the local calendar, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Diary(Vec<(i64, Counts)>);

/// What is drawn as one column: the days from the first to the last, and what was counted on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Column {
    /// The first day.
    pub first: i64,
    /// The last; the same for a single day.
    pub last: i64,
    /// All of them together.
    pub counts: Counts,
}

/// How far one looks back, and how much of it stands in one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DiarySpan {
    /// Thirty days, each for itself.
    Days,
    /// Twenty-six weeks.
    Weeks,
    /// All that is kept, in parts of thirty days.
    Months,
}

impl DiarySpan {
    /// How many columns, and of how many days.
    fn shape(self) -> (i64, i64) {
        match self {
            Self::Days => (30, 1),
            Self::Weeks => (26, 7),
            Self::Months => (13, 30),
        }
    }
}

impl Diary {
    /// As kept for an account.
    pub(super) fn load(account: UserId) -> Self {
        storage::get(Keep::Device, &key(account))
            .and_then(|text| crate::json::read_json(text.as_bytes()))
            .unwrap_or_default()
    }

    /// Keeps it.
    pub(super) fn save(&self, account: UserId) {
        if let Ok(text) = serde_json::to_string(self) {
            storage::set(Keep::Device, &key(account), &text);
        }
    }

    /// Forgets what is kept.
    pub(super) fn clear(account: UserId) {
        storage::remove(Keep::Device, &key(account));
    }

    /// Counts one text.
    pub(super) fn add(&mut self, day: i64, mood: Mood) {
        let at = match self.0.binary_search_by_key(&day, |(day, _)| *day) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (day, Counts::default()));
                at
            }
        };
        let count = &mut self.0[at].1[mood.index()];
        *count = count.saturating_add(1);
        let extra = self.0.len().saturating_sub(DAYS_MAX);
        self.0.drain(..extra);
    }

    /// Whether nothing was counted yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was counted until `today`, oldest first; columns of days on which nothing was sent are there too.
    #[must_use]
    pub fn columns(&self, today: i64, span: DiarySpan) -> Vec<Column> {
        let (columns, days) = span.shape();
        let column = |back: i64| {
            let last = today - back * days;
            let first = last - days + 1;
            let mut counts = Counts::default();
            let is_inside = |(day, _): &&(i64, Counts)| (first..=last).contains(day);
            for (_, of_day) in self.0.iter().filter(is_inside) {
                for (sum, count) in counts.iter_mut().zip(of_day) {
                    *sum = sum.saturating_add(*count);
                }
            }
            Column {
                first,
                last,
                counts,
            }
        };
        (0..columns).rev().map(column).collect()
    }

    /// As a table: a line for each day, `date,happy,sad,tense,neutral`.
    #[must_use]
    pub fn to_csv(&self) -> String {
        let mut out = "date".to_owned();
        for mood in Mood::ALL {
            out.push(',');
            out += mood.name();
        }
        out.push('\n');
        for (day, counts) in &self.0 {
            out += &iso_date(*day);
            for count in counts {
                // Writing to a string never fails.
                let _ = write!(out, ",{count}");
            }
            out.push('\n');
        }
        out
    }
}

fn key(account: UserId) -> String {
    format!("moodlight.mood-diary/{account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_dates() {
        let dates = [0, 59, 11_016, 19_782, 20_786, -1].map(iso_date);
        assert_eq!(
            dates,
            [
                "1970-01-01",
                "1970-03-01",
                "2000-02-29",
                "2024-02-29",
                "2026-11-29",
                "1969-12-31"
            ]
        );
    }

    #[test]
    fn texts_are_counted_by_day_and_mood_and_read_back() {
        let mut diary = Diary::default();
        diary.add(20_786, Mood::Happy);
        diary.add(20_786, Mood::Happy);
        diary.add(20_786, Mood::Neutral);
        diary.add(20_784, Mood::Sad);
        assert_eq!(
            diary.to_csv(),
            "date,happy,sad,tense,neutral\n2026-11-27,0,1,0,0\n2026-11-29,2,0,0,1\n"
        );
        let kept = serde_json::to_string(&diary).expect("writes");
        let read: Option<Diary> = crate::json::read_json(kept.as_bytes());
        assert_eq!(read, Some(diary));
    }

    #[test]
    fn columns_end_today_and_leave_no_day_out() {
        let mut diary = Diary::default();
        for day in [100, 99, 94, 93, 71, 70] {
            diary.add(day, Mood::Sad);
        }
        let days = diary.columns(100, DiarySpan::Days);
        assert_eq!(days.len(), 30);
        assert_eq!(days.iter().map(|column| column.counts[1]).sum::<u32>(), 5);
        assert_eq!((days[29].first, days[29].last), (100, 100));
        let weeks = diary.columns(100, DiarySpan::Weeks);
        assert_eq!(
            (weeks.len(), weeks[25].first, weeks[25].last),
            (26, 94, 100)
        );
        assert_eq!(weeks[25].counts[1], 3);
        assert_eq!(weeks[24].counts[1], 1);
        let months = diary.columns(100, DiarySpan::Months);
        assert_eq!(months[12].counts[1], 5);
        assert_eq!(months[11].counts[1], 1);
    }

    #[test]
    fn the_oldest_days_go() {
        let mut diary = Diary::default();
        for day in 0..500 {
            diary.add(day, Mood::Tense);
        }
        assert_eq!(diary.0.len(), DAYS_MAX);
        assert_eq!(diary.0.first(), Some(&(100, [0, 0, 1, 0])));
    }
}

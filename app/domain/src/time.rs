//! Points in time as milliseconds since the Unix epoch, UTC. Where it is shown, the browser localizes.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The day in UTC, as days since the epoch: two messages with the same day need no divider between them.
    #[must_use]
    pub fn utc_day(self) -> i64 {
        self.0.div_euclid(86_400_000)
    }

    /// `self` minus `earlier` in milliseconds, never below zero.
    #[must_use]
    pub fn since(self, earlier: Self) -> u64 {
        u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }

    /// This point moved by `ms` milliseconds (negative: into the past).
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`, for `<time datetime>` and for pages without JavaScript.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        let second = self.0.div_euclid(1_000).rem_euclid(86_400);
        format!(
            "{}T{:02}:{:02}:{:02}Z",
            iso_date(self.utc_day()),
            second / 3_600,
            second / 60 % 60,
            second % 60
        )
    }
}

/// A day counted from 1970-01-01 as `YYYY-MM-DD`.
#[must_use]
pub fn iso_date(day: i64) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The day that `YYYY-MM-DD` names, counted from 1970-01-01; none where there is no such day. The other way round than
/// [`iso_date`].
#[must_use]
pub fn day_of_iso(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-').map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i64>().ok().filter(|_| is_number)
    });
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let counted = day_of_civil(year, month, day);
    // The 30th of February is none.
    (civil(counted) == (year, month, day)).then_some(counted)
}

/// Year, month (1 to 12) and day of the month of a day counted from 1970-01-01, in the Gregorian calendar.
///
/// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
#[must_use]
pub fn civil(day: i64) -> (i64, i64, i64) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The other way round, from the same source (`days_from_civil`).
fn day_of_civil(year: i64, month: i64, day: i64) -> i64 {
    let shifted_year = year - i64::from(month <= 2);
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A month of the Gregorian calendar. Its days are counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i64,
    /// From 1.
    month: i64,
}

impl Month {
    /// The one with this day.
    #[must_use]
    pub fn of(day: i64) -> Self {
        let (year, month, _) = civil(day);
        Self { year, month }
    }

    /// So many months later; earlier where `count` is negative.
    #[must_use]
    pub fn plus(self, count: i64) -> Self {
        let months = self.year * 12 + self.month - 1 + count;
        Self {
            year: months.div_euclid(12),
            month: months.rem_euclid(12) + 1,
        }
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> i64 {
        day_of_civil(self.year, self.month, 1)
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> i64 {
        self.plus(1).first() - 1
    }

    /// The day with the number in this month that `day` has in its own, or the last one if it is shorter.
    #[must_use]
    pub fn like(self, day: i64) -> i64 {
        let (_, _, number) = civil(day);
        self.last().min(self.first() + number - 1)
    }

    /// Its weeks as a calendar shows them, each beginning with this day of the week (0: Monday); none: a day of another month.
    #[must_use]
    pub fn weeks(self, first_weekday: i64) -> Vec<[Option<i64>; 7]> {
        let (first, last) = (self.first(), self.last());
        let mut start = first - (weekday(first) - first_weekday).rem_euclid(7);
        let mut weeks = Vec::new();
        while start <= last {
            weeks.push(std::array::from_fn(|at| {
                let day = start + at as i64;
                (first..=last).contains(&day).then_some(day)
            }));
            start += 7;
        }
        weeks
    }
}

/// The day of the week of a day counted from 1970-01-01, a Thursday: 0 is Monday.
#[must_use]
pub fn weekday(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(ms: i64, expected: &str) {
        assert_eq!(Timestamp(ms).to_rfc3339(), expected);
    }

    #[test]
    fn times_are_written_as_rfc_3339() {
        check(0, "1970-01-01T00:00:00Z");
        check(951_782_400_000, "2000-02-29T00:00:00Z");
        check(1_795_417_200_123, "2026-11-23T07:00:00Z");
        check(-1, "1969-12-31T23:59:59Z");
    }

    #[test]
    fn a_day_ends_at_midnight_utc() {
        assert_eq!(Timestamp(86_399_999).utc_day(), 0);
        assert_eq!(Timestamp(86_400_000).utc_day(), 1);
        assert_eq!(Timestamp(-1).utc_day(), -1);
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for day in (-1_000_i64..30_000).step_by(7) {
            assert_eq!(day_of_iso(&iso_date(day)), Some(day));
        }
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-11",
            "2026-11-31",
            "x",
            "",
            "+2026-01-01",
            "2026-01-01-",
        ] {
            assert_eq!(day_of_iso(text), None, "{text}");
        }
        assert_eq!(day_of_iso("2026-1-5"), day_of_iso("2026-01-05"));
    }

    #[test]
    fn months_have_the_days_of_the_calendar() {
        let day = |text| day_of_iso(text).expect("a day");
        let february = Month::of(day("2028-02-11"));
        assert_eq!(iso_date(february.first()), "2028-02-01");
        assert_eq!(iso_date(february.last()), "2028-02-29");
        assert_eq!(february.plus(-2), Month::of(day("2027-12-31")));
        assert_eq!(february.plus(11), Month::of(day("2029-01-01")));
        assert_eq!(february.like(day("2028-01-31")), february.last());
        assert_eq!(iso_date(february.like(day("2028-03-05"))), "2028-02-05");
    }

    #[test]
    fn weeks_begin_where_people_let_them() {
        let day = |text| day_of_iso(text).expect("a day");
        assert_eq!(weekday(day("2026-11-30")), 0);
        let november = Month::of(day("2026-11-30"));
        for (first_weekday, count) in [(0, 6), (6, 5)] {
            let weeks = november.weeks(first_weekday);
            assert_eq!(weeks.len(), count, "{weeks:?}");
            let days: Vec<i64> = weeks.iter().flatten().flatten().copied().collect();
            let all: Vec<i64> = (november.first()..=november.last()).collect();
            assert_eq!(days, all);
            for week in &weeks {
                for (at, day) in week.iter().enumerate() {
                    let is_right = |day| weekday(day) == (first_weekday + at as i64).rem_euclid(7);
                    assert!(day.is_none_or(is_right));
                }
            }
        }
    }
}

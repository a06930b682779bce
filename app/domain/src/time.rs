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
///
/// Civil date from day number: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
#[must_use]
pub fn iso_date(day: i64) -> String {
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
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
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
}

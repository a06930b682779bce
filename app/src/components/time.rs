//! Times in words: in UTC until the page has come alive, then as the viewer's own clock and language say them.

use domain::Timestamp;
use leptos::prelude::*;

use super::hydration::use_hydrated;
use crate::browser::local_time;

/// How a time is put into words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeStyle {
    /// "14:05".
    Clock,
    /// "Today", "Monday, 2 March".
    Day,
    /// The shortest that tells: "14:05", "Mon", "2 Mar".
    Short,
}

impl TimeStyle {
    fn in_utc(self, at: Timestamp) -> String {
        let text = at.to_rfc3339();
        let (day, rest) = text.split_once('T').unwrap_or((&text, ""));
        match self {
            Self::Clock => rest.get(..5).unwrap_or_default().to_owned(),
            Self::Day | Self::Short => day.to_owned(),
        }
    }

    fn in_local(self, at: Timestamp) -> String {
        match self {
            Self::Clock => local_time::clock(at),
            Self::Day => local_time::day(at),
            Self::Short => local_time::short(at),
        }
    }
}

/// Says times in a style. Take it in a component's body; what it gives may be called in any closure and is tracked.
pub fn use_time(style: TimeStyle) -> impl Fn(Timestamp) -> String + Copy + Send + Sync + 'static {
    let hydrated = use_hydrated();
    move |at| {
        if hydrated.get() {
            style.in_local(at)
        } else {
            style.in_utc(at)
        }
    }
}

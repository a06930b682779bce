//! Times as the viewer's own clock and language say them. On the server, which knows neither: nothing.

use domain::Timestamp;

/// "14:05", or "2:05 PM" where people write so.
#[must_use]
pub fn clock(at: Timestamp) -> String {
    imp::clock(at)
}

/// "Today", "Yesterday", "Monday, 2 March"; with the year if it is another.
#[must_use]
pub fn day(at: Timestamp) -> String {
    imp::day(at)
}

/// The shortest that tells: the time today, the weekday this week, the date before.
#[must_use]
pub fn short(at: Timestamp) -> String {
    imp::short(at)
}

/// A day of the viewer's calendar, as `clock::local_day` counts them: "2 March".
#[must_use]
pub fn date_of(day: i64) -> String {
    imp::date_of(day)
}

/// The month of a day: "March 2026".
#[must_use]
pub fn month_of(day: i64) -> String {
    imp::month_of(day)
}

/// A day with all that tells it from others: "Monday, 2 March 2026".
#[must_use]
pub fn full_date_of(day: i64) -> String {
    imp::full_date_of(day)
}

/// The day of the week, in short and in full: "Mon", "Monday".
#[must_use]
pub fn weekday_of(day: i64) -> (String, String) {
    imp::weekday_of(day)
}

/// With which day of the week the viewer's calendar begins; 0 is Monday.
#[must_use]
pub fn first_weekday() -> i64 {
    imp::first_weekday()
}

#[cfg(feature = "hydrate")]
mod imp {
    use domain::Timestamp;
    use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    use crate::browser::clock;

    /// Making a formatter costs far more than using it, and a timeline asks hundreds of times.
    struct Formats {
        clock: Function,
        weekday: Function,
        date: Function,
        long: Function,
        long_with_year: Function,
        calendar: Function,
    }

    /// Made when a calendar is shown.
    struct Calendar {
        month: Function,
        date: Function,
        weekday: Function,
        weekday_in_full: Function,
    }

    thread_local! {
        static FORMATS: Formats = Formats {
            clock: format(&[("timeStyle", "short")]),
            weekday: format(&[("weekday", "short")]),
            date: format(&[("day", "numeric"), ("month", "short")]),
            long: format(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
            long_with_year: format(&[("day", "numeric"), ("month", "long"), ("year", "numeric")]),
            calendar: format(&[("day", "numeric"), ("month", "long"), ("timeZone", "UTC")]),
        };
        // Its days are those of the Gregorian calendar, whatever people count by otherwise.
        static CALENDAR: Calendar = Calendar {
            month: format(&[("month", "long"), ("year", "numeric"), ("timeZone", "UTC"), ("calendar", "gregory")]),
            date: format(&[("dateStyle", "full"), ("timeZone", "UTC"), ("calendar", "gregory")]),
            weekday: format(&[("weekday", "short"), ("timeZone", "UTC")]),
            weekday_in_full: format(&[("weekday", "long"), ("timeZone", "UTC")]),
        };
    }

    fn format(options: &[(&str, &str)]) -> Function {
        let object = Object::new();
        for (name, value) in options {
            // Fails only for sealed objects, and this one is new.
            let _ = Reflect::set(&object, &JsValue::from_str(name), &JsValue::from_str(value));
        }
        DateTimeFormat::new(&Array::new(), &object).format()
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of a date fit a double for 285,000 years"
    )]
    fn date(at: Timestamp) -> Date {
        Date::new(&JsValue::from_f64(at.0 as f64))
    }

    fn say(at: Timestamp, choose: fn(&Formats) -> &Function) -> String {
        FORMATS.with(|formats| said(choose(formats), at))
    }

    fn said(format: &Function, at: Timestamp) -> String {
        format
            .call1(&JsValue::UNDEFINED, &date(at))
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    pub fn date_of(day: i64) -> String {
        say(noon(day), |formats| &formats.calendar)
    }

    /// In UTC, as the formats for days are.
    fn noon(day: i64) -> Timestamp {
        Timestamp(day * 86_400_000 + 43_200_000)
    }

    pub fn month_of(day: i64) -> String {
        CALENDAR.with(|formats| said(&formats.month, noon(day)))
    }

    pub fn full_date_of(day: i64) -> String {
        CALENDAR.with(|formats| said(&formats.date, noon(day)))
    }

    pub fn weekday_of(day: i64) -> (String, String) {
        CALENDAR.with(|formats| {
            let [short, full] =
                [&formats.weekday, &formats.weekday_in_full].map(|format| said(format, noon(day)));
            (short, full)
        })
    }

    pub fn first_weekday() -> i64 {
        // Not every browser knows; then it is Monday, as ISO 8601 has it.
        from_locale().map_or(0, |first| first - 1)
    }

    /// 1 is Monday. Browsers have this as a method, or as a property where it came early.
    fn from_locale() -> Option<i64> {
        let tag = DateTimeFormat::default().resolved_options();
        let tag = Reflect::get(&tag, &JsValue::from_str("locale")).ok()?;
        let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
        let locale = Reflect::get(&intl, &JsValue::from_str("Locale")).ok()?;
        let locale = Reflect::construct(locale.dyn_ref::<Function>()?, &Array::of1(&tag)).ok()?;
        let get = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
        let asked = get(&locale, "getWeekInfo")?;
        let week = match asked.dyn_ref::<Function>() {
            Some(ask) => ask.call0(&locale).ok()?,
            None => get(&locale, "weekInfo")?,
        };
        let first = get(&week, "firstDay")?.as_f64()?;
        #[expect(clippy::cast_possible_truncation, reason = "it is checked first")]
        (1.0..=7.0).contains(&first).then_some(first as i64)
    }

    fn days_ago(at: Timestamp) -> i64 {
        clock::local_day(clock::now()) - clock::local_day(at)
    }

    pub fn clock(at: Timestamp) -> String {
        say(at, |formats| &formats.clock)
    }

    pub fn day(at: Timestamp) -> String {
        match days_ago(at) {
            0 => "Today".to_owned(),
            1 => "Yesterday".to_owned(),
            _ if date(at).get_full_year() == Date::new_0().get_full_year() => {
                say(at, |formats| &formats.long)
            }
            _ => say(at, |formats| &formats.long_with_year),
        }
    }

    pub fn short(at: Timestamp) -> String {
        match days_ago(at) {
            0 => clock(at),
            1..=6 => say(at, |formats| &formats.weekday),
            _ => say(at, |formats| &formats.date),
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod imp {
    use domain::Timestamp;

    pub fn clock(_at: Timestamp) -> String {
        String::new()
    }

    pub fn day(_at: Timestamp) -> String {
        String::new()
    }

    pub fn short(_at: Timestamp) -> String {
        String::new()
    }

    pub fn date_of(_day: i64) -> String {
        String::new()
    }

    pub fn month_of(_day: i64) -> String {
        String::new()
    }

    pub fn full_date_of(_day: i64) -> String {
        String::new()
    }

    pub fn weekday_of(_day: i64) -> (String, String) {
        Default::default()
    }

    pub fn first_weekday() -> i64 {
        0
    }
}

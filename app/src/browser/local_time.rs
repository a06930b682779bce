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

#[cfg(feature = "hydrate")]
mod imp {
    use domain::Timestamp;
    use js_sys::{Array, Date, Function, Intl::DateTimeFormat, Object, Reflect};
    use wasm_bindgen::JsValue;

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

    thread_local! {
        static FORMATS: Formats = Formats {
            clock: format(&[("timeStyle", "short")]),
            weekday: format(&[("weekday", "short")]),
            date: format(&[("day", "numeric"), ("month", "short")]),
            long: format(&[("weekday", "long"), ("day", "numeric"), ("month", "long")]),
            long_with_year: format(&[("day", "numeric"), ("month", "long"), ("year", "numeric")]),
            calendar: format(&[("day", "numeric"), ("month", "long"), ("timeZone", "UTC")]),
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
        FORMATS.with(|formats| {
            choose(formats)
                .call1(&JsValue::UNDEFINED, &date(at))
                .ok()
                .and_then(|text| text.as_string())
                .unwrap_or_default()
        })
    }

    pub fn date_of(day: i64) -> String {
        say(Timestamp(day * 86_400_000), |formats| &formats.calendar)
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
}

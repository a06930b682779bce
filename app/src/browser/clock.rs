//! Time: now, later, and which day it is where the viewer is.

use domain::Timestamp;
#[cfg(feature = "hydrate")]
use domain::time::civil;

/// The device's clock. On the server: the epoch, as nothing there may depend on it.
#[must_use]
pub fn now() -> Timestamp {
    #[cfg(feature = "hydrate")]
    {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds of our time fit"
        )]
        Timestamp(js_sys::Date::now() as i64)
    }
    #[cfg(not(feature = "hydrate"))]
    Timestamp(0)
}

/// The day in the viewer's calendar, counted from the epoch's. Summer and winter time have their own offset each, so
/// the offset is asked for with each time.
#[must_use]
pub fn local_day(at: Timestamp) -> i64 {
    #[cfg(feature = "hydrate")]
    {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of our time fit")]
        let date = js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(at.0 as f64));
        #[expect(clippy::cast_possible_truncation, reason = "at most a day, in minutes")]
        let behind_utc = date.get_timezone_offset() as i64;
        at.plus_ms(-behind_utc * 60_000).utc_day()
    }
    #[cfg(not(feature = "hydrate"))]
    at.utc_day()
}

/// When this day begins where the viewer is; counted as by [`local_day`].
#[must_use]
pub fn midnight(day: i64) -> Timestamp {
    #[cfg(feature = "hydrate")]
    {
        let (year, month, day) = civil(day);
        // Days of our time are small enough, and there were no messages in the first hundred years, which the constructor takes
        // for those of the last century.
        let year = u32::try_from(year).unwrap_or_default();
        let [month, day] = [month - 1, day].map(|part| i32::try_from(part).unwrap_or_default());
        let date = js_sys::Date::new_with_year_month_day(year, month, day);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds of our time fit"
        )]
        Timestamp(date.get_time() as i64)
    }
    #[cfg(not(feature = "hydrate"))]
    Timestamp(day * 86_400_000)
}

/// How far the viewer's clock is ahead of UTC at the moment, in minutes. On the server: not at all.
#[must_use]
pub fn utc_offset_minutes() -> i32 {
    #[cfg(feature = "hydrate")]
    {
        #[expect(clippy::cast_possible_truncation, reason = "at most a day, in minutes")]
        let behind_utc = js_sys::Date::new_0().get_timezone_offset() as i32;
        -behind_utc
    }
    #[cfg(not(feature = "hydrate"))]
    0
}

/// How much is left of the viewer's day, in milliseconds: until the next midnight on their wall, however clocks move.
#[must_use]
pub fn left_of_day_ms() -> u32 {
    #[cfg(feature = "hydrate")]
    {
        let now = js_sys::Date::new_0();
        let midnight = js_sys::Date::new_0();
        midnight.set_hours(24);
        midnight.set_minutes(0);
        midnight.set_seconds(0);
        midnight.set_milliseconds(0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "midnight is ahead, and less than two days"
        )]
        return (midnight.get_time() - now.get_time()).max(1.0) as u32;
    }
    #[cfg(not(feature = "hydrate"))]
    return 1;
}

/// Ends after `ms` milliseconds. On the server: never.
#[cfg(feature = "hydrate")]
pub async fn sleep(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}

/// Ends after `ms` milliseconds. On the server: never.
#[cfg(not(feature = "hydrate"))]
pub async fn sleep(_ms: u32) {
    std::future::pending::<()>().await;
}

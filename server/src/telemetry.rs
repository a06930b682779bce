//! The log. A span stands around each request, command and job; its fields are ids, never the text of messages, tokens or addresses.

use std::time::Instant;

use domain::RoomId;
use tracing::{Instrument, Span};
use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Starts the log. Called once, by `main`.
///
/// # Errors
/// Where the filter is not valid, or the log was started before.
pub fn start(filter: &str, format: LogFormat) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(with_quiet_libraries(filter))
        .map_err(|error| anyhow::anyhow!("The setting `log` is not a valid filter: {error}."))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("The log cannot be started: {error}."))
}

/// One run of what the server does by itself, in a span of its own.
pub async fn job<T>(name: &'static str, run: impl Future<Output = T>) -> T {
    let span = tracing::info_span!("job", job.name = name);
    let started = Instant::now();
    let outcome = run.instrument(span.clone()).await;
    let duration_ms = started.elapsed().as_secs_f64() * 1_000.0;
    span.in_scope(|| tracing::debug!(duration_ms, "ran"));
    outcome
}

/// Notes in the span of this request which room it is about.
pub fn about_room(room: RoomId) {
    Span::current().record("room.id", tracing::field::display(room));
}

/// sqlx logs statements with their values and Leptos says little of use: both only when they are named.
fn with_quiet_libraries(filter: &str) -> String {
    let mut all = String::from("sqlx=warn,sea_orm=warn,sea_orm_migration=warn,leptos=warn");
    if !filter.is_empty() {
        all.push(',');
        all.push_str(filter);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_makes_no_sense_is_told_in_one_sentence() {
        let error = start("info,=,=", LogFormat::Text).expect_err("not a filter");
        assert!(error.to_string().contains("`log`"), "{error}");
    }
}

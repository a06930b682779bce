//! For whatever watches over the server: is it alive, may it be given requests?

use std::time::Duration;

use axum::{Router, extract::State, http::StatusCode, routing::get};
use sea_orm::ConnectionTrait;
use tokio::time::timeout;

use crate::AppState;

/// How long the database may take to answer: whoever asks has patience for little more.
const ANSWERS_WITHIN: Duration = Duration::from_secs(1);

/// `/health/live` and `/health/ready`.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/health/live", get(|| async { "alive\n" }))
        .route("/health/ready", get(ready))
}

/// Ready: not stopping, and the database answers.
async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.stop.is_cancelled() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    let asked = state.db.read().execute_unprepared("SELECT 1");
    let cause = match timeout(ANSWERS_WITHIN, asked).await {
        Ok(Ok(_)) => return (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it took too long".to_owned(),
    };
    tracing::error!(error.cause = cause, "the database does not answer");
    (StatusCode::SERVICE_UNAVAILABLE, "no database\n")
}

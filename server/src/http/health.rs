//! For whatever watches over the server: is it alive, may it be given requests?

use axum::{Router, extract::State, http::StatusCode, routing::get};
use sea_orm::ConnectionTrait;

use crate::AppState;

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
    match state.db.read().execute_unprepared("SELECT 1").await {
        Ok(_) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::error!(error.cause = %error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "no database\n")
        }
    }
}

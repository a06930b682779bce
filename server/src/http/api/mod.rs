//! For programs: JSON in and out, bearer tokens, no cookies. Versioned, since programs are updated apart from the server.

mod emoji;
mod me;
mod sign_ins;

use axum::{
    Router,
    routing::{get, post},
};

use crate::AppState;

/// `/api/v1/…`.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/v1/sign-ins", post(sign_ins::create))
        .route(
            "/api/v1/sign-ins/current",
            axum::routing::delete(sign_ins::end),
        )
        .route("/api/v1/emoji", get(emoji::list))
        .route("/api/v1/me", get(me::show))
}

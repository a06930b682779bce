//! A span, an id and a count for each request. Log and metrics hold the route, never the path: a path may hold an
//! invitation.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::HeaderValue,
    middleware::Next,
    response::Response,
};
use tracing::Instrument;
use uuid::Uuid;

use crate::AppState;

/// Runs the request in its span and tells its id to the caller, so that both speak of the same.
pub async fn span(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let id: Uuid = state.ids.make();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("(no route)", MatchedPath::as_str)
        .to_owned();
    let span = tracing::info_span!(
        "request",
        request.id = %id,
        http.method = %request.method(),
        http.route = %route,
        user.id = tracing::field::Empty,
        room.id = tracing::field::Empty,
    );
    let (method, started) = (request.method().clone(), Instant::now());
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    state
        .metrics
        .http
        .answered(&method, &route, response.status(), took);
    let _in_span = span.enter();
    tracing::debug!(
        http.status = response.status().as_u16(),
        duration_ms = took.as_secs_f64() * 1_000.0,
        "answered"
    );
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

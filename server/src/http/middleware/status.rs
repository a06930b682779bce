//! Gives each failed server function the status of its error.
//!
//! Those that fail in our own code set it themselves. Where already the arguments make no sense Leptos answers for us,
//! and in version 0.8 always with 500.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};
use protocol::ApiError;

use super::body::BODY_MAX;

/// The header that Leptos puts on failures of server functions.
const MARK: &str = "serverfnerror";

/// Looks at marked answers only.
pub async fn of_error(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR
        || !response.headers().contains_key(MARK)
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    if let Ok(error) = serde_json::from_slice::<ApiError>(&bytes) {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(parts.status);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}

//! Bodies are read whole, up to a limit in bytes and in time, before any handler sees them, so that too large a one has
//! its typed answer.

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use protocol::ApiError;

use crate::{AppState, Error};

/// Largest body of a request. Uploads will have a route and a limit of their own.
pub const BODY_MAX: usize = 64 * 1024;

/// Refuses what is larger or does not come.
pub async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let too_large = || {
        Error::Api(ApiError::TooLarge {
            max: u32::try_from(BODY_MAX).unwrap_or(u32::MAX),
        })
    };
    let (parts, body) = request.into_parts();
    if body.size_hint().lower() > BODY_MAX as u64 {
        return too_large().into_response();
    }
    match tokio::time::timeout(state.config.patience.body, to_bytes(body, BODY_MAX)).await {
        Ok(Ok(bytes)) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        Ok(Err(_)) => too_large().into_response(),
        // Nobody reads the rest of it: the connection ends with this answer.
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

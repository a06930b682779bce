//! How many requests one address may make. Sign-in and sign-up have limits of their own, where they happen.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{AppState, Error, http::client::Client};

/// Refuses who asks too often, and says when to come back.
pub async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let Some(client) = request.extensions().get::<Client>() else {
        return Error::Internal(anyhow::anyhow!("the client of a request is not known"))
            .into_response();
    };
    match state.limits.request(client.address) {
        Ok(()) => next.run(request).await,
        Err(error) => Error::Api(error).into_response(),
    }
}

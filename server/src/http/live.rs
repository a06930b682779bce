//! `GET /ws`: asks who it is, then hands the request over to the live side.

use axum::{
    extract::{State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::HeaderMap,
    response::Response,
};
use protocol::ApiError;

use crate::{AppState, Error, Result, realtime::socket, services::sign_ins};

/// Opens a socket for whoever is signed in. The origin has been checked before.
pub async fn connect(
    State(state): State<AppState>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response> {
    let viewer = sign_ins::viewer(&state, &headers).await?;
    let upgrade = upgrade.map_err(|_| Error::Api(ApiError::Malformed))?;
    Ok(socket::upgrade(state, viewer, upgrade))
}

//! `GET /ws`: asks who it is, then hands the request over to the live side.

use axum::{extract::State, http::HeaderMap, response::Response};

use crate::{
    AppState, Result,
    realtime::socket::{self, Upgrade},
    services::sign_ins,
};

/// Opens a socket for whoever is signed in. The origin has been checked before.
pub async fn connect(
    State(state): State<AppState>,
    headers: HeaderMap,
    upgrade: Result<Upgrade>,
) -> Result<Response> {
    let viewer = sign_ins::viewer(&state, &headers).await?;
    let upgrade = upgrade?;
    let place = state.limits.socket(viewer.user_id)?;
    Ok(socket::upgrade(state, viewer, place, upgrade))
}

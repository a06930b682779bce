//! `POST /api/v1/sign-ins`: a token for a name and a password. `DELETE /api/v1/sign-ins/current` ends it.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use protocol::{ApiError, accounts::SignIn};
use serde::Serialize;

use crate::{
    AppState, Result,
    http::client::Client,
    services::{accounts, sign_ins},
};

/// What a program gets.
#[derive(Serialize)]
pub struct Created {
    /// To be sent as `Authorization: Bearer …`.
    token: String,
    /// It ends after so long at the latest, in milliseconds.
    expires_in_ms: i64,
}

/// Signs in.
pub async fn create(
    State(state): State<AppState>,
    parts: Parts,
    body: Bytes,
) -> Result<(StatusCode, Json<Created>)> {
    let body: SignIn = serde_json::from_slice(&body).map_err(|_| ApiError::Malformed)?;
    let client = Client::of(&parts);
    // The sign-in of a browser, should its cookie be here, is none of a program's business.
    let mut headers = parts.headers;
    headers.remove(header::COOKIE);
    let token = accounts::sign_in(&state, client, &headers, body).await?;
    let created = Created {
        token: token.reveal().to_owned(),
        expires_in_ms: state.config.sign_ins.absolute_ms,
    };
    Ok((StatusCode::CREATED, Json(created)))
}

/// Signs out.
pub async fn end(State(state): State<AppState>, headers: HeaderMap) -> Result<StatusCode> {
    let viewer = sign_ins::program(&state, &headers).await?;
    sign_ins::end(&state, &viewer, viewer.sign_in_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! `GET /api/v1/me`: the account that a token stands for.

use axum::{Json, extract::State, http::HeaderMap};
use protocol::accounts::Account;

use crate::{
    AppState, Result,
    services::{accounts, sign_ins},
};

/// Answers the caller's own account.
pub async fn show(State(state): State<AppState>, headers: HeaderMap) -> Result<Json<Account>> {
    let viewer = sign_ins::program(&state, &headers).await?;
    Ok(Json(accounts::account(&state, &viewer).await?))
}

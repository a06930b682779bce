//! `/ws`, and `/live` for where WebSockets are blocked: asks who it is, then hands the request over to the live side.

use axum::{
    Extension,
    body::{Body, to_bytes},
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use protocol::{ApiError, NUMBER_HEADER, POST_MAX, STREAM_HEADER};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::client::Client;
use crate::{
    AppState, Error, Result,
    auth::tokens::Token,
    realtime::{
        socket::{self, Upgrade},
        stream,
        streams::Taken,
    },
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
    Ok(socket::upgrade(&state, viewer, place, upgrade))
}

/// Opens a stream for whoever is signed in. The origin has been checked before.
pub async fn open(State(state): State<AppState>, headers: HeaderMap) -> Result<Response> {
    let viewer = sign_ins::viewer(&state, &headers).await?;
    let token = token(&state, &headers)?;
    let place = state.limits.socket(viewer.user_id)?;
    Ok(stream::open(&state, viewer, place, &token))
}

/// Takes frames for a stream, one on each line.
///
/// What a stream takes is limited by its connection, as with sockets; everything else counts as a request of its address.
pub async fn post(
    State(state): State<AppState>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode> {
    let taken = take(&state, &headers, body).await;
    if !matches!(taken, Ok(Taken::Now)) {
        state.limits.request(client.address)?;
    }
    taken.map(|_| StatusCode::NO_CONTENT)
}

async fn take(state: &AppState, headers: &HeaderMap, body: Body) -> Result<Taken> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let malformed = || Error::Api(ApiError::Malformed);
    let token = token(state, headers)?;
    let name = header(STREAM_HEADER).ok_or_else(malformed)?;
    let number = header(NUMBER_HEADER).and_then(|number| number.parse().ok());
    let number = number.ok_or_else(malformed)?;
    let intake = state.streams.find(name, &token)?;
    let body = to_bytes(body, POST_MAX).await.map_err(|_| {
        Error::Api(ApiError::TooLarge {
            max: POST_MAX as u32,
        })
    })?;
    let frames = Utf8Bytes::try_from(body).map_err(|_| malformed())?;
    if frames.is_empty() {
        return Err(malformed());
    }
    Ok(intake.take(number, frames).await?)
}

fn token(state: &AppState, headers: &HeaderMap) -> Result<Token> {
    sign_ins::token(state, headers).ok_or(Error::Api(ApiError::NotSignedIn))
}

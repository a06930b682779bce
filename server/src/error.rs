//! The one error of the server: what the caller may know, or what was logged and stays inside.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use protocol::ApiError;

use crate::store;

/// Why a use case failed.
#[derive(Debug)]
pub enum Error {
    /// The caller's business.
    Api(ApiError),
    /// Nobody's business but the log's.
    Internal(anyhow::Error),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Api(error) => error.fmt(f),
            Self::Internal(cause) => write!(f, "{cause:#}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(error: sea_orm::DbErr) -> Self {
        if store::is_away(&error) {
            // Said at each attempt: who looks at the log sees from when to when.
            tracing::error!(error.cause = %error, "the database is away");
            return Self::Api(ApiError::Unavailable);
        }
        Self::Internal(error.into())
    }
}

impl Error {
    /// What the caller may know. An internal cause is logged, once, as what happened to whom.
    #[must_use]
    pub fn logged(self, what: &str) -> ApiError {
        match self {
            Self::Api(error) => error,
            Self::Internal(cause) => {
                tracing::error!(error.cause = %format!("{cause:#}"), "{what}");
                ApiError::Internal
            }
        }
    }

    /// Another server's transaction was in the way.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        match self {
            Self::Internal(cause) => cause.downcast_ref().is_some_and(store::is_conflict),
            Self::Api(_) => false,
        }
    }
}

impl From<anyhow::Error> for Error {
    fn from(error: anyhow::Error) -> Self {
        match error.downcast::<sea_orm::DbErr>() {
            Ok(error) => error.into(),
            Err(error) => Self::Internal(error),
        }
    }
}

impl From<domain::permissions::PostError> for Error {
    fn from(error: domain::permissions::PostError) -> Self {
        Self::Api(error.into())
    }
}

impl From<domain::permissions::RoomError> for Error {
    fn from(error: domain::permissions::RoomError) -> Self {
        Self::Api(error.into())
    }
}

/// Where an error leaves the server. An internal cause is logged here, once, and never sent.
impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        error.logged("a request failed inside")
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let error = ApiError::from(self);
        let status =
            StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(&error)).into_response();
        if let ApiError::RateLimited { retry_after_ms } = &error {
            response.headers_mut().insert(
                header::RETRY_AFTER,
                HeaderValue::from(retry_after_ms.div_ceil(1_000)),
            );
        }
        response
    }
}

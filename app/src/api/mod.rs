//! Server functions, one file per feature: who is asking, then the backend, then the answer.
//!
//! They are public endpoints under `/api/ui`, so each asks who the viewer is. Forms that must work without JavaScript
//! take plain fields and redirect; all others take and give JSON.

pub mod accounts;
pub mod exchange;
pub mod feelings;
pub mod load;
pub mod messages;
pub mod people;
pub mod place;
pub mod rooms;

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use protocol::ApiError;
use serde::{Deserialize, Serialize};

/// [`ApiError`] as the error of server functions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(transparent)]
#[error(transparent)]
pub struct Failure(#[from] pub ApiError);

impl FromServerFnError for Failure {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self(match error {
            ServerFnErrorErr::Request(_) => ApiError::NoConnection,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => ApiError::Malformed,
            _ => ApiError::Internal,
        })
    }
}

/// The answer of every server function.
pub type Answer<T> = Result<T, Failure>;

#[cfg(feature = "ssr")]
pub(crate) use server::*;

#[cfg(feature = "ssr")]
mod server {
    use domain::people::Viewer;
    use http::{HeaderName, HeaderValue, StatusCode, header, request::Parts};
    use leptos::prelude::*;
    use leptos_axum::ResponseOptions;
    use protocol::ApiError;

    use super::{Answer, Failure};
    use crate::backend::{Backend, SetCookie};

    /// The request's head.
    pub fn parts() -> Answer<Parts> {
        use_context::<Parts>().ok_or(Failure(ApiError::Internal))
    }

    /// The server behind the pages.
    pub fn backend() -> Answer<Backend> {
        use_context::<Backend>().ok_or(Failure(ApiError::Internal))
    }

    /// Who asks, with the server that answers.
    pub async fn viewer() -> Answer<(Backend, Viewer)> {
        let (backend, parts) = (backend()?, parts()?);
        let viewer = answer(backend.accounts.viewer(&parts).await)?;
        Ok((backend, viewer))
    }

    /// Passes a result on and gives the HTTP answer the error's status (Leptos 0.8 would answer 500 to every error).
    ///
    /// A form that was sent without JavaScript is the exception: its answer is the way back to the form, with the error in
    /// the query, and browsers go there only if the status says so.
    pub fn answer<T>(result: Result<T, ApiError>) -> Answer<T> {
        result.map_err(|error| {
            if let (Some(response), Ok(status)) = (
                use_context::<ResponseOptions>(),
                StatusCode::from_u16(error.status()),
            ) {
                if !is_plain_form() {
                    response.set_status(status);
                }
                if let ApiError::RateLimited { retry_after_ms } = &error {
                    response.insert_header(
                        header::RETRY_AFTER,
                        HeaderValue::from(retry_after_ms.div_ceil(1_000)),
                    );
                }
            }
            Failure(error)
        })
    }

    /// The request is a form that the browser sent by itself: it wants a page in return.
    fn is_plain_form() -> bool {
        use_context::<Parts>().is_some_and(|parts| {
            let accepts_pages = parts
                .headers
                .get(header::ACCEPT)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| value.contains("text/html"));
            parts.method == http::Method::POST && accepts_pages
        })
    }

    /// Puts the cookie into the answer.
    pub fn set_cookie(cookie: &SetCookie) {
        if let (Some(response), Ok(value)) = (
            use_context::<ResponseOptions>(),
            HeaderValue::from_str(&cookie.0),
        ) {
            response.append_header(HeaderName::from_static("set-cookie"), value);
        }
    }
}

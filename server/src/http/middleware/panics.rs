//! A mistake in one handler is one request's misfortune: it is logged and answered like any internal error.

use std::any::Any;

use axum::response::{IntoResponse, Response};

use crate::Error;

/// Answers in place of a handler that panicked.
pub fn answer(cause: Box<dyn Any + Send + 'static>) -> Response {
    let told = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("no words");
    Error::Internal(anyhow::anyhow!("a handler panicked: {told}")).into_response()
}

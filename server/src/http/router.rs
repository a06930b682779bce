//! The whole route table, and what stands before it.

use axum::{
    Router,
    extract::Request,
    middleware::from_fn,
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{any, get, post},
};
use protocol::ApiError;
use tower_http::{CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer};

use super::{api, client, health, live, middleware};
use crate::{AppState, Error, pages, site};

/// Everything this server answers.
pub fn router(state: &AppState) -> Router {
    let here = || state.clone();
    // What is made for each request anew. The page's files are compressed already, and a socket is no body.
    let dynamic = Router::new()
        .merge(api::routes().with_state(here()))
        // Pages, and the server functions under /api/ui.
        .merge(pages::routes(state))
        .route("/api/{*path}", any(no_such_endpoint))
        .layer(from_fn(middleware::status::of_error))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(here(), middleware::body::limit));
    let live = Router::new()
        .route("/ws", get(live::connect))
        .route("/live", get(live::open))
        .with_state(here());
    let limited = dynamic
        .merge(live)
        .layer(from_fn_with_state(here(), middleware::origin::check))
        .layer(from_fn_with_state(here(), middleware::rate::limit));
    // Limited by their connection; counts by itself what it does not take.
    let frames = Router::new()
        .route("/live", post(live::post))
        .with_state(here())
        .layer(from_fn_with_state(here(), middleware::origin::check));
    Router::new()
        .merge(limited)
        .merge(frames)
        .merge(site::routes())
        .merge(health::routes().with_state(here()))
        .layer(CatchPanicLayer::custom(middleware::panics::answer))
        .layer(from_fn_with_state(here(), middleware::headers::secure))
        .layer(from_fn_with_state(here(), middleware::trace::span))
        .layer(from_fn_with_state(here(), client::identify))
}

/// Programs get a typed answer where a person would get a page.
async fn no_such_endpoint(_: Request) -> Response {
    Error::Api(ApiError::NotFound).into_response()
}

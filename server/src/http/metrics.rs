//! `GET /metrics`, on a listener of its own: to a reverse proxy everybody is this machine, so what stands on the main
//! address stands open to all. Who can reach this one may read it.

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use tokio::net::TcpListener;

use crate::{AppState, metrics};

/// Serves until the server stops.
///
/// # Errors
/// Where the listener fails.
pub async fn serve(state: AppState, listener: TcpListener) -> std::io::Result<()> {
    let stop = state.stop.clone();
    let routes = Router::new().route("/metrics", get(text)).with_state(state);
    axum::serve(listener, routes)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
}

async fn text(State(state): State<AppState>) -> Response {
    let text = state.metrics.text(&state);
    ([(header::CONTENT_TYPE, metrics::CONTENT_TYPE)], text).into_response()
}

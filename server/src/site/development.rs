//! The page from a folder, as `cargo leptos watch` keeps it: plain names, nothing cached.

use axum::Router;
use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::path::{Component, Path, PathBuf};
use tokio::fs;

/// The folder that cargo-leptos names for the program it starts.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os("LEPTOS_SITE_ROOT").map(PathBuf::from)
}

/// The script that loads the page again when cargo-leptos has built it; only while it watches.
pub fn reload_script() -> Option<&'static str> {
    std::env::var_os("LEPTOS_WATCH").map(|_| "/pkg/reload.js")
}

/// Where other languages' models are, by the languages' two letters.
pub fn languages() -> impl Iterator<Item = (&'static str, String)> {
    let path = |code| (code, format!("/pkg/moodlight-{code}.model"));
    app::LANGUAGE_MODELS
        .iter()
        .map(move |(code, _)| path(*code))
}

/// A route for each thing in the folder, files and folders alike; what appears later waits for the next start.
pub fn routes<S: Clone + Send + Sync + 'static>(folder: &Path) -> Router<S> {
    let mut router = Router::new()
        .route("/pkg/reload.js", get(reload))
        .route("/pkg/moodlight.model", get(model))
        .route("/pkg/{*path}", get(file));
    for ((_, path), (_, model)) in languages().zip(app::LANGUAGE_MODELS) {
        let answer = ([(header::CACHE_CONTROL, "no-store")], *model);
        router = router.route(&path, get(move || async move { answer }));
    }
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for (name, is_folder) in entries.map(|entry| (entry.file_name(), entry.path().is_dir())) {
        match name.to_str() {
            None | Some("pkg") => {}
            Some(name) if is_folder => {
                router = router.route(&format!("/{name}/{{*path}}"), get(file));
            }
            Some(name) => router = router.route(&format!("/{name}"), get(file)),
        }
    }
    router
}

/// cargo-leptos announces each build on a socket at a port of its own.
async fn reload() -> impl IntoResponse {
    let port = std::env::var("LEPTOS_RELOAD_PORT").unwrap_or_else(|_| "3001".to_owned());
    let script = include_str!("reload.js").replace("RELOAD_PORT", &port);
    (
        [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        script,
    )
}

/// cargo-leptos does not know of this file.
async fn model() -> impl IntoResponse {
    ([(header::CACHE_CONTROL, "no-store")], app::MODEL)
}

async fn file(uri: Uri) -> Response {
    let path = Path::new(uri.path().trim_start_matches('/'));
    let inside = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let (true, Some(folder)) = (inside, folder()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match fs::read(folder.join(path)).await {
        Ok(content) => {
            let headers = [
                (header::CONTENT_TYPE, content_type(path)),
                (header::CACHE_CONTROL, "no-store"),
            ];
            (headers, content).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The types that browsers insist on; they recognize pictures and fonts by themselves.
fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

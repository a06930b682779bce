//! The page's files: script, WASM, style sheet and everything in `public/`, served from inside the binary.
//!
//! `cargo xtask build` puts them there, compressed as far as it goes, under names that change with their content. While
//! developing (`make dev`) cargo-leptos keeps them in a folder instead, under plain names; [`development`] serves those.
//! A binary with neither (a plain `cargo build`) answers 404 for every file, and [`is_empty`] lets the start say why.

mod development;
mod negotiate;

use app::PageAssets;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use negotiate::Encoding;

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// One file of the page.
pub struct Asset {
    /// As browsers ask for it, without the leading slash.
    pub path: &'static str,
    /// Tells its content; the entity tag of the plain form.
    pub tag: &'static str,
    pub content_type: &'static str,
    /// Whether its name changes with its content, so that it may be kept for ever.
    pub immutable: bool,
    pub plain: &'static [u8],
    pub brotli: Option<&'static [u8]>,
    pub gzip: Option<&'static [u8]>,
}

/// The addresses of the files that every page loads.
struct Parts {
    script: &'static str,
    wasm: &'static str,
    style: &'static str,
    model: &'static str,
    /// By the languages' two letters.
    languages: &'static [(&'static str, &'static str)],
}

/// What cargo-leptos calls them, which hashes no names while it watches.
const PLAIN_NAMES: Parts = Parts {
    script: "/pkg/moodlight.js",
    wasm: "/pkg/moodlight.wasm",
    style: "/pkg/moodlight.css",
    model: "/pkg/moodlight.model",
    languages: &[],
};

/// The files that the HTML has to name.
pub fn page_assets() -> PageAssets {
    let parts = EMBEDDED.unwrap_or(PLAIN_NAMES);
    PageAssets {
        js: parts.script.to_owned(),
        wasm: parts.wasm.to_owned(),
        css: parts.style.to_owned(),
        model: parts.model.to_owned(),
        languages: languages(),
        reload: development::reload_script()
            .filter(|_| EMBEDDED.is_none())
            .map(str::to_owned),
    }
}

/// Each language with its model's address.
fn languages() -> String {
    let each: Vec<String> = match &EMBEDDED {
        Some(parts) => {
            let each = parts.languages.iter();
            each.map(|(code, path)| format!("{code}={path}")).collect()
        }
        None => development::languages()
            .map(|(code, path)| format!("{code}={path}"))
            .collect(),
    };
    each.join(" ")
}

/// Whether there is no page to serve: neither in the binary nor in a developer's folder.
pub fn is_empty() -> bool {
    EMBEDDED.is_none() && development::folder().is_none()
}

/// The file at a path, with or without its leading slash.
pub fn asset(path: &str) -> Option<&'static Asset> {
    let path = path.strip_prefix('/').unwrap_or(path);
    ASSETS
        .binary_search_by(|asset| asset.path.cmp(path))
        .ok()
        .map(|found| &ASSETS[found])
}

/// A route for each file, and a plain 404 for whatever else is asked of `/pkg/`, such as a script of an older release.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    if let (None, Some(folder)) = (EMBEDDED, development::folder()) {
        return development::routes(&folder);
    }
    ASSETS
        .iter()
        .filter(|asset| !asset.path.starts_with("pkg/"))
        .fold(Router::new(), |router, asset| {
            router.route(
                &format!("/{}", asset.path),
                get(move |headers: HeaderMap| async move { asset.respond(&headers) }),
            )
        })
        .route("/pkg/{*path}", get(serve))
}

async fn serve(uri: axum::http::Uri, headers: HeaderMap) -> Response {
    asset(uri.path()).map_or_else(
        || StatusCode::NOT_FOUND.into_response(),
        |asset| asset.respond(&headers),
    )
}

impl Asset {
    /// The smallest form that the browser takes, or the word that it already has it.
    pub fn respond(&self, request: &HeaderMap) -> Response {
        let (encoding, content) = self.form(request);
        let tag = format!("\"{}{}\"", self.tag, encoding.suffix());
        let caching = if self.immutable {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=3600"
        };
        let mut response = if negotiate::knows(request, &tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Body::from(content).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(self.content_type),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(
            HeaderName::from_static("x-content-type-options"),
            HeaderValue::from_static("nosniff"),
        );
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        if let Some(name) = encoding.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    }

    fn form(&self, request: &HeaderMap) -> (Encoding, &'static [u8]) {
        let accepts = |encoding| negotiate::accepts(request, encoding);
        match (self.brotli, self.gzip) {
            (Some(brotli), _) if accepts(Encoding::Brotli) => (Encoding::Brotli, brotli),
            (_, Some(gzip)) if accepts(Encoding::Gzip) => (Encoding::Gzip, gzip),
            _ => (Encoding::Plain, self.plain),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static SHEET: Asset = Asset {
        path: "pkg/a.css",
        tag: "0123",
        content_type: "text/css; charset=utf-8",
        immutable: true,
        plain: b"plain",
        brotli: Some(b"br"),
        gzip: Some(b"gz"),
    };

    fn ask(headers: &[(HeaderName, &'static str)]) -> Response {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        SHEET.respond(&headers.collect())
    }

    async fn body(response: Response) -> Vec<u8> {
        axum::body::to_bytes(response.into_body(), 100)
            .await
            .expect("a whole body")
            .to_vec()
    }

    #[tokio::test]
    async fn a_browser_gets_the_smallest_form_that_it_takes() {
        for (accepted, encoding, content) in [
            ("gzip, deflate, br, zstd", Some("br"), &b"br"[..]),
            ("gzip", Some("gzip"), b"gz"),
            ("br;q=0, gzip;q=0.5", Some("gzip"), b"gz"),
            ("identity", None, b"plain"),
        ] {
            let response = ask(&[(header::ACCEPT_ENCODING, accepted)]);
            let given = response
                .headers()
                .get(header::CONTENT_ENCODING)
                .map(|value| value.to_str().expect("text"));
            assert_eq!(given, encoding, "{accepted}");
            assert_eq!(
                response.headers()[header::CACHE_CONTROL],
                "public, max-age=31536000, immutable"
            );
            assert_eq!(body(response).await, content, "{accepted}");
        }
    }

    #[tokio::test]
    async fn a_browser_that_has_it_is_told_so() {
        let first = ask(&[(header::ACCEPT_ENCODING, "br")]);
        assert_eq!(first.headers()[header::ETAG], "\"0123-br\"");
        let again = ask(&[
            (header::ACCEPT_ENCODING, "br"),
            (header::IF_NONE_MATCH, "\"x\", W/\"0123-br\""),
        ]);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert!(body(again).await.is_empty());
    }

    #[test]
    fn the_table_is_sorted_and_names_its_parts() {
        assert!(ASSETS.is_sorted_by_key(|asset| asset.path));
        match EMBEDDED {
            Some(parts) => assert!(
                [parts.script, parts.wasm, parts.style, parts.model]
                    .into_iter()
                    .chain(parts.languages.iter().map(|(_, path)| *path))
                    .all(|path| asset(path).is_some())
            ),
            None => assert!(ASSETS.is_empty()),
        }
    }
}

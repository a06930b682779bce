//! No other site may make a signed-in browser do something here: every request that changes something, and every
//! socket, must come from a page of this place.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use protocol::ApiError;

use crate::{AppState, Error, config::BaseUrl};

/// Paths of programs. They never look at cookies, so a browser has no authority there that another site could borrow.
const COOKIELESS: &str = "/api/v1/";
/// The path of streams. Opening one changes nothing until frames are posted to it, but is like opening a socket.
const STREAM: &str = "/live";

/// Refuses what another site asked for.
pub async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (path, headers) = (request.uri().path(), request.headers());
    let changes = !matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) || headers.contains_key(header::UPGRADE);
    let opens_stream = path == STREAM && !changes;
    // To its own place a browser sends no `Origin` with a stream's opening, to others it does.
    let may_be_silent = path.starts_with(COOKIELESS) || opens_stream;
    if (changes || opens_stream) && !is_own(headers, state.config.base_url.as_ref(), may_be_silent)
    {
        return Error::Api(ApiError::ForeignOrigin).into_response();
    }
    next.run(request).await
}

fn is_own(headers: &HeaderMap, base: Option<&BaseUrl>, may_be_silent: bool) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    // Browsers say it outright; "same-site" is a neighbouring subdomain, and none of ours.
    if text(http::HeaderName::from_static("sec-fetch-site"))
        .is_some_and(|site| matches!(site, "cross-site" | "same-site"))
    {
        return false;
    }
    match text(header::ORIGIN) {
        Some(origin) => match base {
            Some(base) => origin == base.origin,
            // Without a known address: the page came from where the request goes.
            None => origin
                .split_once("://")
                .is_some_and(|(_, place)| text(header::HOST) == Some(place)),
        },
        // Every browser sends `Origin` with the others, so this is a program: it must not lean on a cookie.
        None if headers.contains_key(header::ORIGIN) => false,
        None => may_be_silent || headers.contains_key(header::AUTHORIZATION),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn check(headers: &[(&'static str, &'static str)], base: Option<&str>, expected: bool) {
        let map: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        let base = base.map(|origin| BaseUrl {
            origin: origin.to_owned(),
            is_https: origin.starts_with("https"),
        });
        assert_eq!(is_own(&map, base.as_ref(), false), expected, "{headers:?}");
    }

    #[test]
    fn only_our_own_pages_may_ask() {
        let host = ("host", "chat.example.org");
        let own = ("origin", "https://chat.example.org");
        let base = Some("https://chat.example.org");
        check(&[host, own], None, true);
        check(&[host, own], base, true);
        check(&[host, ("origin", "https://evil.example.org")], None, false);
        check(
            &[host, ("origin", "https://chat.example.org.evil.org")],
            None,
            false,
        );
        check(
            &[host, ("origin", "https://chat.example.org:444")],
            None,
            false,
        );
        check(&[host, ("origin", "http://chat.example.org")], base, false);
        check(&[host, ("origin", "null")], None, false);
        check(&[host, own, ("sec-fetch-site", "cross-site")], None, false);
        check(&[host, own, ("sec-fetch-site", "same-site")], None, false);
        check(&[host, own, ("sec-fetch-site", "same-origin")], base, true);
        check(&[host], None, false);
        check(&[host, ("cookie", "moodlight_session=x")], None, false);
        check(&[host, ("authorization", "Bearer x")], None, true);
        check(
            &[
                host,
                ("authorization", "Bearer x"),
                ("origin", "https://evil.example.org"),
            ],
            None,
            false,
        );
    }
}

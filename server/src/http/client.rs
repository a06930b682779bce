//! From where a request comes: the peer's address, or what a trusted proxy says of it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use ipnet::IpNet;

use crate::AppState;

/// Who is at the other end. Never logged, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// Their network address, as well as it is known.
    pub address: IpAddr,
    /// A browser on the server's own machine: a loopback peer, no proxy in between, and a local name in the address
    /// bar (so that no foreign name that was made to point here counts).
    pub is_this_machine: bool,
}

impl Client {
    /// The client of a request, as [`identify`] found it.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get().copied().unwrap_or(Self {
            address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            is_this_machine: false,
        })
    }

    fn find(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let peer = peer
            .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
            .to_canonical();
        let is_forwarded = ["x-forwarded-for", "forwarded", "x-real-ip"]
            .iter()
            .any(|name| headers.contains_key(*name));
        Self {
            address: forwarded_for(peer, headers, trusted),
            is_this_machine: peer.is_loopback() && !is_forwarded && has_local_host(headers),
        }
    }
}

/// Notes the client in the request, for whoever needs it.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|info| info.0.ip());
    let client = Client::find(peer, request.headers(), &state.config.trusted_proxies);
    request.extensions_mut().insert(client);
    next.run(request).await
}

/// Walks `X-Forwarded-For` from its end for as long as those who wrote it are trusted: what comes before the first
/// stranger is what that stranger claims.
fn forwarded_for(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    let mut found = peer;
    let hops: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for hop in hops.into_iter().rev() {
        if !is_trusted(found) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => found = address.to_canonical(),
            Err(_) => break,
        }
    }
    found
}

fn has_local_host(headers: &HeaderMap) -> bool {
    let Some(host) = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
    else {
        return false;
    };
    let Ok(authority) = host.parse::<http::uri::Authority>() else {
        return false;
    };
    let name = authority.host().trim_matches(['[', ']']);
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        peer: &str,
        headers: &[(&'static str, &str)],
        trusted: &[&str],
        expected: (&str, bool),
    ) {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| {
                (
                    http::HeaderName::from_static(name),
                    http::HeaderValue::from_str(value).expect("a header"),
                )
            })
            .collect();
        let trusted: Vec<IpNet> = trusted
            .iter()
            .map(|network| network.parse().expect("a network"))
            .collect();
        let client = Client::find(peer.parse().ok(), &headers, &trusted);
        let expected = Client {
            address: expected.0.parse().expect("an address"),
            is_this_machine: expected.1,
        };
        assert_eq!(client, expected, "{peer} {headers:?}");
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        let here = ("host", "localhost:3000");
        check("127.0.0.1", &[here], &[], ("127.0.0.1", true));
        check("::1", &[("host", "[::1]:3000")], &[], ("::1", true));
        check("192.0.2.7", &[here], &[], ("192.0.2.7", false));
        let claim = ("x-forwarded-for", "198.51.100.1");
        check("192.0.2.7", &[here, claim], &[], ("192.0.2.7", false));
        check("127.0.0.1", &[here, claim], &[], ("127.0.0.1", false));
        check(
            "127.0.0.1",
            &[here, claim],
            &["127.0.0.0/8"],
            ("198.51.100.1", false),
        );
        let chain = ("x-forwarded-for", "203.0.113.9, 198.51.100.1, 10.0.0.2");
        check(
            "127.0.0.1",
            &[chain],
            &["127.0.0.0/8", "10.0.0.0/8"],
            ("198.51.100.1", false),
        );
        let nonsense = ("x-forwarded-for", "198.51.100.1, unknown");
        check(
            "127.0.0.1",
            &[nonsense],
            &["127.0.0.0/8"],
            ("127.0.0.1", false),
        );
    }

    #[test]
    fn a_foreign_name_that_points_here_is_not_this_machine() {
        check(
            "127.0.0.1",
            &[("host", "rebound.example.org")],
            &[],
            ("127.0.0.1", false),
        );
        check("127.0.0.1", &[], &[], ("127.0.0.1", false));
    }
}

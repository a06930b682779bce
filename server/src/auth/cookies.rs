//! The cookie that carries a sign-in's token.

use http::{HeaderMap, header};

use crate::auth::tokens::Token;

const PLAIN_NAME: &str = "moodlight_session";
/// Browsers take a cookie with this prefix only from the host itself, over TLS and for the whole site, so no
/// neighbouring subdomain can plant one.
const SECURE_NAME: &str = "__Host-moodlight_session";

/// Writes and reads the cookie, as one of two kinds: behind TLS or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionCookie {
    /// People reach the place over TLS.
    pub is_secure: bool,
}

impl SessionCookie {
    fn name(self) -> &'static str {
        if self.is_secure {
            SECURE_NAME
        } else {
            PLAIN_NAME
        }
    }

    fn attributes(self) -> &'static str {
        if self.is_secure {
            "Path=/; HttpOnly; SameSite=Lax; Secure"
        } else {
            "Path=/; HttpOnly; SameSite=Lax"
        }
    }

    /// The `Set-Cookie` value that gives a browser the token for at most `max_age_ms`.
    #[must_use]
    pub fn give(self, token: &Token, max_age_ms: i64) -> String {
        format!(
            "{}={}; Max-Age={}; {}",
            self.name(),
            token.reveal(),
            max_age_ms / 1_000,
            self.attributes()
        )
    }

    /// The `Set-Cookie` value that takes it away again.
    #[must_use]
    pub fn take(self) -> String {
        format!("{}=; Max-Age=0; {}", self.name(), self.attributes())
    }

    /// The token that a request's cookie carries.
    #[must_use]
    pub fn read(self, headers: &HeaderMap) -> Option<Token> {
        cookie(headers, self.name()).and_then(Token::received)
    }
}

/// The value of a request's cookie.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The token that a program sends as `Authorization: Bearer …`.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<Token> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| Token::received(token.trim()))
        .flatten()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn what_was_given_is_read_back_and_nothing_else() {
        for cookie in [
            SessionCookie { is_secure: true },
            SessionCookie { is_secure: false },
        ] {
            let token = Token::random();
            let given = cookie.give(&token, 1_000);
            let pair = given.split(';').next().expect("a pair").to_owned();
            let mut headers = HeaderMap::new();
            let value = format!("theme=dark; {pair}; x=y");
            headers.insert(
                header::COOKIE,
                HeaderValue::from_str(&value).expect("a header"),
            );
            let read = cookie.read(&headers).expect("the token");
            assert_eq!(read.reveal(), token.reveal());
            // A cookie of the other kind is not believed.
            let other = SessionCookie {
                is_secure: !cookie.is_secure,
            };
            assert!(other.read(&headers).is_none());
        }
    }

    #[test]
    fn behind_tls_the_cookie_is_bound_to_host_and_tls() {
        let given = SessionCookie { is_secure: true }.give(&Token::random(), 60_000);
        assert!(given.starts_with("__Host-moodlight_session="), "{given}");
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=60"] {
            assert!(given.contains(part), "{given}");
        }
        let taken = SessionCookie { is_secure: true }.take();
        assert!(taken.contains("Max-Age=0") && taken.contains("Secure"));
    }
}

//! A browser, as far as HTTP goes: it keeps cookies, says from which page a request comes, and follows no redirect by
//! itself so that a test can look at it.

use std::net::SocketAddr;

use protocol::{ApiError, accounts::Bootstrap};
use reqwest::{Method, RequestBuilder, header::HeaderMap};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{PATIENCE, TestApp};

/// A password that nobody guesses.
pub const PASSWORD: &str = "green walrus sings at dawn";

/// One browser of one person.
#[derive(Clone)]
pub struct Browser {
    http: reqwest::Client,
    address: SocketAddr,
    origin: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// The body of a call that went well.
    #[track_caller]
    pub fn ok<T: DeserializeOwned>(self) -> T {
        assert_eq!(self.status, 200, "{}", self.text);
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{}: {error}", self.text))
    }

    /// The typed error of one that did not, after checking that the status fits.
    #[track_caller]
    pub fn error(&self) -> ApiError {
        let error: ApiError = serde_json::from_str(&self.text)
            .unwrap_or_else(|error| panic!("{} {}: {error}", self.status, self.text));
        assert_eq!(self.status, error.status(), "{error}");
        error
    }

    /// A header as text; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

impl Browser {
    /// A new one, with no cookies.
    pub fn new(app: &TestApp) -> Self {
        Self::at(app.address)
    }

    /// A new one, for a server at this address.
    pub fn at(address: SocketAddr) -> Self {
        Self {
            http: reqwest::Client::builder()
                .cookie_store(true)
                .redirect(reqwest::redirect::Policy::none())
                .timeout(PATIENCE)
                .build()
                .unwrap(),
            address,
            origin: format!("http://{address}"),
        }
    }

    /// A request that says where it comes from only if a browser would.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let is_reading = method == Method::GET;
        let request = self
            .http
            .request(method, format!("http://{}{path}", self.address));
        if is_reading {
            request
        } else {
            request.header("origin", &self.origin)
        }
    }

    /// Opens a page.
    pub async fn opens(&self, path: &str) -> Answer {
        let request = self
            .request(Method::GET, path)
            .header("accept", "text/html,application/xhtml+xml");
        send(request).await
    }

    /// Calls a server function as the page's script does.
    pub async fn calls(&self, name: &str, body: Value) -> Answer {
        let request = self
            .request(Method::POST, &format!("/api/ui/{name}"))
            .header("accept", "application/json")
            .json(&body);
        send(request).await
    }

    /// Sends a form as the page's script does.
    pub async fn submits(&self, name: &str, fields: &[(&str, &str)]) -> Answer {
        send(self.form(name, fields).header("accept", "application/json")).await
    }

    /// Sends a form from `page` without any script.
    pub async fn submits_plainly(&self, page: &str, name: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .form(name, fields)
            .header("accept", "text/html,application/xhtml+xml")
            .header("referer", format!("{}{page}", self.origin));
        send(request).await
    }

    /// A form, not sent yet.
    pub fn form(&self, name: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        self.request(Method::POST, &format!("/api/ui/{name}"))
            .form(fields)
    }

    /// Signs up under a username, everything else made from it.
    pub async fn signs_up(&self, username: &str) -> Answer {
        self.submits("sign-up", &sign_up_form(username)).await
    }

    /// Signs in.
    pub async fn signs_in(&self, login: &str, password: &str) -> Answer {
        self.submits("sign-in", &[("login", login), ("password", password)])
            .await
    }

    /// What the first page gets.
    pub async fn bootstrap(&self) -> Bootstrap {
        self.calls("bootstrap", json!({})).await.ok()
    }

    /// Whether somebody is signed in here.
    pub async fn is_signed_in(&self) -> bool {
        self.calls("bootstrap", json!({})).await.status == 200
    }
}

/// A sign-up's fields.
pub fn sign_up_form(username: &str) -> Vec<(&'static str, &str)> {
    let email: &'static str = format!("{username}@mail.example.org").leak();
    vec![
        ("first_name", "Test"),
        ("last_name", "Person"),
        ("username", username),
        ("email", email),
        ("password", PASSWORD),
    ]
}

/// Sends it and takes the answer apart.
pub async fn send(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    Answer {
        status: response.status().as_u16(),
        headers: response.headers().clone(),
        text: response.text().await.unwrap(),
    }
}

impl TestApp {
    /// The owner's browser, at a place that anyone may join.
    pub async fn opened(&self) -> Browser {
        let owner = Browser::new(self);
        assert_eq!(owner.signs_up("owner").await.status, 200);
        let answers = [
            ("name", "Our Kitchen"),
            ("purpose", "friends"),
            ("join_policy", "anyone"),
        ];
        assert_eq!(owner.submits("place/set-up", &answers).await.status, 200);
        owner
    }

    /// Somebody new, signed up and in.
    pub async fn newcomer(&self, username: &str) -> Browser {
        let browser = Browser::new(self);
        let answer = browser.signs_up(username).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        browser
    }
}

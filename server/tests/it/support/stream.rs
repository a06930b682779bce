//! What stands in for a socket where those are blocked: events one way, `POST` the other.

use std::net::SocketAddr;

use protocol::{NUMBER_HEADER, STREAM_HEADER};
use reqwest::{Client, RequestBuilder, Response, header::HeaderMap};
use tokio::time::timeout;

use super::{
    Heard, PATIENCE,
    browser::{Answer, send},
};

/// One stream.
pub struct Stream {
    http: Client,
    url: String,
    token: String,
    response: Response,
    unread: Vec<u8>,
    /// What the server calls it.
    pub name: String,
    /// Of the last `POST`.
    pub number: u64,
}

impl Stream {
    /// Opened, its name read.
    pub async fn open(address: SocketAddr, token: &str) -> Self {
        Self::open_with(address, token, HeaderMap::new()).await
    }

    /// The same, with headers of one's own on each request.
    pub async fn open_with(address: SocketAddr, token: &str, headers: HeaderMap) -> Self {
        let http = Client::builder()
            .read_timeout(PATIENCE)
            .default_headers(headers)
            .build()
            .unwrap();
        let url = format!("http://{address}/live");
        let request = http.get(&url).bearer_auth(token);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut stream = Self {
            http,
            url,
            token: token.to_owned(),
            response,
            unread: Vec::new(),
            name: String::new(),
            number: 0,
        };
        let (event, name) = stream.event().await.expect("the first event");
        assert_eq!(event, "stream");
        stream.name = name;
        stream
    }

    /// The next event's name and data; none at the end.
    pub async fn event(&mut self) -> Option<(String, String)> {
        loop {
            let end = self.unread.windows(2).position(|two| two == b"\n\n");
            if let Some(end) = end {
                let rest = self.unread.split_off(end + 2);
                let event = String::from_utf8(std::mem::replace(&mut self.unread, rest)).unwrap();
                let field = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                };
                let name = field("event").unwrap_or("message").to_owned();
                return Some((name, field("data").expect("data").to_owned()));
            }
            let more = timeout(PATIENCE, self.response.chunk()).await;
            self.unread
                .extend(more.expect("nothing came in time").ok()??);
        }
    }

    /// The next frame, or the end.
    pub async fn hears(&mut self) -> Heard {
        match self.event().await {
            Some((name, data)) if name == "message" => Heard::frame(&data),
            Some((name, code)) if name == "close" => Heard::Closed(Some(code.parse().unwrap())),
            Some(other) => panic!("{other:?}"),
            None => Heard::Closed(None),
        }
    }

    /// Posts frames, one on each line, and is heard.
    pub async fn posts(&mut self, frames: &str) {
        self.number += 1;
        let answer = self.posts_as(self.number, frames.to_owned()).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    }

    /// Posts frames under any number.
    pub async fn posts_as(&self, number: u64, frames: impl Into<reqwest::Body>) -> Answer {
        let request = self.request(&self.name, &self.token);
        send(request.header(NUMBER_HEADER, number).body(frames)).await
    }

    /// A `POST` by whomever to whichever stream, not numbered yet.
    pub fn request(&self, name: &str, token: &str) -> RequestBuilder {
        let request = self.http.post(&self.url).bearer_auth(token);
        request.header(STREAM_HEADER, name)
    }
}

//! Someone with an account: signs up over HTTP as the page does, then speaks the socket's protocol.

use anyhow::{Context, Result, bail};
use domain::RoomId;
use futures::{SinkExt, StreamExt};
use protocol::{
    ClientFrame, Command, PROTOCOL_VERSION, Reply, SUBPROTOCOL, ServerFrame, frame::Outcome,
};
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig,
    },
};

use crate::server::Server;

/// Someone signed in.
pub struct Person {
    http: reqwest::Client,
    origin: String,
    address: String,
    cookie: String,
}

/// One open, welcomed socket.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    next_id: u32,
}

impl Person {
    /// Makes an account.
    pub async fn sign_up(server: &Server, number: usize) -> Result<Self> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        let origin = server.url("");
        let name = format!("bench{number}");
        let form = [
            ("first_name", "Bench"),
            ("last_name", &name),
            ("username", &name),
            ("email", &format!("{name}@example.org")),
            ("password", "seven quiet lanterns hum"),
            ("invitation", ""),
            ("setup_code", ""),
        ];
        let answer = http
            .post(server.url("/api/ui/sign-up"))
            .header(ORIGIN, &origin)
            .form(&form)
            .send()
            .await?;
        let cookie = answer
            .headers()
            .get(SET_COOKIE)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .with_context(|| format!("no cookie after sign-up: {}", answer.status()))?
            .to_owned();
        let person = Self {
            http,
            origin,
            address: server.address().to_owned(),
            cookie,
        };
        if number == 0 {
            let answers = [
                ("name", "Bench"),
                ("purpose", "friends"),
                ("join_policy", "anyone"),
            ];
            let request = person
                .http
                .post(server.url("/api/ui/place/set-up"))
                .form(&answers);
            request
                .header(ORIGIN, &person.origin)
                .header(COOKIE, &person.cookie)
                .send()
                .await?;
        }
        Ok(person)
    }

    async fn call(&self, path: &str, body: Value) -> Result<Value> {
        let request = self
            .http
            .post(format!("{}/api/ui/{path}", self.origin))
            .json(&body);
        let answer = request
            .header(ORIGIN, &self.origin)
            .header(COOKIE, &self.cookie)
            .send()
            .await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            bail!("{path}: {status} {text}");
        }
        Ok(serde_json::from_str(&text)?)
    }

    /// Makes a public room.
    pub async fn create_public_room(&self, name: &str) -> Result<RoomId> {
        let room = self
            .call(
                "rooms/create",
                json!({"body": {"name": name, "visibility": "public"}}),
            )
            .await?;
        Ok(serde_json::from_value(room)?)
    }

    /// Joins a public room.
    pub async fn join(&self, room: RoomId) -> Result<()> {
        self.call("rooms/join", json!({"room": room}))
            .await
            .map(drop)
    }

    /// Opens a socket and exchanges hellos.
    pub async fn connect(&self) -> Result<Socket> {
        let mut request = format!("ws://{}/ws", self.address).into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("cookie", HeaderValue::from_str(&self.cookie)?);
        headers.insert("origin", HeaderValue::from_str(&self.origin)?);
        headers.insert(
            "sec-websocket-protocol",
            HeaderValue::from_static(SUBPROTOCOL),
        );
        let tcp = TcpStream::connect(&self.address).await?;
        tcp.set_nodelay(true)?;
        // Thousands of these live in one process: small buffers, as in a browser's tab.
        let config = WebSocketConfig::default().read_buffer_size(4_096);
        let (stream, _) = tokio_tungstenite::client_async_with_config(request, tcp, Some(config))
            .await
            .context("upgrade")?;
        let mut socket = Socket { stream, next_id: 1 };
        let ServerFrame::Hello { build, .. } = socket.next().await? else {
            bail!("no hello")
        };
        socket
            .write(&ClientFrame::Hello {
                protocol: PROTOCOL_VERSION,
                build,
            })
            .await?;
        Ok(socket)
    }
}

impl Socket {
    async fn write(&mut self, frame: &ClientFrame) -> Result<()> {
        Ok(self
            .stream
            .send(Message::text(serde_json::to_string(frame)?))
            .await?)
    }

    /// Asks for something; the answer comes as a frame with the returned id.
    pub async fn request(&mut self, command: Command) -> Result<u32> {
        let id = self.next_id;
        self.next_id += 1;
        self.write(&ClientFrame::Request { id, command }).await?;
        Ok(id)
    }

    /// The next frame.
    pub async fn next(&mut self) -> Result<ServerFrame> {
        loop {
            match self
                .stream
                .next()
                .await
                .context("the server closed the socket")??
            {
                Message::Text(text) => return Ok(serde_json::from_str(&text)?),
                Message::Close(close) => bail!("closed: {close:?}"),
                _ => {}
            }
        }
    }

    /// Opens a room and waits until the subscription stands.
    pub async fn open(&mut self, room: RoomId) -> Result<()> {
        let wanted = self.request(Command::OpenRoom { room }).await?;
        loop {
            match self.next().await? {
                ServerFrame::Reply {
                    id,
                    outcome: Outcome::Ok(Reply::Opened { .. }),
                } if id == wanted => return Ok(()),
                ServerFrame::Reply {
                    id,
                    outcome: Outcome::Error(error),
                } if id == wanted => bail!("{error}"),
                _ => {}
            }
        }
    }
}

//! `GET /ws`: from a request to a connection, and the bytes of it. Reading and everything that is no text is left to
//! `tungstenite`; text is written here, because it has its header already (see [`super::framed`]).

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{
        HeaderMap, Method, StatusCode,
        header::{self, HeaderName},
        request::Parts,
    },
    response::{IntoResponse, Response},
};
use bytes::{Buf, Bytes};
use domain::people::Viewer;
use futures::{SinkExt, Stream, StreamExt};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use protocol::{ApiError, CLIENT_FRAME_MAX, SUBPROTOCOL};
use tokio::{io::AsyncWriteExt, net::TcpStream};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        self, Message,
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role, WebSocketConfig},
    },
};

use super::{
    connection::{self, Opening},
    framed::Framed,
};
use crate::{AppState, Error, http::connections::OfAddress, limits::Place, metrics::Transport};

/// Read buffer of a socket: what an idle connection costs most.
const READ_BUFFER: usize = 1024;
/// For what `tungstenite` writes: pongs and the close.
const WRITE_BUFFER: usize = 128;
/// Pieces that are handed over to the system at once.
const PIECES: usize = 16;

/// A request that asks for a WebSocket.
#[derive(Debug)]
pub struct Upgrade {
    accept: String,
    speaks_ours: bool,
    on_upgrade: OnUpgrade,
    of_address: Option<OfAddress>,
}

impl<S: Sync> FromRequestParts<S> for Upgrade {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let headers = &parts.headers;
        let asks = parts.method == Method::GET
            && lists(headers, &header::CONNECTION, "upgrade")
            && lists(headers, &header::UPGRADE, "websocket")
            && lists(headers, &header::SEC_WEBSOCKET_VERSION, "13");
        let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| asks);
        let accept = key.map(|key| derive_accept_key(key.as_bytes()));
        let speaks_ours = lists(headers, &header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL);
        let on_upgrade = parts.extensions.remove::<OnUpgrade>();
        let of_address = parts.extensions.get::<OfAddress>().cloned();
        match (accept, on_upgrade) {
            (Some(accept), Some(on_upgrade)) => Ok(Self {
                accept,
                speaks_ours,
                on_upgrade,
                of_address,
            }),
            _ => Err(Error::Api(ApiError::Malformed)),
        }
    }
}

/// A header with a list of words has this one among them.
fn lists(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| item.trim().eq_ignore_ascii_case(word))
}

/// Upgrades a request of `viewer`, who has been asked for and whose origin has been checked. `place` is the one that the
/// socket takes among theirs.
pub fn upgrade(state: &AppState, viewer: Viewer, place: Place, request: Upgrade) -> Response {
    let opening = Opening::of(state, viewer);
    let (on_upgrade, of_address) = (request.on_upgrade, request.of_address);
    let metrics = state.metrics.clone();
    state.tasks.spawn(async move {
        match Socket::after(on_upgrade).await {
            Ok(socket) => {
                let _open = metrics.live.open(Transport::WebSocket);
                connection::serve(socket, opening).await;
            }
            Err(error) => tracing::debug!(error.cause = %error, "an upgrade came to nothing"),
        }
        // As long as the socket was there.
        drop((place, of_address));
    });
    let mut headers = HeaderMap::new();
    let words = [
        (header::CONNECTION, "upgrade"),
        (header::UPGRADE, "websocket"),
    ];
    let protocol = (header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL);
    for (name, word) in words
        .into_iter()
        .chain(request.speaks_ours.then_some(protocol))
    {
        headers.insert(name, header::HeaderValue::from_static(word));
    }
    if let Ok(accept) = request.accept.parse() {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    (StatusCode::SWITCHING_PROTOCOLS, headers, Body::empty()).into_response()
}

/// One socket.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// On its way. Kept here, so that a writing that is given up ends nowhere but between two frames.
    queue: VecDeque<Bytes>,
    /// The first of the queue has been begun.
    is_begun: bool,
}

impl Socket {
    async fn after(on_upgrade: OnUpgrade) -> anyhow::Result<Self> {
        let parts = on_upgrade
            .await?
            .downcast::<TokioIo<TcpStream>>()
            .map_err(|_| anyhow::anyhow!("the connection is no plain TCP"))?;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(WRITE_BUFFER)
            // Twice what is allowed: a frame that is too large is answered rather than cut off.
            .max_message_size(Some(2 * CLIENT_FRAME_MAX))
            .max_frame_size(Some(2 * CLIENT_FRAME_MAX));
        let stream = WebSocketStream::from_partially_read(
            parts.io.into_inner(),
            parts.read_buf.to_vec(),
            Role::Server,
            Some(config),
        )
        .await;
        Ok(Self {
            stream,
            queue: VecDeque::new(),
            is_begun: false,
        })
    }

    /// Writes what is queued.
    async fn drain(&mut self) -> io::Result<()> {
        while !self.queue.is_empty() {
            let mut pieces = [IoSlice::new(&[]); PIECES];
            let mut count = 0;
            for (piece, bytes) in pieces.iter_mut().zip(&self.queue) {
                *piece = IoSlice::new(bytes);
                count += 1;
            }
            let stream = self.stream.get_mut();
            let mut written = stream.write_vectored(&pieces[..count]).await?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            while let Some(first) = self.queue.front_mut() {
                if written < first.len() {
                    first.advance(written);
                    self.is_begun |= written > 0;
                    break;
                }
                written -= first.len();
                self.queue.pop_front();
                self.is_begun = false;
            }
        }
        // Empty it holds no memory.
        self.queue = VecDeque::new();
        Ok(())
    }
}

impl Stream for Socket {
    type Item = Result<Message, tungstenite::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.stream.poll_next_unpin(cx)
    }
}

impl connection::Socket for Socket {
    async fn write(&mut self, frames: Vec<Framed>) -> io::Result<()> {
        // A pong may be half written.
        self.stream.flush().await.map_err(io::Error::other)?;
        self.queue
            .extend(frames.into_iter().map(|frame| frame.bytes().clone()));
        self.drain().await
    }

    async fn close(&mut self, code: u16) {
        // What has been begun is finished, the rest is not worth waiting for.
        self.queue.truncate(usize::from(self.is_begun));
        if self.drain().await.is_err() {
            return;
        }
        let frame = Message::Close(Some(CloseFrame {
            code: code.into(),
            reason: tungstenite::Utf8Bytes::default(),
        }));
        if self.stream.send(frame).await.is_ok() {
            // So that the reason is not lost with the socket.
            while let Some(Ok(_)) = self.stream.next().await {}
        }
    }

    async fn answer_close(&mut self) {
        self.queue.truncate(usize::from(self.is_begun));
        if self.drain().await.is_ok() {
            // Made when the other side's close was read. Where it is just gone, there is nobody to answer.
            let _ = self.stream.flush().await;
        }
    }
}

//! `GET /live`: a connection where WebSockets are blocked. The server's frames go out as Server-Sent Events, the client's
//! come in by `POST` ([`super::streams`]); everything between is that of a socket.

use std::{
    convert::Infallible,
    io,
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll, ready},
};

use axum::{
    body::Body,
    http::{HeaderName, header},
    response::{IntoResponse, Response},
};
use bytes::{BufMut, Bytes, BytesMut};
use domain::people::Viewer;
use futures::{SinkExt, Stream, StreamExt, channel::mpsc as rendezvous, stream};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::{self, Message, Utf8Bytes};

use super::{
    connection::{self, Opening},
    framed::Framed,
    streams::Entry,
};
use crate::{AppState, auth::tokens::Token, limits::Place, metrics::Transport};

/// Events are handed over in pieces of about this size: what is handed over is no longer counted by the inbox.
const PIECE: usize = 16 * 1024;

/// Opens a stream for `viewer`, who has been asked for by this token and whose origin has been checked. `place` is the one
/// that it takes among their sockets.
pub fn open(state: &AppState, viewer: Viewer, place: Place, token: &Token) -> Response {
    let (entry, bodies) = state.streams.enter(token);
    // Holds nothing: a piece is written when the one before has been taken.
    let (outgoing, pieces) = rendezvous::channel(0);
    let code = Arc::<OnceLock<u16>>::default();
    let first = event("stream", entry.name());
    let body = Pieces {
        pieces,
        code: code.clone(),
        is_closed: false,
        _entry: entry,
    };
    let socket = EventStream {
        bodies,
        lines: Bytes::new(),
        outgoing,
        code,
    };
    let opening = Opening::of(state, viewer);
    let metrics = state.metrics.clone();
    state.tasks.spawn(async move {
        let _open = metrics.live.open(Transport::Stream);
        connection::serve(socket, opening).await;
        // As long as the stream was there.
        drop(place);
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        // Nothing between here and the browser may keep it, or keep it back to compress it.
        (header::CACHE_CONTROL, "private, no-store, no-transform"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let events = stream::once(async { first }).chain(body);
    (headers, Body::from_stream(events.map(Ok::<_, Infallible>))).into_response()
}

fn event(name: &str, data: &str) -> Bytes {
    format!("event: {name}\ndata: {data}\n\n").into()
}

/// The connection's end.
struct EventStream {
    // Goes first: who reads that the stream has ended cannot post to it any more.
    bodies: mpsc::Receiver<Utf8Bytes>,
    /// What has not been read of the last one.
    lines: Bytes,
    outgoing: rendezvous::Sender<Bytes>,
    /// Why it ended, for the body's last event.
    code: Arc<OnceLock<u16>>,
}

impl Stream for EventStream {
    type Item = Result<Message, tungstenite::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.lines.is_empty() {
            match ready!(self.bodies.poll_recv(cx)) {
                Some(body) => self.lines = body.into(),
                None => return Poll::Ready(None),
            }
        }
        let end = self.lines.iter().position(|byte| *byte == b'\n');
        let line = match end {
            Some(end) => {
                let line = self.lines.split_to(end);
                let _line_break = self.lines.split_to(1);
                line
            }
            None => std::mem::take(&mut self.lines),
        };
        let line =
            Utf8Bytes::try_from(line).map_err(|error| tungstenite::Error::Utf8(error.to_string()));
        Poll::Ready(Some(line.map(Message::Text)))
    }
}

impl connection::Socket for EventStream {
    async fn write(&mut self, frames: Vec<Framed>) -> io::Result<()> {
        let mut piece = BytesMut::new();
        for text in frames.iter().flat_map(Framed::texts) {
            piece.put_slice(b"data: ");
            // JSON has no line breaks but those that we would make ourselves.
            piece.put_slice(&text);
            piece.put_slice(b"\n\n");
            if piece.len() >= PIECE {
                let full = piece.split().freeze();
                self.outgoing.send(full).await.map_err(io::Error::other)?;
            }
        }
        if piece.is_empty() {
            return Ok(());
        }
        let sent = self.outgoing.send(piece.freeze()).await;
        sent.map_err(io::Error::other)
    }

    async fn close(&mut self, code: u16) {
        // Said by the body when it ends, which it does with this end: nobody has to wait for a slow reader.
        let _ = self.code.set(code);
    }

    async fn answer_close(&mut self) {}
}

/// The body's end. Dropped with it: when the reader is gone, the connection's frames end.
struct Pieces {
    pieces: rendezvous::Receiver<Bytes>,
    code: Arc<OnceLock<u16>>,
    is_closed: bool,
    _entry: Entry,
}

impl Stream for Pieces {
    type Item = Bytes;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.is_closed {
            return Poll::Ready(None);
        }
        let piece = ready!(self.pieces.poll_next_unpin(cx));
        Poll::Ready(piece.or_else(|| {
            self.is_closed = true;
            self.code
                .get()
                .map(|code| event("close", &code.to_string()))
        }))
    }
}

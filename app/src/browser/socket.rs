//! The live connection: text in, text out, and how it ended. Over a WebSocket, or over what stands in for it ([`stream`]).

#[cfg(feature = "hydrate")]
mod stream;

/// What carries the frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A WebSocket.
    WebSocket,
    /// Server-Sent Events one way, `POST` the other: for where something in between refuses WebSockets.
    Stream,
}

/// What comes out of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A text frame.
    Text(String),
    /// It is closed, with this code; nothing comes after it.
    Closed(u16),
}

/// The close code of the browser for a connection that broke or never stood.
pub const ABNORMAL: u16 = 1006;

#[cfg(not(feature = "hydrate"))]
pub use inert::{Receiver, Sender, open};
#[cfg(feature = "hydrate")]
pub use real::{Receiver, Sender, open};

#[cfg(feature = "hydrate")]
mod real {
    use futures::{
        SinkExt, StreamExt,
        stream::{SplitSink, SplitStream},
    };
    use gloo_net::websocket::{Message, WebSocketError, futures::WebSocket};
    use leptos::prelude::window;
    use protocol::SUBPROTOCOL;

    use super::{ABNORMAL, Incoming, Way, stream};

    /// Where the server listens for WebSockets.
    const PATH: &str = "/ws";

    /// The half that sends.
    pub enum Sender {
        /// To a WebSocket.
        WebSocket(SplitSink<WebSocket, Message>),
        /// To whatever posts them.
        Stream(stream::Sender),
    }

    /// The half that receives. The connection closes when both halves are dropped.
    pub enum Receiver {
        /// From a WebSocket.
        WebSocket(SplitStream<WebSocket>),
        /// From a stream.
        Stream(stream::Receiver),
    }

    /// Begins to open a connection to this server. `None` where the browser refuses at once.
    #[must_use]
    pub fn open(way: Way) -> Option<(Sender, Receiver)> {
        if way == Way::Stream {
            let (sender, receiver) = stream::open()?;
            return Some((Sender::Stream(sender), Receiver::Stream(receiver)));
        }
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" {
            "wss"
        } else {
            "ws"
        };
        let url = format!("{scheme}://{}{PATH}", location.host().ok()?);
        let socket = WebSocket::open_with_protocol(&url, SUBPROTOCOL).ok()?;
        let (sender, receiver) = socket.split();
        Some((Sender::WebSocket(sender), Receiver::WebSocket(receiver)))
    }

    impl Sender {
        /// Sends a text frame, waiting until a WebSocket stands. False: the connection does not stand any more.
        pub async fn send(&mut self, text: String) -> bool {
            match self {
                Self::WebSocket(socket) => socket.send(Message::Text(text)).await.is_ok(),
                Self::Stream(frames) => frames.unbounded_send(text).is_ok(),
            }
        }
    }

    impl Receiver {
        /// The next frame, or the end.
        pub async fn next(&mut self) -> Incoming {
            let socket = match self {
                Self::WebSocket(socket) => socket,
                Self::Stream(stream) => return stream.next().await,
            };
            loop {
                return match socket.next().await {
                    Some(Ok(Message::Text(text))) => Incoming::Text(text),
                    Some(Err(WebSocketError::ConnectionClose(event))) => {
                        Incoming::Closed(event.code)
                    }
                    // The server speaks text only; and an error is always followed by the close that says more.
                    Some(_) => continue,
                    None => Incoming::Closed(ABNORMAL),
                };
            }
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod inert {
    use super::{ABNORMAL, Incoming, Way};

    /// The half that sends.
    pub struct Sender(());

    /// The half that receives.
    pub struct Receiver(());

    /// The server opens no connection to itself.
    #[must_use]
    pub fn open(_way: Way) -> Option<(Sender, Receiver)> {
        None
    }

    impl Sender {
        /// Never there.
        pub async fn send(&mut self, _text: String) -> bool {
            false
        }
    }

    impl Receiver {
        /// Always at its end.
        pub async fn next(&mut self) -> Incoming {
            Incoming::Closed(ABNORMAL)
        }
    }
}

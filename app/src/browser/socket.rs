//! The WebSocket: text in, text out, and how it ended.

/// What comes out of a socket.
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

    use super::{ABNORMAL, Incoming};

    /// The half that sends.
    pub struct Sender(SplitSink<WebSocket, Message>);

    /// The half that receives. The socket closes when both halves are dropped.
    pub struct Receiver(SplitStream<WebSocket>);

    /// Begins to open a socket at a path of this server. `None` where the browser refuses at once.
    #[must_use]
    pub fn open(path: &str, protocol: &str) -> Option<(Sender, Receiver)> {
        let location = window().location();
        let scheme = if location.protocol().ok()? == "https:" {
            "wss"
        } else {
            "ws"
        };
        let url = format!("{scheme}://{}{path}", location.host().ok()?);
        let socket = WebSocket::open_with_protocol(&url, protocol).ok()?;
        let (sender, receiver) = socket.split();
        Some((Sender(sender), Receiver(receiver)))
    }

    impl Sender {
        /// Sends a text frame, waiting until the socket stands. False: it does not stand any more.
        pub async fn send(&mut self, text: String) -> bool {
            self.0.send(Message::Text(text)).await.is_ok()
        }
    }

    impl Receiver {
        /// The next frame, or the end.
        pub async fn next(&mut self) -> Incoming {
            loop {
                return match self.0.next().await {
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
    use super::{ABNORMAL, Incoming};

    /// The half that sends.
    pub struct Sender(());

    /// The half that receives.
    pub struct Receiver(());

    /// The server opens no socket to itself.
    #[must_use]
    pub fn open(_path: &str, _protocol: &str) -> Option<(Sender, Receiver)> {
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

//! Frames over Server-Sent Events and `POST`. `docs/protocol.md` says what travels.

use futures::{
    FutureExt, StreamExt,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
};
use gloo_net::http::Request;
use protocol::{NUMBER_HEADER, STREAM_HEADER};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource, MessageEvent};

use super::{ABNORMAL, Incoming};
use crate::browser::{self, clock};

/// Where the server listens.
const PATH: &str = "/live";
/// Frames that wait are sent together up to about this size. With the largest frame it is less than the server takes.
const TOGETHER: usize = 32 * 1024;
/// How often a `POST` is sent before the connection counts as broken.
const TRIES: u32 = 8;
/// The first pause before it is sent again. Each is twice the one before: six seconds together.
const PAUSE_MS: u32 = 50;
/// "Not here": another node of the server has the stream.
const NOT_HERE: u16 = 421;

/// Frames on their way to the server. They are posted in their order, and all that waits at once.
pub type Sender = UnboundedSender<String>;

/// The server's half.
pub struct Receiver {
    source: EventSource,
    incoming: UnboundedReceiver<Incoming>,
    _on_event: Closure<dyn FnMut(Event)>,
}

/// Begins to open a stream.
pub fn open() -> Option<(Sender, Receiver)> {
    let source = EventSource::new(PATH).ok()?;
    let (heard, incoming) = unbounded();
    let (sender, frames) = unbounded();
    let mut frames = Some(frames);
    let on_event = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let data = event
            .dyn_ref::<MessageEvent>()
            .and_then(|event| event.data().as_string());
        let next = match (event.type_().as_str(), data) {
            ("message", Some(text)) => Incoming::Text(text),
            ("stream", Some(name)) => {
                if let Some(frames) = frames.take() {
                    browser::spawn(post_all(name, frames, heard.clone()));
                }
                return;
            }
            ("close", Some(code)) => Incoming::Closed(code.parse().unwrap_or(ABNORMAL)),
            // The browser would open another by itself; whoever listens closes this one and decides.
            _ => Incoming::Closed(ABNORMAL),
        };
        // Fails only when nobody listens any more.
        let _ = heard.unbounded_send(next);
    });
    for name in ["stream", "message", "close", "error"] {
        // Fails only for names that are not names.
        let _ = source.add_event_listener_with_callback(name, on_event.as_ref().unchecked_ref());
    }
    let receiver = Receiver {
        source,
        incoming,
        _on_event: on_event,
    };
    Some((sender, receiver))
}

impl Receiver {
    /// The next frame, or the end.
    pub async fn next(&mut self) -> Incoming {
        let next = self.incoming.next().await;
        next.unwrap_or(Incoming::Closed(ABNORMAL))
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.source.close();
    }
}

/// One at a time, so that they keep their order.
async fn post_all(
    stream: String,
    mut frames: UnboundedReceiver<String>,
    heard: UnboundedSender<Incoming>,
) {
    let mut number = 0;
    while let Some(mut body) = frames.next().await {
        while body.len() < TOGETHER
            && let Some(Some(next)) = frames.next().now_or_never()
        {
            body.push('\n');
            body.push_str(&next);
        }
        number += 1;
        if !post(&stream, number, &body).await {
            let _ = heard.unbounded_send(Incoming::Closed(ABNORMAL));
            return;
        }
    }
}

/// Sends it until it is known to have arrived. The server takes no number twice, so it may be sent again.
async fn post(stream: &str, number: u32, body: &str) -> bool {
    for attempt in 0..TRIES {
        let request = Request::post(PATH)
            .header(STREAM_HEADER, stream)
            .header(NUMBER_HEADER, &number.to_string())
            .body(body);
        let Ok(request) = request else { return false };
        let status = request.send().await.map_or(0, |answer| answer.status());
        match status {
            200..300 => return true,
            // The next may reach the right one.
            NOT_HERE => {}
            // Nobody answered, too much at once, or something failed on the way.
            0 | 429 | 500.. => clock::sleep(PAUSE_MS << attempt).await,
            _ => return false,
        }
    }
    false
}

//! Which way the frames go: over a WebSocket, or, where something in between refuses those, over a stream.

use std::cell::Cell;

use domain::Timestamp;
use futures::future::{Either, select};

use crate::browser::{
    clock,
    socket::{self, Incoming, Way},
    storage::{self, Keep},
};

/// Once is a server that restarts. The second time the server has answered over HTTP just before.
const REFUSALS: u32 = 2;
/// How long streams are opened first, and how often a WebSocket is tried beside one.
const KEPT_MS: u32 = 5 * 60 * 1_000;
/// How long the server's first words may take.
const HELLO_MS: u32 = 10_000;
/// Until when this tab opens streams first: a reload need not find out again.
const KEY: &str = "moodlight.stream-until";

/// What is known of the ways.
#[derive(Debug, Default)]
pub(super) struct Ways {
    /// How often in a row a WebSocket came to nothing although the server could be reached.
    refusals: Cell<u32>,
    stream_until: Cell<Timestamp>,
}

impl Ways {
    /// As this tab has found them.
    pub fn remembered() -> Self {
        let until = storage::get(Keep::Tab, KEY).and_then(|until| until.parse().ok());
        Self {
            refusals: Cell::default(),
            stream_until: Cell::new(Timestamp(until.unwrap_or_default())),
        }
    }

    /// The one to try now.
    pub fn choose(&self, now: Timestamp) -> Way {
        if self.stream_until.get() > now {
            Way::Stream
        } else {
            Way::WebSocket
        }
    }

    /// The server said hello.
    pub fn succeeded(&self, way: Way, now: Timestamp) {
        match way {
            Way::WebSocket => {
                self.refusals.set(0);
                self.stream_until.set(Timestamp::default());
                storage::remove(Keep::Tab, KEY);
            }
            Way::Stream => {
                let until = now.plus_ms(KEPT_MS.into());
                self.stream_until.set(until);
                // Where nothing can be kept, the next page finds out again.
                storage::set(Keep::Tab, KEY, &until.0.to_string());
            }
        }
    }

    /// The server did not come to say hello, but it can be reached.
    pub fn refused(&self, way: Way, now: Timestamp) {
        match way {
            Way::WebSocket => {
                self.refusals.update(|refusals| refusals + 1);
                if self.refusals.get() >= REFUSALS {
                    self.stream_until.set(now.plus_ms(KEPT_MS.into()));
                }
            }
            Way::Stream => self.stream_until.set(Timestamp::default()),
        }
    }

    /// Ends when there is a better way than this one. A WebSocket is tried beside a stream, which goes on meanwhile.
    pub async fn until_better(&self, way: Way) {
        if way == Way::WebSocket {
            std::future::pending::<()>().await;
        }
        loop {
            clock::sleep(KEPT_MS).await;
            if websocket_passes().await {
                self.succeeded(Way::WebSocket, clock::now());
                return;
            }
            self.succeeded(Way::Stream, clock::now());
        }
    }
}

async fn websocket_passes() -> bool {
    let Some((_sender, mut receiver)) = socket::open(Way::WebSocket) else {
        return false;
    };
    let hello = Box::pin(receiver.next());
    let patience = Box::pin(clock::sleep(HELLO_MS));
    matches!(
        select(hello, patience).await,
        Either::Left((Incoming::Text(_), _))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    #[test]
    fn one_refusal_is_no_reason_two_are() {
        let ways = Ways::default();
        assert_eq!(ways.choose(NOW), Way::WebSocket);
        ways.refused(Way::WebSocket, NOW);
        assert_eq!(ways.choose(NOW), Way::WebSocket);
        ways.refused(Way::WebSocket, NOW);
        assert_eq!(ways.choose(NOW), Way::Stream);
    }

    #[test]
    fn a_websocket_between_two_refusals_makes_the_next_the_first() {
        let ways = Ways::default();
        ways.refused(Way::WebSocket, NOW);
        ways.succeeded(Way::WebSocket, NOW);
        ways.refused(Way::WebSocket, NOW);
        assert_eq!(ways.choose(NOW), Way::WebSocket);
    }

    #[test]
    fn a_stream_is_kept_for_a_while_and_then_one_refusal_leads_back_to_it() {
        let ways = Ways::default();
        ways.refused(Way::WebSocket, NOW);
        ways.refused(Way::WebSocket, NOW);
        ways.succeeded(Way::Stream, NOW);
        let later = NOW.plus_ms(i64::from(KEPT_MS) - 1);
        assert_eq!(ways.choose(later), Way::Stream);
        let later = NOW.plus_ms(KEPT_MS.into());
        assert_eq!(ways.choose(later), Way::WebSocket);
        ways.refused(Way::WebSocket, later);
        assert_eq!(ways.choose(later), Way::Stream);
    }

    #[test]
    fn where_streams_are_refused_too_the_two_take_turns() {
        let ways = Ways::default();
        ways.refused(Way::WebSocket, NOW);
        ways.refused(Way::WebSocket, NOW);
        ways.refused(Way::Stream, NOW);
        assert_eq!(ways.choose(NOW), Way::WebSocket);
        ways.refused(Way::WebSocket, NOW);
        assert_eq!(ways.choose(NOW), Way::Stream);
    }
}

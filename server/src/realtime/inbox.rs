//! A connection's inbox: what it is to be told and whether it must end. Bounded, so that a slow reader costs little, and
//! empty it holds no memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::ws::Utf8Bytes;
use protocol::frame::close;
use tokio::sync::Notify;

/// Frames that may wait for one connection.
const FRAMES_MAX: usize = 512;
/// Their bytes. Frames are shared, so this bounds what one slow reader keeps alive.
const BYTES_MAX: usize = 2 * 1024 * 1024;

/// See the module.
#[derive(Debug, Default)]
pub struct Inbox {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    frames: Vec<Utf8Bytes>,
    bytes: usize,
    close: Option<u16>,
}

/// What was in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// To write, in this order.
    pub frames: Vec<Utf8Bytes>,
    /// And then to close, with this code.
    pub close: Option<u16>,
}

impl Inbox {
    /// Adds a frame. If there is no room for it, the connection must end as lagged: its client resumes from its numbers.
    pub fn push(&self, frame: Utf8Bytes) {
        let mut state = self.lock();
        if state.close.is_some() {
            return;
        }
        if state.frames.len() >= FRAMES_MAX || state.bytes + frame.len() > BYTES_MAX {
            *state = State {
                close: Some(close::LAGGED),
                ..State::default()
            };
        } else {
            state.bytes += frame.len();
            state.frames.push(frame);
        }
        drop(state);
        self.changed.notify_one();
    }

    /// Ends the connection after what waits already. The first reason stands.
    pub fn close(&self, code: u16) {
        self.lock().close.get_or_insert(code);
        self.changed.notify_one();
    }

    /// Everything that waits, as soon as there is something.
    pub async fn take(&self) -> Taken {
        loop {
            {
                let mut state = self.lock();
                if !state.frames.is_empty() || state.close.is_some() {
                    state.bytes = 0;
                    return Taken {
                        frames: std::mem::take(&mut state.frames),
                        close: state.close,
                    };
                }
            }
            self.changed.notified().await;
        }
    }

    /// The reason to end, as soon as there is one: for a connection that is stuck in writing.
    pub async fn closing(&self) -> u16 {
        loop {
            if let Some(code) = self.lock().close {
                return code;
            }
            self.changed.notified().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_that_waits_is_taken_at_once() {
        let inbox = Inbox::default();
        inbox.push("a".into());
        inbox.push("b".into());
        inbox.close(close::SIGNED_OUT);
        inbox.push("after the end".into());
        let taken = inbox.take().await;
        assert_eq!(taken.frames, ["a", "b"]);
        assert_eq!(taken.close, Some(close::SIGNED_OUT));
    }

    #[tokio::test]
    async fn a_full_inbox_is_emptied_and_the_connection_lagged() {
        let inbox = Inbox::default();
        for _ in 0..=FRAMES_MAX {
            inbox.push("frame".into());
        }
        let lagged = Taken {
            frames: Vec::new(),
            close: Some(close::LAGGED),
        };
        assert_eq!(inbox.take().await, lagged);
        let inbox = Inbox::default();
        inbox.push("x".repeat(BYTES_MAX).into());
        inbox.push("y".into());
        assert_eq!(inbox.closing().await, close::LAGGED);
    }
}

//! A connection's inbox: what it is to be told and whether it must end. Bounded, so that a slow reader costs little, and
//! empty it holds no memory.

use std::sync::{Mutex, MutexGuard, PoisonError};

use protocol::frame::close;
use tokio::sync::Notify;

use super::framed::Framed;

/// Bytes that may wait for one connection. Frames are shared, so this bounds what one slow reader keeps alive.
const BYTES_MAX: usize = 1024 * 1024;
/// What a place in the inbox costs besides.
const PLACE: usize = 64;

/// See the module.
#[derive(Debug, Default)]
pub struct Inbox {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    frames: Vec<Framed>,
    bytes: usize,
    close: Option<u16>,
}

/// What was in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// To write, in this order.
    pub frames: Vec<Framed>,
    /// And then to close, with this code.
    pub close: Option<u16>,
}

impl Inbox {
    /// Adds frames. If there is no room for them, the connection must end as lagged: its client resumes from its numbers.
    pub fn push(&self, frames: Framed) {
        let mut state = self.lock();
        if state.close.is_some() {
            return;
        }
        let bytes = state.bytes + frames.bytes().len() + PLACE;
        // However much it is, what comes together finds room in an empty one.
        if bytes > BYTES_MAX && !state.frames.is_empty() {
            *state = State {
                close: Some(close::LAGGED),
                ..State::default()
            };
        } else {
            state.bytes = bytes;
            state.frames.push(frames);
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
            let taken = self.take_now();
            if !taken.frames.is_empty() || taken.close.is_some() {
                return taken;
            }
            self.changed.notified().await;
        }
    }

    /// Everything that waits, perhaps nothing.
    pub fn take_now(&self) -> Taken {
        let mut state = self.lock();
        state.bytes = 0;
        Taken {
            frames: std::mem::take(&mut state.frames),
            close: state.close,
        }
    }

    /// How many pieces wait, and how many bytes.
    pub fn waiting(&self) -> (usize, usize) {
        let state = self.lock();
        (state.frames.len(), state.bytes)
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
    use crate::realtime::framed::of_length;

    #[tokio::test]
    async fn all_that_waits_is_taken_at_once() {
        let inbox = Inbox::default();
        let [a, b, late] = [1, 2, 3].map(|length| Framed::new(&of_length(length)));
        inbox.push(a.clone());
        inbox.push(b.clone());
        inbox.close(close::SIGNED_OUT);
        inbox.push(late);
        let taken = inbox.take().await;
        assert_eq!(taken.frames, [a, b]);
        assert_eq!(taken.close, Some(close::SIGNED_OUT));
    }

    #[tokio::test]
    async fn a_full_inbox_is_emptied_and_the_connection_lagged() {
        let inbox = Inbox::default();
        let large = Framed::new(&of_length(2 * BYTES_MAX));
        inbox.push(large.clone());
        let alone = inbox.take().await;
        assert_eq!(alone.frames, std::slice::from_ref(&large));
        inbox.push(large);
        inbox.push(Framed::new(&of_length(1)));
        let lagged = Taken {
            frames: Vec::new(),
            close: Some(close::LAGGED),
        };
        assert_eq!(inbox.take().await, lagged);
    }

    #[tokio::test]
    async fn many_small_frames_fill_it_too() {
        let inbox = Inbox::default();
        for _ in 0..BYTES_MAX / PLACE {
            inbox.push(Framed::new(&of_length(1)));
        }
        assert_eq!(inbox.closing().await, close::LAGGED);
    }
}

//! When to say that the viewer is typing, and that they stopped. Pure: time is an argument.

use domain::{RoomId, Timestamp};

/// Said again at most so often while it is so.
const REPEAT_MS: u64 = 3_000;
/// Stopped after so long without a key.
const IDLE_MS: u64 = 5_000;

/// What to tell the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Typing here.
    Started(RoomId),
    /// Not typing here any more.
    Stopped(RoomId),
}

/// The viewer's own typing.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnTyping {
    at: Option<Typing>,
}

#[derive(Clone, Copy, Debug)]
struct Typing {
    room: RoomId,
    told_at: Timestamp,
    typed_at: Timestamp,
}

impl OwnTyping {
    /// The text in a room's composer changed. `is_empty`: nothing is left of it.
    pub fn typed(&mut self, room: RoomId, is_empty: bool, now: Timestamp) -> Vec<Notice> {
        let mut notices = Vec::new();
        if let Some(other) = self.at.filter(|at| at.room != room) {
            notices.push(Notice::Stopped(other.room));
            self.at = None;
        }
        match &mut self.at {
            _ if is_empty => notices.extend(self.stop(room)),
            Some(typing) => {
                typing.typed_at = now;
                if now.since(typing.told_at) >= REPEAT_MS {
                    typing.told_at = now;
                    notices.push(Notice::Started(room));
                }
            }
            None => {
                self.at = Some(Typing {
                    room,
                    told_at: now,
                    typed_at: now,
                });
                notices.push(Notice::Started(room));
            }
        }
        notices
    }

    /// The message was sent, the text cleared or the room left.
    pub fn stop(&mut self, room: RoomId) -> Option<Notice> {
        let was_here = self.at.is_some_and(|at| at.room == room);
        if was_here {
            self.at = None;
        }
        was_here.then_some(Notice::Stopped(room))
    }

    /// Time passes.
    pub fn tick(&mut self, now: Timestamp) -> Option<Notice> {
        let at = self.at?;
        if now.since(at.typed_at) < IDLE_MS {
            return None;
        }
        self.stop(at.room)
    }

    /// Someone has to call [`Self::tick`].
    pub fn is_typing(&self) -> bool {
        self.at.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(n: u8) -> RoomId {
        RoomId::from_parts(u64::from(n), [n; 10])
    }

    fn at(ms: i64) -> Timestamp {
        Timestamp(ms)
    }

    #[test]
    fn typing_is_told_at_once_and_then_every_three_seconds() {
        let mut own = OwnTyping::default();
        assert_eq!(own.typed(room(1), false, at(0)), [Notice::Started(room(1))]);
        assert_eq!(own.typed(room(1), false, at(2_999)), []);
        assert_eq!(
            own.typed(room(1), false, at(3_000)),
            [Notice::Started(room(1))]
        );
    }

    #[test]
    fn five_seconds_without_a_key_end_it() {
        let mut own = OwnTyping::default();
        let _ = own.typed(room(1), false, at(0));
        let _ = own.typed(room(1), false, at(1_000));
        assert_eq!(own.tick(at(5_999)), None);
        assert_eq!(own.tick(at(6_000)), Some(Notice::Stopped(room(1))));
        assert_eq!(own.tick(at(9_000)), None);
        assert!(!own.is_typing());
    }

    #[test]
    fn an_empty_text_and_a_sent_message_end_it_at_once() {
        let mut own = OwnTyping::default();
        let _ = own.typed(room(1), false, at(0));
        assert_eq!(own.typed(room(1), true, at(10)), [Notice::Stopped(room(1))]);
        assert_eq!(own.typed(room(1), true, at(20)), []);
        let _ = own.typed(room(1), false, at(30));
        assert_eq!(own.stop(room(1)), Some(Notice::Stopped(room(1))));
        assert_eq!(own.stop(room(1)), None);
    }

    #[test]
    fn typing_elsewhere_ends_it_here() {
        let mut own = OwnTyping::default();
        let _ = own.typed(room(1), false, at(0));
        let notices = own.typed(room(2), false, at(10));
        assert_eq!(
            notices,
            [Notice::Stopped(room(1)), Notice::Started(room(2))]
        );
    }
}

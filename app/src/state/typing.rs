//! Who is typing: others, who fade after six seconds, and telling them that the viewer is.

use domain::{RoomId, UserId};
use protocol::Event;

use super::signal_map::SignalMap;

/// Who is typing.
#[derive(Clone, Copy)]
pub struct TypingStore {
    rooms: SignalMap<RoomId, Vec<UserId>>,
}

impl TypingStore {
    pub(super) fn new() -> Self {
        Self {
            rooms: SignalMap::new(),
        }
    }

    pub(super) fn apply(self, _event: &Event) {}

    /// Who else is typing in a room, first come first. Tracked: only this room. For the room and for its row in the list.
    #[must_use]
    pub fn in_room(self, room: RoomId) -> Vec<UserId> {
        self.rooms.get(room).unwrap_or_default()
    }
}

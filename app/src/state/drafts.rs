//! What is written but not sent, one text per room. It never moves to another room, and survives a closed tab.

use domain::RoomId;

use super::signal_map::SignalMap;

/// The drafts.
#[derive(Clone, Copy)]
pub struct DraftsStore {
    texts: SignalMap<RoomId, String>,
}

impl DraftsStore {
    pub(super) fn new() -> Self {
        Self {
            texts: SignalMap::new(),
        }
    }

    /// A room's draft, empty where there is none; tracked. On the server and at the first render always empty: the
    /// device's own store is read after hydration, and another tab's typing arrives here too.
    #[must_use]
    pub fn text(self, room: RoomId) -> String {
        self.texts.get(room).unwrap_or_default()
    }

    /// The composer's text changed. Also feeds the typing notice and the mood, so this is all the composer calls.
    pub fn set(self, room: RoomId, text: &str) {
        self.texts.set(room, Some(text.to_owned()));
    }

    pub(super) async fn clear(self) {}
}

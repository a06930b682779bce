//! How many are here, and how much waits for them: for whoever watches over the server.

use std::sync::Arc;

use super::Hub;
use crate::realtime::inbox::Inbox;

/// What waits in all inboxes together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Pieces, each of one frame or several.
    pub frames: usize,
    /// Their bytes.
    pub bytes: usize,
    /// The bytes of the fullest inbox.
    pub largest: usize,
}

impl Hub {
    /// How many people have a connection here.
    #[must_use]
    pub fn people(&self) -> usize {
        let state = self.lock();
        let is_here = |person: &&super::Listener| !person.connections.is_empty();
        state.people.values().filter(is_here).count()
    }

    /// Looks into every inbox. Telling goes on meanwhile.
    #[must_use]
    pub fn waiting(&self) -> Waiting {
        let inboxes: Vec<Arc<Inbox>> = {
            let state = self.lock();
            let connections = state.connections.values();
            connections.map(|it| it.inbox.clone()).collect()
        };
        let mut all = Waiting::default();
        for inbox in inboxes {
            let (frames, bytes) = inbox.waiting();
            all.frames += frames;
            all.bytes += bytes;
            all.largest = all.largest.max(bytes);
        }
        all
    }
}

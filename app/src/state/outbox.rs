//! Messages on their way: kept on the device until the server has them.

use leptos::prelude::*;

/// Messages on their way.
#[derive(Clone, Copy)]
pub struct OutboxStore {
    waiting: RwSignal<usize>,
}

impl OutboxStore {
    pub(super) fn new() -> Self {
        Self {
            waiting: RwSignal::new(0),
        }
    }

    /// How many messages of this account the server does not have yet, in all rooms.
    #[must_use]
    pub fn waiting(self) -> Signal<usize> {
        self.waiting.into()
    }

    pub(super) async fn clear(self) {}
}

//! Own messages that the server does not have yet, in the order they were written.

use std::sync::Arc;

use crate::{ClientMessageId, Timestamp};

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending<E> {
    /// The client's name for it.
    pub client_message_id: ClientMessageId,
    /// The text.
    pub text: Arc<str>,
    /// The number of the message that it answers.
    pub reply_to: Option<u64>,
    /// When it was written, by the device's clock.
    pub written_at: Timestamp,
    /// How it is.
    pub state: PendingState<E>,
}

/// How a message on its way is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingState<E> {
    /// On its way, or waiting for the connection.
    Sending,
    /// Refused.
    Failed(E),
}

/// All of one room's.
#[derive(Clone, Debug)]
pub(super) struct PendingList<E>(Vec<Pending<E>>);

impl<E> Default for PendingList<E> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<E> PendingList<E> {
    pub fn all(&self) -> &[Pending<E>] {
        &self.0
    }

    /// Adds one at its place: names made later sort later, and what a closed tab left is older than what is written now.
    pub fn add(&mut self, pending: Pending<E>) {
        let id = pending.client_message_id;
        if let Err(at) = self
            .0
            .binary_search_by_key(&id, |known| known.client_message_id)
        {
            self.0.insert(at, pending);
        }
    }

    pub fn remove(&mut self, id: ClientMessageId) -> Option<Pending<E>> {
        let at = self.0.iter().position(|p| p.client_message_id == id)?;
        Some(self.0.remove(at))
    }

    pub fn set_state(&mut self, id: ClientMessageId, state: PendingState<E>) {
        if let Some(pending) = self.0.iter_mut().find(|p| p.client_message_id == id) {
            pending.state = state;
        }
    }
}

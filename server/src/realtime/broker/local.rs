//! For a single node: loops back to its own hub.

use async_trait::async_trait;
use tokio::sync::mpsc;

use super::{Broker, Notice};

/// Batches that may wait for the hub. When it is behind by so many, writers wait for it.
const BACKLOG: usize = 256;

/// Loops back.
#[derive(Clone, Debug)]
pub struct Local {
    out: mpsc::Sender<Vec<Notice>>,
}

impl Local {
    /// A broker and what comes out of it.
    #[must_use]
    pub fn new() -> (Self, mpsc::Receiver<Vec<Notice>>) {
        let (out, notices) = mpsc::channel(BACKLOG);
        (Self { out }, notices)
    }
}

#[async_trait]
impl Broker for Local {
    async fn publish(&self, notices: Vec<Notice>) {
        if !notices.is_empty() && self.out.send(notices).await.is_err() {
            // The hub is gone: the server is stopping, and clients resume elsewhere.
            tracing::debug!("notices after the hub had stopped");
        }
    }
}

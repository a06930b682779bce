//! For a single node: loops back to its own hub.

use async_trait::async_trait;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{Broker, Channel, Incoming, NodeId, Notice};
use crate::metrics::BrokerMetrics;

/// Batches that may wait for the hub. When it is behind by so many, writers wait for it.
const BACKLOG: usize = 256;

/// Loops back.
#[derive(Clone, Debug)]
pub struct Local {
    out: mpsc::Sender<Incoming>,
    metrics: BrokerMetrics,
}

impl Local {
    /// A broker and what comes out of it.
    #[must_use]
    pub fn new(metrics: BrokerMetrics) -> (Self, mpsc::Receiver<Incoming>) {
        let (out, incoming) = mpsc::channel(BACKLOG);
        (Self { out, metrics }, incoming)
    }

    /// The way in for what comes from elsewhere.
    pub(super) fn entrance(&self) -> mpsc::Sender<Incoming> {
        self.out.clone()
    }
}

#[async_trait]
impl Broker for Local {
    fn node(&self) -> NodeId {
        NodeId(Uuid::nil())
    }

    async fn publish(&self, notices: Vec<Notice>) {
        self.metrics.published(notices.len());
        if !notices.is_empty() && self.out.send(Incoming::Notices(notices)).await.is_err() {
            // The hub is gone: the server is stopping, and clients resume elsewhere.
            tracing::debug!("notices after the hub had stopped");
        }
    }

    fn follow(&self, _: Channel) {}

    fn unfollow(&self, _: Channel) {}

    fn is_connected(&self) -> bool {
        true
    }

    async fn leave(&self) {}
}

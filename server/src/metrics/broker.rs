//! Notices on their way between nodes: how many, and whether the way is open.

use prometheus_client::{
    metrics::{counter::Counter, gauge::Gauge},
    registry::Registry,
};

/// The handles that a broker needs. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct BrokerMetrics {
    up: Gauge,
    reconnects: Counter,
    dropped: Counter,
    published: Counter,
    delivered: Counter,
}

impl BrokerMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let own = Self::default();
        // Until a broker says otherwise: the one of a single node is never down.
        own.up.set(1);
        registry.register(
            "broker_up",
            "1 while notices travel between nodes, 0 while this node is cut off",
            own.up.clone(),
        );
        for (name, help, counter) in [
            (
                "broker_reconnects",
                "Times that the way to the other nodes was opened again",
                &own.reconnects,
            ),
            (
                "broker_notices_dropped",
                "Notices that were lost and that numbers repair",
                &own.dropped,
            ),
            (
                "broker_notices_published",
                "Notices that this node published",
                &own.published,
            ),
            (
                "broker_notices_delivered",
                "Notices that came to this node's hub, from whichever node",
                &own.delivered,
            ),
        ] {
            registry.register(name, help, counter.clone());
        }
        own
    }

    /// The way to the other nodes is open, or not.
    pub fn set_up(&self, is_up: bool) {
        self.up.set(i64::from(is_up));
    }

    /// It was opened again.
    pub fn reconnected(&self) {
        self.reconnects.inc();
        self.set_up(true);
    }

    /// So many notices were lost.
    pub fn dropped(&self, notices: usize) {
        self.dropped.inc_by(notices as u64);
    }

    /// This node has published so many.
    pub fn published(&self, notices: usize) {
        self.published.inc_by(notices as u64);
    }

    /// So many came to this node's hub.
    pub fn delivered(&self, notices: usize) {
        self.delivered.inc_by(notices as u64);
    }
}

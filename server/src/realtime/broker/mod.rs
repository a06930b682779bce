//! Carries notices to every node, this one included. Knows no connection.
//!
//! A broker may lose or reorder notices: the numbers of rooms repair both.

mod local;

use async_trait::async_trait;

use super::Notice;
pub use local::Local;

/// The way from a commit to every node's hub.
#[async_trait]
pub trait Broker: Send + Sync {
    /// Publishes in this order.
    async fn publish(&self, notices: Vec<Notice>);
}

//! Carries notices to every node, this one included. Knows no connection.
//!
//! A broker may lose or reorder notices: the numbers of rooms repair both.

mod local;
mod redis;

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use domain::{RoomId, UserId, people::PresenceState};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Notice;
pub use local::Local;
pub use redis::Redis;

/// One running server. New at each start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub Uuid);

/// What nodes can listen to. Only notices of channels that somebody here is concerned by have to come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Channel {
    /// What a node tells all others.
    Everyone,
    /// What one person is told.
    Person(UserId),
    /// What happens in one room.
    Room(RoomId),
}

/// What comes out of a broker, for the hub of its node.
#[derive(Debug)]
pub enum Incoming {
    /// To be told here, in this order.
    Notices(Vec<Notice>),
    /// Notices of these rooms may have been lost until now; none named: of any.
    Missed(Option<Vec<RoomId>>),
    /// All who are connected to another node.
    Node(NodeId, HashMap<UserId, PresenceState>),
    /// All other nodes that there are.
    Nodes(HashSet<NodeId>),
}

/// The way from a commit to every node's hub.
#[async_trait]
pub trait Broker: Send + Sync {
    /// Who this node is to the others.
    fn node(&self) -> NodeId;

    /// Publishes in this order.
    async fn publish(&self, notices: Vec<Notice>);

    /// Somebody here is concerned by this channel from now on. What it told before that is said to have been missed.
    fn follow(&self, channel: Channel);

    /// Nobody here is any more.
    fn unfollow(&self, channel: Channel);

    /// Whether what other nodes publish comes in at the moment. While it does not, the database has to be asked often.
    fn is_connected(&self) -> bool;

    /// Tells the others that this node ends.
    async fn leave(&self);
}

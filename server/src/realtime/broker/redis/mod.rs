//! For several nodes: what happens on one is told to the others through Redis.
//!
//! A node hears itself directly and at once, the others through one connection that listens to the channels that concern
//! somebody here. Nothing waits for Redis. While it is away, what would be published is dropped, and the nodes ask the
//! database more often instead ([`super::Broker::is_connected`]); when it is back, they ask once for all that was missed.

mod listener;
mod roster;
mod speaker;
mod wire;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Context;
use async_trait::async_trait;
use redis::{Client, RedisError, TlsCertificates};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::{Broker, Channel, Incoming, Local, NodeId, Notice};
use crate::{config::EngineUrl, metrics::BrokerMetrics, trust};
use listener::Listener;
use speaker::{Speaker, Spoken};

/// What may wait to be said; beyond it notices are dropped.
const BACKLOG: usize = 4_096;
/// How long Redis may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a node tells the others of its end.
const FAREWELL: Duration = Duration::from_secs(1);

/// See the module.
pub struct Redis {
    node: NodeId,
    local: Local,
    words: mpsc::Sender<Spoken>,
    wishes: mpsc::UnboundedSender<Wish>,
    health: Arc<Health>,
}

/// A channel that is to be listened to, or not any more.
#[derive(Clone, Copy, Debug)]
struct Wish {
    channel: Channel,
    follow: bool,
}

/// How it is with the two connections.
#[derive(Debug, Default)]
struct Health {
    hears: AtomicBool,
    speaks: AtomicBool,
    was_whole: AtomicBool,
    metrics: BrokerMetrics,
}

impl Health {
    fn hears(&self, it_does: bool) {
        self.hears.store(it_does, Ordering::Relaxed);
        self.tell(it_does);
    }

    fn speaks(&self, it_does: bool) {
        self.speaks.store(it_does, Ordering::Relaxed);
        self.tell(it_does);
    }

    fn tell(&self, is_better: bool) {
        self.metrics.set_up(self.is_whole());
        // The first time is no reconnection.
        if is_better && self.is_whole() && self.was_whole.swap(true, Ordering::Relaxed) {
            self.metrics.reconnected();
        }
    }

    fn is_whole(&self) -> bool {
        self.hears.load(Ordering::Relaxed) && self.speaks.load(Ordering::Relaxed)
    }
}

impl Redis {
    /// Starts the two tasks that talk to Redis; they end with this and with what comes out of it. Redis may be away.
    ///
    /// # Errors
    /// Where the address is none, or the authority that it names cannot be read.
    pub fn start(
        url: &EngineUrl,
        metrics: BrokerMetrics,
    ) -> anyhow::Result<(Self, mpsc::Receiver<Incoming>)> {
        let client = client(url)?;
        let node = NodeId(Uuid::from_bytes(rand::random()));
        metrics.set_up(false);
        let (local, incoming) = Local::new(metrics.clone());
        let (words, to_say) = mpsc::channel(BACKLOG);
        let (wishes, to_follow) = mpsc::unbounded_channel();
        let health = Arc::new(Health {
            metrics,
            ..Health::default()
        });
        let listener = Listener::new(node, client.clone(), local.entrance(), health.clone());
        tokio::spawn(listener.listen(to_follow));
        let speaker = Speaker::new(node, client, local.entrance(), health.clone());
        tokio::spawn(speaker.speak(to_say));
        let broker = Self {
            node,
            local,
            words,
            wishes,
            health,
        };
        Ok((broker, incoming))
    }

    fn wish(&self, channel: Channel, follow: bool) {
        // The listener is gone only while the server stops.
        let _ = self.wishes.send(Wish { channel, follow });
    }
}

/// With TLS it trusts the authority that the address names, and none else; where it names none, those of the system.
fn client(url: &EngineUrl) -> anyhow::Result<Client> {
    let client = match trust::authority(url)? {
        None => Client::open(url.reveal()),
        root_cert => Client::build_with_tls(
            url.reveal(),
            TlsCertificates {
                client_tls: None,
                root_cert,
            },
        ),
    };
    client.with_context(|| format!("The address {url} is not one of Redis."))
}

/// What went wrong with a connection, for the log.
fn cause(error: &RedisError) -> String {
    trust::refusal(error).unwrap_or_else(|| error.to_string())
}

#[async_trait]
impl Broker for Redis {
    fn node(&self) -> NodeId {
        self.node
    }

    async fn publish(&self, notices: Vec<Notice>) {
        if self.health.speaks.load(Ordering::Relaxed) {
            for packet in wire::pack(self.node, &notices) {
                if self.words.try_send(Spoken::Packet(packet)).is_err() {
                    self.health.metrics.dropped(1);
                    tracing::debug!("Redis is behind: notices to the other servers are dropped");
                }
            }
        } else {
            self.health.metrics.dropped(notices.len());
        }
        // Whether it speaks or not: it tells who is here when it does again.
        for notice in &notices {
            if let Notice::Sighted { user, state, .. } = notice {
                let _ = self.words.try_send(Spoken::Sighted(*user, *state));
            }
        }
        self.local.publish(notices).await;
    }

    fn follow(&self, channel: Channel) {
        self.wish(channel, true);
    }

    fn unfollow(&self, channel: Channel) {
        self.wish(channel, false);
    }

    fn is_connected(&self) -> bool {
        self.health.is_whole()
    }

    async fn leave(&self) {
        let (done, left) = oneshot::channel();
        let leaving = async {
            if self.words.send(Spoken::Leave(done)).await.is_ok() {
                // An error says that it has ended already.
                let _ = left.await;
            }
        };
        // The others find out by themselves if this takes too long.
        let _ = tokio::time::timeout(FAREWELL, leaving).await;
    }
}

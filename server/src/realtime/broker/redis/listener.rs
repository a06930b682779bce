//! The connection that listens.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use domain::RoomId;
use futures::StreamExt;
use redis::{Client, Msg, aio::PubSubSink};
use tokio::{
    sync::mpsc::{self, error::TrySendError},
    time::{interval, timeout},
};

use super::{Channel, Health, Incoming, NodeId, PATIENCE, Wish, cause, wire};

/// How often the connection is asked whether it is still one.
const PING_EVERY: Duration = Duration::from_secs(5);
/// Wishes that are sent together.
const TOGETHER_MAX: usize = 1_000;
/// Longest wait before the next attempt to connect.
const WAIT_MAX: Duration = Duration::from_secs(2);

/// See the module.
pub(super) struct Listener {
    node: NodeId,
    client: Client,
    out: mpsc::Sender<Incoming>,
    health: Arc<Health>,
    /// What is to be listened to, whether it can be at the moment or not.
    wanted: HashSet<Channel>,
    /// The hub was behind and something was dropped.
    has_dropped: bool,
}

/// Why a connection was given up.
enum Ended {
    /// Redis, or the way to it.
    Lost(redis::RedisError),
    /// It does not answer.
    Silent,
    /// The server stops.
    Stopped,
}

impl From<redis::RedisError> for Ended {
    fn from(error: redis::RedisError) -> Self {
        Self::Lost(error)
    }
}

impl Listener {
    pub fn new(
        node: NodeId,
        client: Client,
        out: mpsc::Sender<Incoming>,
        health: Arc<Health>,
    ) -> Self {
        Self {
            node,
            client,
            out,
            health,
            wanted: HashSet::from([Channel::Everyone]),
            has_dropped: false,
        }
    }

    /// Listens until nobody wishes or hears any more.
    pub async fn listen(mut self, mut wishes: mpsc::UnboundedReceiver<Wish>) {
        let mut wait = Duration::ZERO;
        loop {
            let ended = self.connected(&mut wishes, &mut wait).await;
            self.health.hears(false);
            match ended {
                Ended::Stopped => return,
                Ended::Lost(error) => {
                    tracing::warn!(error.cause = cause(&error), "Redis cannot be listened to");
                }
                Ended::Silent => tracing::warn!("Redis does not answer"),
            }
            wait = (wait * 2).clamp(Duration::from_millis(50), WAIT_MAX);
            // So that the nodes do not all come at once.
            let wait = wait.mul_f64(rand::random_range(0.5..1.0));
            tokio::time::sleep(wait).await;
        }
    }

    /// One connection, from its beginning to its end.
    async fn connected(
        &mut self,
        wishes: &mut mpsc::UnboundedReceiver<Wish>,
        wait: &mut Duration,
    ) -> Ended {
        let connecting = timeout(PATIENCE, self.client.get_async_pubsub()).await;
        let (mut sink, mut messages) = match connecting {
            Err(_) => return Ended::Silent,
            Ok(Err(error)) => return error.into(),
            Ok(Ok(connection)) => connection.split(),
        };
        let names: Vec<String> = self.wanted.iter().copied().map(wire::name).collect();
        for part in names.chunks(TOGETHER_MAX) {
            match timeout(PATIENCE, sink.subscribe(part)).await {
                Err(_) => return Ended::Silent,
                Ok(Err(error)) => return error.into(),
                Ok(Ok(())) => {}
            }
        }
        // From now on everything comes; what came before this is in the database.
        if self.out.send(Incoming::Missed(None)).await.is_err() {
            return Ended::Stopped;
        }
        self.health.hears(true);
        tracing::info!(
            channels = self.wanted.len(),
            "listening to the other servers"
        );
        *wait = Duration::ZERO;
        let mut pings = interval(PING_EVERY);
        let mut asked = Vec::new();
        loop {
            tokio::select! {
                message = messages.next() => {
                    let Some(message) = message else {
                        return Ended::Silent;
                    };
                    if !self.pass_on(&message) {
                        return Ended::Stopped;
                    }
                }
                count = wishes.recv_many(&mut asked, TOGETHER_MAX) => {
                    if count == 0 {
                        return Ended::Stopped;
                    }
                    match timeout(PATIENCE, self.fulfil(&mut sink, &mut asked)).await {
                        Err(_) => return Ended::Silent,
                        Ok(Err(ended)) => return ended,
                        Ok(Ok(())) => {}
                    }
                }
                _ = pings.tick() => {
                    if !self.catch_up() {
                        return Ended::Stopped;
                    }
                    match timeout(PATIENCE, sink.ping::<()>()).await {
                        Err(_) => return Ended::Silent,
                        Ok(Err(error)) => return error.into(),
                        Ok(Ok(())) => {}
                    }
                }
            }
        }
    }

    /// Listens to what is wished and no longer to what is not.
    async fn fulfil(&mut self, sink: &mut PubSubSink, asked: &mut Vec<Wish>) -> Result<(), Ended> {
        // What a channel was before, and whether somebody changed their mind meanwhile.
        let mut before: HashMap<Channel, bool> = HashMap::new();
        for Wish { channel, follow } in asked.drain(..) {
            let was_followed = if follow {
                !self.wanted.insert(channel)
            } else {
                self.wanted.remove(&channel)
            };
            before.entry(channel).or_insert(was_followed);
        }
        let (more, less): (Vec<Channel>, Vec<Channel>) = before
            .into_iter()
            .filter(|(channel, was)| self.wanted.contains(channel) != *was)
            .map(|(channel, _)| channel)
            .partition(|channel| self.wanted.contains(channel));
        if !less.is_empty() {
            sink.unsubscribe(names(&less)).await?;
        }
        if more.is_empty() {
            return Ok(());
        }
        sink.subscribe(names(&more)).await?;
        let rooms: Vec<RoomId> = more
            .iter()
            .filter_map(|channel| match channel {
                Channel::Room(room) => Some(*room),
                _ => None,
            })
            .collect();
        // Between the reading of a room and this moment, something may have happened in it.
        if !rooms.is_empty() && self.out.send(Incoming::Missed(Some(rooms))).await.is_err() {
            return Err(Ended::Stopped);
        }
        Ok(())
    }

    /// Hands a message to the hub; false: it is gone. Redis is read as fast as it speaks: where the hub is behind, a message
    /// is dropped, and the hub is told that it has missed something as soon as it has time.
    fn pass_on(&mut self, message: &Msg) -> bool {
        let unpacked = match wire::unpack(self.node, message.get_payload_bytes()) {
            Ok(Some(unpacked)) => unpacked,
            Ok(None) => return true,
            Err(error) => {
                tracing::warn!(error.cause = %error, "a message in Redis that is none of ours");
                return true;
            }
        };
        self.has_dropped |= unpacked.is_partial;
        match self.out.try_send(Incoming::Notices(unpacked.notices)) {
            Ok(()) => true,
            Err(TrySendError::Full(_)) => {
                self.has_dropped = true;
                true
            }
            Err(TrySendError::Closed(_)) => false,
        }
    }

    /// Tells the hub that something was dropped, if it was; false: the hub is gone.
    fn catch_up(&mut self) -> bool {
        if !self.has_dropped {
            return !self.out.is_closed();
        }
        match self.out.try_send(Incoming::Missed(None)) {
            Ok(()) => {
                self.has_dropped = false;
                true
            }
            Err(TrySendError::Full(_)) => true,
            Err(TrySendError::Closed(_)) => false,
        }
    }
}

fn names(channels: &[Channel]) -> Vec<String> {
    channels.iter().copied().map(wire::name).collect()
}

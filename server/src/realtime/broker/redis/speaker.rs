//! The connection that speaks: publishes, and keeps the roster of who is connected to which node.

use std::{sync::Arc, time::Duration};

use domain::{UserId, people::PresenceState};
use redis::{AsyncConnectionConfig, Client, aio::MultiplexedConnection};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, MissedTickBehavior, interval},
};

use super::{Health, Incoming, NodeId, PATIENCE, cause, roster::Roster, wire::Packet};

/// How often this node says that it is there, and looks who else is.
const ROLL_CALL_EVERY: Duration = Duration::from_secs(5);
/// What is said in one go.
const TOGETHER_MAX: usize = 512;
/// Longest wait before the next attempt to connect.
const WAIT_MAX: Duration = Duration::from_secs(2);

/// What is to be said.
pub(super) enum Spoken {
    /// To those who listen.
    Packet(Packet),
    /// For the roster.
    Sighted(UserId, PresenceState),
    /// Good-bye, and that it has been said.
    Leave(oneshot::Sender<()>),
}

/// See the module.
pub(super) struct Speaker {
    client: Client,
    out: mpsc::Sender<Incoming>,
    health: Arc<Health>,
    roster: Roster,
    connection: Option<MultiplexedConnection>,
    /// When to try to connect again, and how long to wait after that.
    again_at: Instant,
    wait: Duration,
}

impl Speaker {
    pub fn new(
        node: NodeId,
        client: Client,
        out: mpsc::Sender<Incoming>,
        health: Arc<Health>,
    ) -> Self {
        Self {
            client,
            out,
            health,
            roster: Roster::new(node),
            connection: None,
            again_at: Instant::now(),
            wait: Duration::ZERO,
        }
    }

    /// Speaks until it has taken leave.
    pub async fn speak(mut self, mut words: mpsc::Receiver<Spoken>) {
        let mut roll_calls = interval(ROLL_CALL_EVERY);
        roll_calls.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut said = Vec::new();
        loop {
            tokio::select! {
                count = words.recv_many(&mut said, TOGETHER_MAX) => {
                    if count == 0 {
                        return;
                    }
                    let done = self.say(&mut said).await;
                    if let Some(done) = done {
                        // Who does not wait any more does not mind.
                        let _ = done.send(());
                        return;
                    }
                }
                _ = roll_calls.tick() => self.call_the_roll().await,
                () = tokio::time::sleep_until(self.again_at), if self.connection.is_none() => {
                    self.connect().await;
                }
            }
        }
    }

    async fn connect(&mut self) {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        let connecting = self
            .client
            .get_multiplexed_async_connection_with_config(&config);
        match connecting.await {
            Ok(connection) => {
                self.connection = Some(connection);
                self.wait = Duration::ZERO;
                // Redis may have begun anew and know nothing of this node.
                self.roster.begin_anew();
                self.health.speaks(true);
                self.call_the_roll().await;
            }
            Err(error) => self.lost(&error),
        }
    }

    /// Says it in one go; answers who waits for the end.
    async fn say(&mut self, said: &mut Vec<Spoken>) -> Option<oneshot::Sender<()>> {
        let mut pipe = redis::pipe();
        let mut leaving = None;
        for word in said.drain(..) {
            match word {
                Spoken::Packet(packet) => {
                    pipe.publish(packet.channel, packet.bytes).ignore();
                }
                Spoken::Sighted(user, state) => self.roster.note(user, state, &mut pipe),
                Spoken::Leave(done) => {
                    self.roster.strike(&mut pipe);
                    leaving = Some(done);
                }
            }
        }
        if let Some(mut connection) = self.connection.clone()
            && let Err(error) = pipe.exec_async(&mut connection).await
        {
            self.lost(&error);
        }
        leaving
    }

    /// Says that this node is there, and tells the hub who else is.
    async fn call_the_roll(&mut self) {
        let Some(mut connection) = self.connection.clone() else {
            return;
        };
        match self.roster.call(&mut connection).await {
            Ok(called) => {
                let lists = called.lists.into_iter();
                let told = lists.map(|(node, people)| Incoming::Node(node, people));
                for incoming in told.chain([Incoming::Nodes(called.nodes)]) {
                    // The hub is gone only while the server stops.
                    let _ = self.out.send(incoming).await;
                }
            }
            Err(error) => self.lost(&error),
        }
    }

    fn lost(&mut self, error: &redis::RedisError) {
        tracing::warn!(error.cause = cause(error), "Redis cannot be spoken to");
        self.health.speaks(false);
        self.connection = None;
        self.wait = (self.wait * 2).clamp(Duration::from_millis(50), WAIT_MAX);
        // So that the nodes do not all come at once.
        self.again_at = Instant::now() + self.wait.mul_f64(rand::random_range(0.5..1.0));
    }
}

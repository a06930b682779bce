//! Servers that share everything.

use std::sync::Arc;

use domain::RoomId;
use engines::Redis;
use server::config::EngineUrl;

use crate::support::{Data, Person, TestApp};

/// Some nodes, and what they share.
pub struct Cluster {
    pub nodes: Vec<TestApp>,
    pub redis: Redis,
    pub data: Arc<Data>,
}

impl Cluster {
    /// As many nodes as wanted, on a new database and a Redis of their own, all connected to it.
    pub async fn start(nodes: usize) -> Self {
        let mut cluster = Self {
            nodes: Vec::new(),
            redis: start_redis(),
            data: Data::new().await,
        };
        for _ in 0..nodes {
            let node = cluster.another().await;
            cluster.nodes.push(node);
        }
        cluster
    }

    /// One more node.
    pub async fn another(&self) -> TestApp {
        let url = EngineUrl::parse("redis-url", &self.redis.url(), &["redis"]).unwrap();
        let node = TestApp::start_with_data(self.data.clone(), |config| {
            config.redis = Some(url);
        })
        .await;
        hears_the_others(&node).await;
        node
    }

    /// Someone with an account, at the first node.
    pub async fn user(&self, username: &str) -> Person {
        self.nodes[0].user(username).await
    }

    /// Until so many nodes listen to what happens in a room.
    pub async fn listen(&self, room: RoomId, nodes: usize) {
        let channel = format!("moodlight:room:{room}");
        while self.redis.listeners(&channel).unwrap() < nodes {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }

    /// Until every node hears every other.
    pub async fn is_whole(&self) {
        for node in &self.nodes {
            hears_the_others(node).await;
        }
    }
}

async fn hears_the_others(node: &TestApp) {
    while !node.state.broker.is_connected() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

/// Until no node hears another.
pub async fn nobody_hears(nodes: &[TestApp]) {
    for node in nodes {
        while node.state.broker.is_connected() {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
}

fn start_redis() -> Redis {
    need("redis-server");
    Redis::start().unwrap()
}

/// Passes over all tests of this program where an engine is not on this machine, unless nothing may be passed over.
#[expect(
    clippy::exit,
    reason = "the only way to pass over all tests of a program"
)]
pub fn need(engine: &str) {
    if engines::find(engine).is_none() && std::env::var_os("MOODLIGHT_STRICT").is_none() {
        eprintln!("TESTS OF SEVERAL SERVERS SKIPPED: there is no {engine} here.");
        std::process::exit(0);
    }
}

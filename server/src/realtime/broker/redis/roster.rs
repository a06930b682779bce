//! The roster: who is connected to which node, as each node writes it into Redis. It holds for a moment only, so that the
//! people of a node that crashed do not stay for ever.
//!
//! Between two roll calls changes of presence come as notices like everything else. A node's list is read whole where it is
//! new here, and now and then in case a change was overtaken by the reading of an older list.

use std::collections::{HashMap, HashSet};

use domain::{
    UserId,
    people::{Presence, PresenceState},
};
use redis::{AsyncCommands, Pipeline, RedisResult, aio::MultiplexedConnection};

use super::NodeId;

/// How long a node is believed to be there after it last said so, in milliseconds: three roll calls.
const BELIEVED_MS: i64 = 15_000;
/// Nodes with the time until which they are believed to be there, by the clock of Redis.
const NODES: &str = "moodlight:nodes";

/// What one node knows of the roster.
#[derive(Debug)]
pub(super) struct Roster {
    node: NodeId,
    own: HashMap<UserId, PresenceState>,
    /// Those whose lists were read.
    others: HashSet<NodeId>,
    is_new: bool,
    calls: u32,
}

/// What a roll call has brought.
#[derive(Debug)]
pub(super) struct Called {
    pub nodes: HashSet<NodeId>,
    pub lists: Vec<(NodeId, HashMap<UserId, PresenceState>)>,
}

/// At every so manieth roll call all lists are read.
const READ_ALL_EVERY: u32 = 12;

impl Roster {
    pub fn new(node: NodeId) -> Self {
        Self {
            node,
            own: HashMap::new(),
            others: HashSet::new(),
            is_new: true,
            calls: 0,
        }
    }

    /// Nothing is certain any more of what Redis holds.
    pub fn begin_anew(&mut self) {
        self.is_new = true;
        self.others.clear();
    }

    /// Somebody came, went, or left the keyboard here.
    pub fn note(&mut self, user: UserId, state: PresenceState, pipe: &mut Pipeline) {
        let key = list(self.node);
        if state.presence == Presence::Offline {
            self.own.remove(&user);
            pipe.hdel(key, user.to_string()).ignore();
        } else {
            self.own.insert(user, state);
            pipe.hset(key, user.to_string(), written(&state)).ignore();
        }
    }

    /// This node ends.
    pub fn strike(&mut self, pipe: &mut Pipeline) {
        pipe.del(list(self.node)).ignore();
        pipe.zrem(NODES, self.node.0.to_string()).ignore();
    }

    /// Says that this node is there; answers which others are, and the lists of those that are new here.
    pub async fn call(&mut self, connection: &mut MultiplexedConnection) -> RedisResult<Called> {
        // The nodes' clocks may differ; this one is everyone's.
        let (seconds, micros): (i64, i64) = redis::cmd("TIME").query_async(connection).await?;
        let now = seconds * 1_000 + micros / 1_000;
        let mut pipe = redis::pipe();
        if self.is_new {
            pipe.del(list(self.node)).ignore();
            for (user, state) in &self.own {
                pipe.hset(list(self.node), user.to_string(), written(state))
                    .ignore();
            }
        }
        pipe.pexpire(list(self.node), BELIEVED_MS).ignore();
        pipe.zadd(NODES, self.node.0.to_string(), now + BELIEVED_MS)
            .ignore();
        pipe.zrembyscore(NODES, "-inf", now).ignore();
        pipe.zrange(NODES, 0, -1);
        let (names,): (Vec<String>,) = pipe.query_async(connection).await?;
        self.is_new = false;
        let present: HashSet<NodeId> = names
            .iter()
            .filter_map(|name| name.parse().ok().map(NodeId))
            .filter(|node| *node != self.node)
            .collect();
        let mut lists = Vec::new();
        self.calls += 1;
        let reads_all = self.calls.is_multiple_of(READ_ALL_EVERY);
        let to_read = |node: &&NodeId| reads_all || !self.others.contains(node);
        for node in present.iter().filter(to_read) {
            let people: HashMap<String, String> = connection.hgetall(list(*node)).await?;
            let people = people
                .into_iter()
                .filter_map(|(user, state)| {
                    Some((user.parse().ok()?, serde_json::from_str(&state).ok()?))
                })
                .collect();
            lists.push((*node, people));
        }
        self.others.clone_from(&present);
        Ok(Called {
            nodes: present,
            lists,
        })
    }
}

/// Where the list of a node is.
fn list(node: NodeId) -> String {
    format!("moodlight:node:{}", node.0)
}

fn written(state: &PresenceState) -> String {
    serde_json::to_string(state).unwrap_or_default()
}

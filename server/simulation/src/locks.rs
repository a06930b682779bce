//! Several nodes on one PostgreSQL: each commits batches by itself, and a batch locks its rooms, in the order of their ids,
//! from its second statement to its commit (ADR 17). Who wants a room that is locked waits, and keeps what it has locked.

use std::collections::{HashMap, VecDeque};

use rand::{RngExt, SeedableRng, rngs::SmallRng};

use crate::{arrivals::Arrivals, arrivals::Pattern, events::Agenda, samples::Samples};

/// What nodes and database are like.
#[derive(Clone, Copy, Debug)]
pub struct Cluster {
    /// How many nodes; each message comes to any of them.
    pub nodes: usize,
    /// From a node to the database and back.
    pub round_trip_seconds: f64,
    /// How many of these a batch takes, the first to begin and the second to lock.
    pub round_trips: f64,
    /// Until a commit is on disk.
    pub flush_seconds: f64,
    /// What each message adds.
    pub message_seconds: f64,
    /// Most messages in a batch.
    pub batch_max: usize,
    /// How many rooms there are.
    pub rooms: usize,
    /// Of the messages, how many go to one of them, room 0.
    pub hot_share: f64,
}

/// What became of the messages.
#[derive(Debug, Default)]
pub struct Outcome {
    /// From arrival to the answer, of all messages, in seconds.
    pub latency_seconds: Samples,
    /// The same of those to other rooms than the hot one.
    pub others_latency_seconds: Samples,
    /// Commits.
    pub commits: usize,
    /// When the last one was answered.
    pub ended_seconds: f64,
}

enum Happens {
    /// A message comes to some node.
    Message,
    /// A node's second statement reaches the database.
    Locks(usize),
    /// A node's commit is on disk, and its locks are free.
    Committed(usize),
    /// The node knows it.
    Answered(usize),
}

#[derive(Default)]
struct Node {
    waiting: VecDeque<(f64, usize)>,
    /// Under way: when each message came, and where it goes.
    batch: Vec<(f64, usize)>,
    /// The batch's rooms in order, and how many of them are locked.
    rooms: Vec<usize>,
    locked: usize,
}

struct Run {
    cluster: Cluster,
    nodes: Vec<Node>,
    /// Rooms that are locked, and which nodes wait for them.
    locks: HashMap<usize, VecDeque<usize>>,
    agenda: Agenda<Happens>,
    outcome: Outcome,
}

/// Lets so many messages come, at `messages_per_second` over all nodes.
pub fn run(cluster: Cluster, messages_per_second: f64, messages: usize, seed: u64) -> Outcome {
    let mut random = SmallRng::seed_from_u64(seed);
    let mut arrivals = Arrivals::new(Pattern::Poisson, messages_per_second, seed).take(messages);
    let mut run = Run {
        cluster,
        nodes: (0..cluster.nodes).map(|_| Node::default()).collect(),
        locks: HashMap::new(),
        agenda: Agenda::new(),
        outcome: Outcome::default(),
    };
    if let Some(at) = arrivals.next() {
        run.agenda.add(at, Happens::Message);
    }
    while let Some((now, happens)) = run.agenda.next() {
        match happens {
            Happens::Message => {
                let room = if random.random::<f64>() < cluster.hot_share {
                    0
                } else {
                    random.random_range(1..cluster.rooms)
                };
                let node = random.random_range(0..cluster.nodes);
                run.nodes[node].waiting.push_back((now, room));
                run.begin(node, now);
                if let Some(at) = arrivals.next() {
                    run.agenda.add(at, Happens::Message);
                }
            }
            Happens::Locks(node) => run.lock(node, now),
            Happens::Committed(node) => run.release(node, now),
            Happens::Answered(node) => run.answer(node, now),
        }
    }
    run.outcome
}

impl Run {
    /// Takes what waits, if nothing is under way.
    fn begin(&mut self, number: usize, now: f64) {
        let node = &mut self.nodes[number];
        if node.waiting.is_empty() || !node.batch.is_empty() {
            return;
        }
        let rows = node.waiting.len().min(self.cluster.batch_max);
        node.batch = node.waiting.drain(..rows).collect();
        node.rooms = node.batch.iter().map(|(_, room)| *room).collect();
        node.rooms.sort_unstable();
        node.rooms.dedup();
        node.locked = 0;
        // There and back to begin, and there to lock.
        let until_there = 1.5 * self.cluster.round_trip_seconds;
        self.agenda.add(now + until_there, Happens::Locks(number));
    }

    /// Locks one room after the other, until one has to be waited for.
    fn lock(&mut self, number: usize, now: f64) {
        let node = &mut self.nodes[number];
        while let Some(room) = node.rooms.get(node.locked) {
            if let Some(queue) = self.locks.get_mut(room) {
                queue.push_back(number);
                return;
            }
            self.locks.insert(*room, VecDeque::new());
            node.locked += 1;
        }
        let cluster = self.cluster;
        let held_seconds = (cluster.round_trips - 2.0) * cluster.round_trip_seconds
            + node.batch.len() as f64 * cluster.message_seconds
            + cluster.flush_seconds;
        self.agenda
            .add(now + held_seconds, Happens::Committed(number));
    }

    /// Each room goes to the node that has waited longest for it.
    fn release(&mut self, number: usize, now: f64) {
        for room in std::mem::take(&mut self.nodes[number].rooms) {
            let Some(queue) = self.locks.get_mut(&room) else {
                continue;
            };
            match queue.pop_front() {
                Some(next) => {
                    self.nodes[next].locked += 1;
                    self.lock(next, now);
                }
                None => {
                    self.locks.remove(&room);
                }
            }
        }
        let back = now + self.cluster.round_trip_seconds / 2.0;
        self.agenda.add(back, Happens::Answered(number));
    }

    fn answer(&mut self, number: usize, now: f64) {
        for (at, room) in std::mem::take(&mut self.nodes[number].batch) {
            self.outcome.latency_seconds.add(now - at);
            if room != 0 {
                self.outcome.others_latency_seconds.add(now - at);
            }
        }
        self.outcome.commits += 1;
        self.outcome.ended_seconds = now;
        self.begin(number, now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::BatchService;

    const CLUSTER: Cluster = Cluster {
        nodes: 1,
        round_trip_seconds: 0.000_5,
        round_trips: 8.0,
        flush_seconds: 0.001,
        message_seconds: 0.0,
        batch_max: 1_000,
        rooms: 100_000,
        hot_share: 0.0,
    };

    #[test]
    fn a_node_alone_is_batch_service() {
        let seen = run(CLUSTER, 300.0, 50_000, 1);
        let theory = BatchService {
            arrivals_per_second: 300.0,
            service_seconds: 8.0 * 0.000_5 + 0.001,
        };
        let mean = seen.latency_seconds.mean() / theory.mean_latency_seconds();
        assert!((mean - 1.0).abs() < 0.02, "{mean}");
        let batch = 50_000.0 / seen.commits as f64 / theory.mean_batch();
        assert!((batch - 1.0).abs() < 0.02, "{batch}");
    }

    #[test]
    fn nodes_do_not_meet_where_rooms_are_many() {
        let one = run(CLUSTER, 100.0, 20_000, 1);
        let ten = Cluster {
            nodes: 10,
            ..CLUSTER
        };
        let ten = run(ten, 1_000.0, 20_000, 1);
        let ratio = ten.latency_seconds.quantile(0.99) / one.latency_seconds.quantile(0.99);
        assert!((ratio - 1.0).abs() < 0.05, "{ratio}");
    }

    #[test]
    fn one_room_is_written_by_one_node_after_the_other() {
        let hot = Cluster {
            nodes: 20,
            hot_share: 1.0,
            ..CLUSTER
        };
        let seen = run(hot, 4_000.0, 40_000, 1);
        // Locked for six round trips and the flush: no more than one commit in 4 ms, and each node's turn comes after 19.
        let commits_per_second = seen.commits as f64 / seen.ended_seconds;
        assert!(
            (240.0..=250.0).contains(&commits_per_second),
            "{commits_per_second}"
        );
        let p99 = seen.latency_seconds.quantile(0.99);
        assert!((0.1..0.2).contains(&p99), "{p99}");
        assert_eq!(seen.latency_seconds.count(), 40_000, "nobody is left");
    }
}

//! From people to machines: plain arithmetic on the assumptions.

mod quantities;

use crate::{
    assumptions::{Assumptions, Kind},
    theory::{BatchService, nodes_with_somebody},
};
pub use quantities::Fleet;

/// How the product works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// As it is.
    AsItIs,
    /// With what `docs/scale.md` says is to be done when it is needed: receipts and typing are told in rooms up to a size,
    /// positions are written with one statement, presence goes to the nodes where contacts are, only rooms in which
    /// something happened are compared, and nodes do not keep a list of everyone.
    Changed,
}

/// A room while it talks, in a place of so many people.
fn connected(kind: &Kind, people: f64) -> f64 {
    kind.connected * (people / kind.members).min(1.0)
}

impl Fleet {
    /// What `people` signed up need.
    pub fn of(assumptions: &Assumptions, people: f64, design: Design) -> Self {
        let Assumptions {
            people: habits,
            bytes,
            node,
            postgres,
            ..
        } = assumptions;
        let connected_people = people * habits.connected_share;
        let sockets = connected_people * habits.sockets_per_connected;
        let per_second = |per_hour: f64| connected_people * per_hour / 3_600.0 * habits.peak_factor;
        let messages = per_second(habits.messages_per_connected_hour);
        let presence_changes = per_second(habits.presence_changes_per_connected_hour);
        // The mean of something over messages, given how many connected members a message's room has.
        let mean = |of: &dyn Fn(f64) -> f64| -> f64 {
            let kinds = assumptions.rooms.kinds.iter();
            kinds
                .map(|kind| kind.share * of(connected(kind, people)))
                .sum()
        };
        let reached = mean(&|c| c);
        let is_changed = design == Design::Changed;
        // The same, where rooms may be too large for receipts and typing.
        let lively = |of: &dyn Fn(f64) -> f64| -> f64 {
            let kinds = assumptions.rooms.kinds.iter();
            kinds
                .filter(|kind| !is_changed || kind.members <= assumptions.changed.lively_room_max)
                .map(|kind| kind.share * of(connected(kind, people)))
                .sum()
        };
        let heard = lively(&|c| c);
        let read_share = habits.open_share;
        let readers = |c: f64| c * read_share * habits.sockets_per_connected;
        let writes_of_messages = messages * reached * habits.sockets_per_connected;
        let typing_writes = messages * habits.typing_notices_per_message * lively(&readers);
        let presence_writes =
            presence_changes * habits.contacts_connected * habits.sockets_per_connected;

        let memory_of_people = sockets * node.memory_per_socket
            + connected_people * habits.rooms_per_person * node.memory_per_membership;
        // People connected to other nodes of whom a node knows: everyone, or the contacts of a full node.
        let elsewhere_known = if is_changed {
            let here = node.sockets_max / habits.sockets_per_connected;
            (here * habits.contacts_connected).min(connected_people)
        } else {
            connected_people
        };
        let memory_of_each =
            node.memory_at_rest + elsewhere_known * node.memory_per_person_elsewhere;
        // What does not depend on how many nodes there are; the rest is held against what they have.
        let cores_of_writes =
            (writes_of_messages + typing_writes + presence_writes) * node.cpu_seconds_per_delivery;
        let nodes_needed = [
            sockets / node.sockets_max,
            memory_of_people / (node.memory_max - memory_of_each).max(1.0),
            cores_of_writes / (node.cores * node.cpu_share_max),
        ]
        .into_iter()
        .fold(1.0, f64::max);
        let left = (node.zones - 1.0) / node.zones;
        let nodes = (nodes_needed / left).ceil().max(node.zones);

        // Of each message: one position "delivered" for each connected member, one "read" for each that reads it.
        let receipts = |c: f64| c * (1.0 + read_share);
        let on_nodes = |c: f64| nodes_with_somebody(c, nodes);
        // Receipts that one node gathers come together: at most two writes for each node, "delivered" and "read".
        let receipt_writes =
            messages * lively(&|c| readers(c) * receipts(c).min(2.0 * on_nodes(c)));
        let writes_of_the_rest = receipt_writes + typing_writes + presence_writes;

        // Who reads hears of it on all own devices besides.
        let personal = reached * read_share;
        let redis_received = messages
            * (1.0 + habits.typing_notices_per_message + lively(&receipts) + personal)
            + presence_changes;
        let redis_sent_of_receipts = messages * lively(&|c| receipts(c) * on_nodes(c));
        let presence_nodes = if is_changed {
            on_nodes(habits.contacts_connected)
        } else {
            nodes
        };
        let redis_sent_whole = messages * mean(&on_nodes);
        let redis_sent_short = messages
            * (personal + habits.typing_notices_per_message * lively(&on_nodes))
            + redis_sent_of_receipts
            + presence_changes * presence_nodes;
        let redis_sent = redis_sent_whole + redis_sent_short;
        let roster_bytes = if is_changed {
            0.0
        } else {
            nodes * connected_people * bytes.roster_entry / node.roster_seconds
        };

        let cores = (writes_of_messages + writes_of_the_rest) * node.cpu_seconds_per_delivery
            + redis_sent * node.cpu_seconds_per_notice;

        // A node writes positions together for all that it gathers, if there is anything.
        let flushes = nodes
            * BatchService {
                arrivals_per_second: messages * lively(&on_nodes) / nodes,
                service_seconds: node.receipts_gathered_seconds,
            }
            .batches_per_second();
        let seconds_of_a_flush = postgres.round_trips_per_receipts * postgres.round_trip_seconds
            + postgres.flush_seconds;
        let writer_share_of_receipts = flushes * seconds_of_a_flush / nodes;
        // People whose rooms have to be asked for, by each node to which they are not connected.
        let elsewhere = if is_changed {
            0.0
        } else {
            presence_changes * (1.0 - 1.0 / nodes)
        };
        let delivering_share_of_presence =
            elsewhere * (postgres.round_trip_seconds + postgres.query_seconds);
        let queries_of_presence = elsewhere * nodes;

        let batches = nodes
            * BatchService {
                arrivals_per_second: messages / nodes,
                service_seconds: postgres.round_trips_per_batch * postgres.round_trip_seconds
                    + postgres.flush_seconds,
            }
            .batches_per_second();
        // One in three changes of presence is a going, after which the time is noted.
        let goings = presence_changes / 3.0;
        let rooms = (people * habits.rooms_per_person / habits.members_per_room)
            .min(connected_people / nodes * habits.rooms_per_person);
        let rows_compared = if is_changed {
            messages * mean(&on_nodes)
        } else {
            nodes * rooms / node.comparison_seconds
        };
        let messages_per_day = people * habits.messages_per_person_day;
        Self {
            connected: connected_people,
            sockets,
            messages,
            deliveries_per_message: reached * habits.sockets_per_connected,
            writes_of_messages,
            writes_of_the_rest,
            cores,
            cpu_share_with_a_zone_lost: cores / (nodes * left * node.cores),
            nodes,
            node_memory: memory_of_each + memory_of_people / nodes,
            writer_share_of_receipts,
            delivering_share_of_presence,
            presence_changes,
            commits: batches + flushes + goings,
            // Message, ledger, room; positions; last seen.
            row_writes: messages * (3.0 + lively(&receipts)) + goings,
            queries: queries_of_presence
                + per_second(habits.pages_per_connected_hour)
                + messages * heard * read_share,
            queries_of_presence,
            rows_compared,
            postgres_connections: nodes * node.postgres_connections,
            messages_per_day,
            bytes_per_year: messages_per_day
                * (365.0 * bytes.stored_message + 14.0 * bytes.ledger_entry),
            redis_received,
            redis_sent,
            redis_sent_of_receipts,
            redis_bytes: redis_sent_whole * bytes.notice
                + redis_sent_short * bytes.short_notice
                + roster_bytes,
            roster_bytes,
            subscriptions: nodes * rooms + connected_people,
            balancers: (sockets / assumptions.balancer.sockets_max).ceil() + 1.0,
            bits_out: (writes_of_messages + writes_of_the_rest)
                * (bytes.delivery + bytes.write_overhead)
                * 8.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assumptions::OWN;

    fn fleet(people: f64) -> Fleet {
        Fleet::of(
            &Assumptions::read(OWN).expect("our own"),
            people,
            Design::AsItIs,
        )
    }

    #[test]
    fn what_follows_can_be_checked_by_hand() {
        let mut assumptions = Assumptions::read(OWN).expect("our own");
        assumptions.rooms.kinds = vec![Kind {
            members: 10.0,
            connected: 5.0,
            share: 1.0,
        }];
        let fleet = Fleet::of(&assumptions, 36_000.0, Design::AsItIs);
        // 3,600 people, ten messages an hour, twice as many at the peak.
        assert!((fleet.messages - 20.0).abs() < 1e-9);
        assert!((fleet.writes_of_messages - 20.0 * 5.0 * 1.3).abs() < 1e-9);
        assert!((fleet.nodes - 3.0).abs() < 1e-9);
        // Each node hears of 20 (1 - (2/3)^5) messages a second, and a flush takes six round trips and the disk. One follows the
        // other after 150 ms, if something came in that time.
        let share = (6.0 * 0.000_5 + 0.001) / 0.15 * (1.0 - (-17.4_f64 * 0.15).exp());
        let found = fleet.writer_share_of_receipts;
        assert!((found / share - 1.0).abs() < 0.1, "{found} {share}");
    }

    #[test]
    fn a_zone_may_be_lost() {
        for people in [1e4, 1e6, 1e8] {
            let fleet = fleet(people);
            assert!(fleet.sockets / (fleet.nodes * 2.0 / 3.0) <= 10_000.0);
            assert!(fleet.nodes >= 3.0);
        }
    }

    #[test]
    fn changed_it_grows_with_the_people() {
        let assumptions = Assumptions::read(OWN).expect("our own");
        let [small, large] =
            [1e7, 1e8].map(|people| Fleet::of(&assumptions, people, Design::Changed));
        for of in [
            |f: &Fleet| f.nodes,
            |f: &Fleet| f.redis_sent,
            |f: &Fleet| f.commits,
        ] {
            let grown = of(&large) / of(&small);
            assert!((9.0..12.0).contains(&grown), "{grown}");
        }
    }

    #[test]
    fn broadcasting_presence_grows_with_the_square() {
        let (small, large) = (fleet(1e6), fleet(1e7));
        let grown = large.queries_of_presence / small.queries_of_presence;
        assert!(grown > 50.0, "{grown}");
    }
}

//! The tables of `docs/scale.md` that come of simulations.

use crate::{
    arrivals::{Arrivals, Pattern},
    assumptions::{Assumptions, Kind},
    document::{ms, number, table},
    fan_out,
    fleet::{Design, Fleet},
    group_commit::{self, Receipts, Spread, Writer},
    locks::{self, Cluster},
    measured::{BATCH_MAX, LIMIT_SECONDS, QUEUE_MAX},
    stampede::{self, Stampede},
    theory::nodes_with_somebody,
};

/// A tenth of the time everyone talks five times as much, for half a second.
const BURSTS: Pattern = Pattern::Bursts {
    factor: 5.0,
    share: 0.1,
    mean_seconds: 0.5,
};
const MESSAGES: usize = 100_000;
/// Long enough for some bursts.
const SECONDS: f64 = 100.0;

/// One node's writer on PostgreSQL: distance to the database, bursts, and receipts written or not.
pub fn commits(assumptions: &Assumptions, seed: u64) -> String {
    let postgres = assumptions.postgres;
    let mut rows = Vec::new();
    for (round_trip_seconds, are_received) in [
        (0.000_1, false),
        (0.000_5, false),
        (0.002, false),
        (0.000_5, true),
        (0.002, true),
    ] {
        let writer = Writer {
            commit_seconds: postgres.round_trips_per_batch * round_trip_seconds
                + postgres.flush_seconds,
            spread: Spread::Fixed,
            message_seconds: postgres.seconds_per_message,
            batch_max: BATCH_MAX,
            queue_max: QUEUE_MAX,
            receipts: are_received.then_some(Receipts {
                gather_seconds: assumptions.node.receipts_gathered_seconds,
                seconds: postgres.round_trips_per_receipts * round_trip_seconds
                    + postgres.flush_seconds,
            }),
        };
        let at = |pattern, rate| {
            let arrivals = Arrivals::new(pattern, rate, seed);
            let messages = MESSAGES.max((rate * SECONDS) as usize);
            group_commit::run(writer, arrivals, messages, seed)
        };
        let mut row = vec![
            ms(round_trip_seconds),
            if are_received { "written" } else { "none" }.to_owned(),
        ];
        for (pattern, rate) in [
            (Pattern::Poisson, 50.0),
            (Pattern::Poisson, 500.0),
            (BURSTS, 500.0),
        ] {
            let seen = at(pattern, rate);
            let latency = &seen.latency_seconds;
            row.push(if latency.quantile(0.5) > 10.0 * LIMIT_SECONDS {
                "beyond".to_owned()
            } else {
                format!(
                    "{} / {} ({})",
                    ms(latency.quantile(0.5)),
                    ms(latency.quantile(0.99)),
                    number(seen.mean_batch())
                )
            });
        }
        let highest = |pattern| {
            group_commit::highest(32_768.0, |rate| at(pattern, rate).holds(LIMIT_SECONDS))
        };
        row.push(number(highest(Pattern::Poisson)));
        row.push(number(highest(BURSTS)));
        rows.push(row);
    }
    table(
        &[
            "round trip ms",
            "receipts",
            "50/s: p50 / p99 ms (batch)",
            "500/s",
            "500/s in bursts",
            "p99 passes 100 ms at",
            "the same in bursts",
        ],
        &rows,
    )
}

/// Nodes that write to the same room.
pub fn hot_rooms(assumptions: &Assumptions, seed: u64) -> String {
    let postgres = assumptions.postgres;
    let mut rows = Vec::new();
    for nodes in [3, 10, 30, 100] {
        for hot_share in [0.0, 0.02, 0.2] {
            let cluster = Cluster {
                nodes,
                round_trip_seconds: postgres.round_trip_seconds,
                round_trips: postgres.round_trips_per_batch,
                flush_seconds: postgres.flush_seconds,
                message_seconds: postgres.seconds_per_message,
                batch_max: BATCH_MAX,
                rooms: 100_000,
                hot_share,
            };
            let rate = 50.0 * nodes as f64;
            let seen = locks::run(cluster, rate, MESSAGES.min(2_000 * nodes), seed);
            rows.push(vec![
                nodes.to_string(),
                number(hot_share * rate),
                ms(seen.latency_seconds.quantile(0.5)),
                ms(seen.latency_seconds.quantile(0.99)),
                ms(seen.others_latency_seconds.quantile(0.99)),
                number(seen.commits as f64 / seen.ended_seconds),
            ]);
        }
    }
    table(
        &[
            "nodes",
            "messages/s to one room",
            "p50 ms",
            "p99 ms",
            "p99 ms, other rooms",
            "commits/s",
        ],
        &rows,
    )
}

/// How long a message waits for a node's processor before its first delivery.
pub fn fan_out(assumptions: &Assumptions, seed: u64) -> String {
    let nodes = Fleet::of(assumptions, 1e6, Design::AsItIs).nodes;
    let kinds = |kinds: &[Kind]| {
        // A message comes to each node on which somebody is connected, and is delivered there to those who are.
        let arrivals = |kind: &Kind| kind.share * nodes_with_somebody(kind.connected, nodes);
        let total: f64 = kinds.iter().map(arrivals).sum();
        kinds
            .iter()
            .map(|kind| fan_out::Kind {
                share: arrivals(kind) / total,
                seconds: kind.connected * assumptions.people.sockets_per_connected
                    / nodes_with_somebody(kind.connected, nodes)
                    * assumptions.node.cpu_seconds_per_delivery,
            })
            .collect::<Vec<_>>()
    };
    let all = &assumptions.rooms.kinds;
    let (largest, smaller) = all
        .split_last()
        .map_or((0.0, &[][..]), |(last, rest)| (last.members, rest));
    let mut rows = Vec::new();
    for (name, kinds) in [
        (
            format!("without rooms of {}", number(largest)),
            kinds(smaller),
        ),
        ("all rooms".to_owned(), kinds(all)),
    ] {
        for utilisation in [0.3, 0.5, 0.7, 0.85] {
            let waits = fan_out::run(&kinds, utilisation, 400_000, seed);
            rows.push(vec![
                name.clone(),
                number(utilisation * 100.0),
                ms(waits.mean()),
                ms(fan_out::mean_wait_seconds(&kinds, utilisation)),
                ms(waits.quantile(0.5)),
                ms(waits.quantile(0.99)),
            ]);
        }
    }
    table(
        &[
            "rooms",
            "core busy, %",
            "mean wait ms",
            "by the formula",
            "p50 ms",
            "p99 ms",
        ],
        &rows,
    )
}

/// A node restarts.
pub fn stampedes(assumptions: &Assumptions, seed: u64) -> String {
    let mut rows = Vec::new();
    for (clients, nodes) in [
        (2_000, 2),
        (10_000, 2),
        (10_000, 19),
        (50_000, 2),
        (50_000, 19),
    ] {
        for (name, spread) in [
            ("all at once", stampede::Spread::None),
            ("jitter", stampede::Spread::Jitter),
            ("closed over 30 s, jitter", stampede::Spread::Drained(30.0)),
        ] {
            let seen = stampede::run(
                Stampede {
                    clients,
                    nodes,
                    connect_seconds: assumptions.reconnect.cpu_seconds,
                    patience_seconds: assumptions.reconnect.patience_seconds,
                    spread,
                },
                seed,
            );
            rows.push(vec![
                number(clients as f64),
                nodes.to_string(),
                name.to_owned(),
                number(seen.peak_attempts_per_second),
                number(seen.away_seconds.quantile(0.5)),
                number(seen.away_seconds.quantile(0.99)),
                number(seen.last_back_seconds),
                number(seen.attempts as f64 / clients as f64),
            ]);
        }
    }
    table(
        &[
            "clients",
            "nodes left",
            "spread",
            "attempts/s, peak",
            "away s, p50",
            "p99",
            "last back after s",
            "attempts each",
        ],
        &rows,
    )
}

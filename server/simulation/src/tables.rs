//! The tables of `docs/scale.md` that need no simulation: what a fleet is made of, and how near each engine is to its limit.

use crate::{
    assumptions::Assumptions,
    document::{number, table},
    fleet::{Design, Fleet},
};

/// People signed up and how the product works then, in the columns of each table.
const COLUMNS: [(&str, f64, Design); 5] = [
    ("10^4", 1e4, Design::AsItIs),
    ("10^6", 1e6, Design::AsItIs),
    ("10^8", 1e8, Design::AsItIs),
    ("10^6, changed", 1e6, Design::Changed),
    ("10^8, changed", 1e8, Design::Changed),
];

type Of = fn(&Fleet) -> f64;

fn columns(assumptions: &Assumptions) -> [Fleet; 5] {
    COLUMNS.map(|(_, people, design)| Fleet::of(assumptions, people, design))
}

fn heads(first: &[&'static str]) -> Vec<&'static str> {
    let names = COLUMNS.map(|(name, _, _)| name);
    first.iter().copied().chain(names).collect()
}

/// What a fleet is made of.
pub fn fleet(assumptions: &Assumptions) -> String {
    let lines: [(&str, Of); 27] = [
        ("connected people", |f| f.connected),
        ("sockets", |f| f.sockets),
        ("messages/s", |f| f.messages),
        ("sockets that a message reaches", |f| {
            f.deliveries_per_message
        }),
        ("writes to sockets/s, messages", |f| f.writes_of_messages),
        ("writes to sockets/s, typing, receipts, presence", |f| {
            f.writes_of_the_rest
        }),
        ("cores busy, all nodes", |f| f.cores),
        ("**nodes**, a zone to spare", |f| f.nodes),
        ("sockets a node, all zones up", |f| f.sockets / f.nodes),
        ("memory a node, MB", |f| f.node_memory / 1e6),
        ("presence changes/s", |f| f.presence_changes),
        ("PostgreSQL: commits/s", |f| f.commits),
        ("PostgreSQL: rows written/s", |f| f.row_writes),
        ("PostgreSQL: messages a day, millions", |f| {
            f.messages_per_day / 1e6
        }),
        ("PostgreSQL: TB after a year", |f| f.bytes_per_year / 1e12),
        ("PostgreSQL: connections", |f| f.postgres_connections),
        ("PostgreSQL: queries/s", |f| f.queries),
        ("of them rooms of people elsewhere", |f| {
            f.queries_of_presence
        }),
        ("PostgreSQL: rows compared/s", |f| f.rows_compared),
        ("Redis: messages in/s", |f| f.redis_received),
        ("Redis: messages out/s", |f| f.redis_sent),
        ("of them receipts", |f| f.redis_sent_of_receipts),
        ("Redis: MB out/s", |f| f.redis_bytes / 1e6),
        ("of them the roster", |f| f.roster_bytes / 1e6),
        ("Redis: subscriptions", |f| f.subscriptions),
        ("load balancers, one to spare", |f| f.balancers),
        ("Gbit/s to people", |f| f.bits_out / 1e9),
    ];
    let fleets = columns(assumptions);
    let rows: Vec<_> = lines
        .iter()
        .map(|(name, of)| {
            let values = fleets.iter().map(|fleet| number(of(fleet)));
            std::iter::once((*name).to_owned()).chain(values).collect()
        })
        .collect();
    table(&heads(&["in the busiest second"]), &rows)
}

/// Load over limit, one engine as it stands: above 1 it does not do. The nearest of each size in bold.
pub fn limits(assumptions: &Assumptions) -> String {
    let Assumptions {
        node,
        postgres,
        redis,
        ..
    } = assumptions;
    let lines: [(&str, Of, f64); 13] = [
        (
            "nodes: share of the processor, a zone lost",
            |f| f.cpu_share_with_a_zone_lost,
            node.cpu_share_max,
        ),
        (
            "node: its writer's time, writing receipts",
            |f| f.writer_share_of_receipts,
            1.0,
        ),
        (
            "node: its delivering task, waiting for rooms of people elsewhere",
            |f| f.delivering_share_of_presence,
            1.0,
        ),
        (
            "PostgreSQL: commits",
            |f| f.commits,
            postgres.commits_per_second_max,
        ),
        (
            "PostgreSQL: rows written",
            |f| f.row_writes,
            postgres.row_writes_per_second_max,
        ),
        (
            "PostgreSQL: queries",
            |f| f.queries,
            postgres.queries_per_second_max,
        ),
        (
            "PostgreSQL: rows compared",
            |f| f.rows_compared,
            postgres.row_reads_per_second_max,
        ),
        (
            "PostgreSQL: connections",
            |f| f.postgres_connections,
            postgres.connections_max,
        ),
        (
            "PostgreSQL: TB after a year",
            |f| f.bytes_per_year / 1e12,
            postgres.bytes_max / 1e12,
        ),
        (
            "Redis: messages in",
            |f| f.redis_received,
            redis.received_per_second_max,
        ),
        (
            "Redis: messages out",
            |f| f.redis_sent,
            redis.sent_per_second_max,
        ),
        (
            "Redis: MB out",
            |f| f.redis_bytes / 1e6,
            redis.bytes_per_second_max / 1e6,
        ),
        (
            "Redis: subscriptions",
            |f| f.subscriptions,
            redis.subscriptions_max,
        ),
    ];
    let fleets = columns(assumptions);
    let loads = |fleet: &Fleet| lines.map(|(_, of, limit)| of(fleet) / limit);
    let nearest = fleets.map(|fleet| loads(&fleet).into_iter().fold(0.0, f64::max));
    let loads = fleets.map(|fleet| loads(&fleet));
    let rows: Vec<_> = lines
        .iter()
        .enumerate()
        .map(|(line, (name, _, limit))| {
            let mut row = vec![(*name).to_owned(), number(*limit)];
            for (load, nearest) in loads.iter().zip(nearest) {
                let text = number(load[line]);
                row.push(if load[line] >= nearest {
                    format!("**{text}**")
                } else {
                    text
                });
            }
            row
        })
        .collect();
    table(&heads(&["load over limit", "limit of one"]), &rows)
}

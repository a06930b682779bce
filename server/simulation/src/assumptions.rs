//! What the arithmetic starts from: `assumptions.toml`, which says what each value means and where it comes from.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::document;

/// Those of the repository.
pub const OWN: &str = include_str!("../assumptions.toml");

/// All of them; each field is a value of the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assumptions {
    pub people: People,
    pub bytes: Bytes,
    pub node: Node,
    pub postgres: Postgres,
    pub redis: Redis,
    pub balancer: Balancer,
    pub reconnect: Reconnect,
    pub changed: Changed,
    pub rooms: Rooms,
}

macro_rules! section {
    ($(#[$doc:meta])* $name:ident { $($field:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $(pub $field: f64),* }
    };
}

section! {
    /// Who is there, and what they do.
    People {
        connected_share, sockets_per_connected, rooms_per_person, members_per_room, messages_per_connected_hour,
        peak_factor, messages_per_person_day, typing_notices_per_message, presence_changes_per_connected_hour,
        contacts_connected, open_share, pages_per_connected_hour,
    }
}
section! {
    /// How large something is, in bytes.
    Bytes { delivery, write_overhead, notice, short_notice, roster_entry, stored_message, ledger_entry }
}
section! {
    /// A node: times in seconds, memory in bytes.
    Node {
        cpu_seconds_per_delivery, memory_at_rest, memory_per_socket, memory_per_membership, memory_per_person_elsewhere,
        cores, cpu_share_max, memory_max, sockets_max, zones, cpu_seconds_per_notice, postgres_connections,
        comparison_seconds, receipts_gathered_seconds, roster_seconds,
    }
}
section! {
    /// PostgreSQL.
    Postgres {
        round_trip_seconds, round_trips_per_batch, round_trips_per_receipts, flush_seconds, seconds_per_message, query_seconds,
        commits_per_second_max, row_writes_per_second_max, queries_per_second_max, row_reads_per_second_max,
        connections_max, bytes_max,
    }
}
section! {
    /// Redis.
    Redis { received_per_second_max, sent_per_second_max, bytes_per_second_max, subscriptions_max }
}
section! {
    /// A load balancer.
    Balancer { sockets_max }
}
section! {
    /// A client that comes back.
    Reconnect { cpu_seconds, patience_seconds }
}
section! {
    /// What would be otherwise when it is needed.
    Changed { lively_room_max }
}
section! {
    /// Rooms of one size.
    Kind { members, connected, share }
}

/// Rooms by their size.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rooms {
    pub kinds: Vec<Kind>,
}

impl Assumptions {
    /// Reads a file.
    ///
    /// # Errors
    /// Where a value is missing, unknown or no number, or the shares of the rooms do not make a whole.
    pub fn read(text: &str) -> Result<Self> {
        let read: Self = toml::from_str(text).context("these are no assumptions")?;
        let shares: f64 = read.rooms.kinds.iter().map(|kind| kind.share).sum();
        ensure!(
            (shares - 1.0).abs() < 1e-9,
            "the rooms' shares make {shares}, not 1"
        );
        Ok(read)
    }
}

/// The file as a table: value, what it means. (Rooms have a table of their own.)
pub fn table(text: &str) -> String {
    let mut section = "";
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            section = name;
        } else if let Some((value, meaning)) = line.split_once(" # ")
            && let Some((name, value)) = value.split_once(" = ")
        {
            rows.push(vec![
                format!("`{section}.{name}`"),
                value.replace('_', ","),
                meaning.to_owned(),
            ]);
        }
    }
    document::table(&["assumption", "value", "what it is"], &rows)
}

/// The rooms as a table.
pub fn room_table(rooms: &Rooms) -> String {
    let rows: Vec<_> = rooms
        .kinds
        .iter()
        .map(|kind| [kind.members, kind.connected, kind.share * 100.0].map(document::number))
        .map(Vec::from)
        .collect();
    document::table(
        &["members", "connected while it talks", "% of messages"],
        &rows,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_is_in_the_table_with_what_it_means() {
        Assumptions::read(OWN).expect("our own");
        let values = OWN.lines().filter(|line| line.contains(" = ")).count();
        let not_rooms = values - 1 - OWN.matches("{ members").count();
        // Two lines of heads.
        assert_eq!(table(OWN).lines().count() - 2, not_rooms);
    }

    #[test]
    fn what_makes_no_sense_is_not_taken() {
        let less = OWN.replace("share = 0.55", "share = 0.5");
        assert!(Assumptions::read(&less).is_err());
        let unknown = OWN.replace("[rooms]", "[rooms]\nother = 1.0");
        assert!(Assumptions::read(&unknown).is_err());
        assert!(Assumptions::read("").is_err());
    }
}

//! What has a value only in the moment that somebody asks: looked up then, and not before.

use std::{path::Path, sync::atomic::AtomicU64};

use domain::load::{Figure, NodeLoad};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{family::Family, gauge::Gauge},
    registry::{Registry, Unit},
};

use crate::{AppState, config::Storage};

type Number = Gauge<f64, AtomicU64>;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Moment {
    people: Gauge,
    waiting_frames: Gauge,
    waiting_bytes: Gauge,
    largest_bytes: Gauge,
    queue: Gauge,
    unindexed: Gauge,
    files: Family<File, Gauge>,
    last_minute: LastMinute,
}

/// The figures of [`NodeLoad`]; not a number where there is none.
#[derive(Debug, Default)]
struct LastMinute {
    requests: Number,
    messages: Number,
    deliveries: Number,
    fan_out: Number,
    latency: Family<Percentile, Number>,
    utilisation: Number,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct File {
    file: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Percentile {
    percentile: &'static str,
}

impl Moment {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let own = Self::default();
        for (name, help, gauge) in [
            (
                "people_here",
                "People with at least one connection to this node",
                &own.people,
            ),
            (
                "inbox_waiting_frames",
                "What waits to be written to connections, in pieces",
                &own.waiting_frames,
            ),
            (
                "writer_queue_depth",
                "Changes and messages that wait for the writer",
                &own.queue,
            ),
            (
                "search_waiting_rooms",
                "Rooms in which something has happened that cannot be found yet",
                &own.unindexed,
            ),
        ] {
            registry.register(name, help, gauge.clone());
        }
        for (name, help, gauge) in [
            (
                "inbox_waiting",
                "What waits to be written to connections",
                &own.waiting_bytes,
            ),
            (
                "inbox_largest",
                "What waits for the slowest connection",
                &own.largest_bytes,
            ),
        ] {
            registry.register_with_unit(name, help, Unit::Bytes, gauge.clone());
        }
        registry.register_with_unit(
            "database_file",
            "Size of the database (main), of what was written ahead of it (wal), and of the search index (search)",
            Unit::Bytes,
            own.files.clone(),
        );
        own.last_minute
            .register(registry.sub_registry_with_prefix("last_minute"));
        own
    }

    /// Looks at everything.
    pub(super) fn look(&self, state: &AppState, last_minute: Figure<NodeLoad>) {
        let waiting = state.hub.waiting();
        self.people.set(signed(state.hub.people()));
        self.waiting_frames.set(signed(waiting.frames));
        self.waiting_bytes.set(signed(waiting.bytes));
        self.largest_bytes.set(signed(waiting.largest));
        self.queue.set(signed(state.writer.queued()));
        self.unindexed.set(signed(state.unindexed.count()));
        // PostgreSQL has its own ways to tell.
        if let Storage::Directory(data) = &state.config.storage {
            for (file, name) in [
                ("main", "moodlight.db"),
                ("wal", "moodlight.db-wal"),
                ("search", "search.db"),
            ] {
                if let Some(bytes) = length(&data.join(name)) {
                    self.files.get_or_create(&File { file }).set(bytes);
                }
            }
        }
        self.last_minute.set(last_minute);
    }
}

impl LastMinute {
    fn register(&self, registry: &mut Registry) {
        for (name, help, gauge) in [
            (
                "requests_per_second",
                "Requests and commands answered",
                &self.requests,
            ),
            ("messages_per_second", "Messages accepted", &self.messages),
            (
                "deliveries_per_second",
                "Throughput: copies of messages handed to connections",
                &self.deliveries,
            ),
            ("fan_out_ratio", "Deliveries of each message", &self.fan_out),
            (
                "utilisation_ratio",
                "How busy this node's processors were with it, from 0 to 1",
                &self.utilisation,
            ),
        ] {
            registry.register(name, help, gauge.clone());
        }
        registry.register_with_unit(
            "latency",
            "From a message coming in to the inboxes of its readers",
            Unit::Seconds,
            self.latency.clone(),
        );
    }

    fn set(&self, load: Figure<NodeLoad>) {
        let figure = |pick: fn(&NodeLoad) -> f64| load.as_ref().map_or(f64::NAN, pick);
        self.requests.set(figure(|load| load.requests_per_second));
        self.messages.set(figure(|load| load.messages_per_second));
        self.deliveries
            .set(figure(|load| load.deliveries_per_second));
        self.fan_out
            .set(figure(|load| load.fan_out.unwrap_or(f64::NAN)));
        self.utilisation
            .set(figure(|load| load.utilisation.share()));
        let latency = load.and_then(|load| load.latency);
        for (percentile, seconds) in [
            ("50", latency.map(|latency| latency.p50.as_secs_f64())),
            ("99", latency.map(|latency| latency.p99.as_secs_f64())),
        ] {
            self.latency
                .get_or_create(&Percentile { percentile })
                .set(seconds.unwrap_or(f64::NAN));
        }
    }
}

fn length(file: &Path) -> Option<i64> {
    let bytes = std::fs::metadata(file).ok()?.len();
    i64::try_from(bytes).ok()
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

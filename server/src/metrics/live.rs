//! The live side: who is connected and how, what they ask, what they are handed.

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};
use protocol::frame::close;

use super::transit::Transit;

/// See the module. Cheap to clone.
#[derive(Clone, Debug)]
pub struct LiveMetrics {
    connections: Family<By, Gauge>,
    ends: Family<For, Counter>,
    commands: Family<Asked, Counter>,
    asked: Counter,
    /// Copies of messages handed to connections that have the room open.
    pub deliveries: Counter,
    /// Messages between their commit and their readers.
    pub transit: Transit,
}

/// How a client is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// `GET /ws`.
    WebSocket,
    /// `GET /live` and its `POST`s.
    Stream,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was carried out.
    Done,
    /// The client's business: a typed error.
    Refused,
    /// Nobody's business but the log's.
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct By {
    transport: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct For {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    command: &'static str,
    outcome: &'static str,
}

/// Why connections end, as labels: the codes of closes, and a client that just goes.
const REASONS: [(Option<u16>, &str); 7] = [
    (None, "gone"),
    (Some(close::RESTARTING), "restarting"),
    (Some(close::SIGNED_OUT), "signed_out"),
    (Some(close::LAGGED), "lagged"),
    (Some(close::REFUSED), "refused"),
    (Some(close::VERSION), "version"),
    (Some(close::SILENT), "silent"),
];

impl LiveMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let own = Self {
            connections: Family::default(),
            ends: Family::default(),
            commands: Family::default(),
            asked: Counter::default(),
            deliveries: Counter::default(),
            transit: Transit::register(registry),
        };
        // There from the start, so that the first of each is an increase.
        for transport in [Transport::WebSocket, Transport::Stream].map(Transport::label) {
            drop(own.connections.get_or_create(&By { transport }));
        }
        for (_, reason) in REASONS {
            drop(own.ends.get_or_create(&For { reason }));
        }
        registry.register(
            "connections",
            "Connections that are open, by transport",
            own.connections.clone(),
        );
        registry.register(
            "connection_ends",
            "Connections that ended, by the code of their close",
            own.ends.clone(),
        );
        registry.register(
            "commands",
            "Commands of clients answered, by outcome",
            own.commands.clone(),
        );
        registry.register(
            "deliveries",
            "Copies of messages handed to connections that have the room open",
            own.deliveries.clone(),
        );
        own
    }

    /// A connection is open for as long as the answer lives.
    #[must_use]
    pub fn open(&self, transport: Transport) -> Open {
        let transport = transport.label();
        let open = self.connections.get_or_create_owned(&By { transport });
        open.inc();
        Open(open)
    }

    /// A connection ended, with the code of a close or because the client was gone.
    pub fn ended(&self, code: Option<u16>) {
        let known = REASONS.iter().find(|(known, _)| *known == code);
        let reason = known.map_or("other", |(_, reason)| reason);
        self.ends.get_or_create(&For { reason }).inc();
    }

    /// A command was answered.
    pub fn answered(&self, command: &'static str, outcome: Outcome) {
        let outcome = outcome.label();
        self.commands
            .get_or_create(&Asked { command, outcome })
            .inc();
        self.asked.inc();
    }

    /// Commands answered, of any kind.
    #[must_use]
    pub fn commands(&self) -> u64 {
        self.asked.get()
    }
}

/// An open connection, counted until it is dropped.
#[derive(Debug)]
pub struct Open(Gauge);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Outcome {
    /// As logs and metrics call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

impl Transport {
    fn label(self) -> &'static str {
        match self {
            Self::WebSocket => "websocket",
            Self::Stream => "stream",
        }
    }
}

//! What the server counts of itself, and the text in which Prometheus reads it.
//!
//! Counting costs an atomic or a short lock for each request, command or batch, and nothing for each delivery. What only
//! has a value in the moment that somebody asks (queues, files, the process) is looked up then: [`Metrics::text`].
//! `docs/operations.md` says what each metric means. Labels have few values, all of them ours: routes, never paths.

mod broker;
mod http;
mod live;
mod moment;
pub mod process;
mod transit;
mod writing;

use prometheus_client::{encoding::prometheus_text, metrics::info::Info, registry::Registry};

pub use self::{
    broker::BrokerMetrics,
    http::HttpMetrics,
    live::{LiveMetrics, Outcome, Transport},
    transit::Transit,
    writing::{CommitKind, WriterMetrics},
};
use crate::{AppState, services::load};

/// How [`Metrics::text`] is to be announced.
pub const CONTENT_TYPE: &str = prometheus_text::CONTENT_TYPE;

/// Of what takes from half a millisecond to seconds.
const SECONDS: [f64; 13] = [
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
];

/// All metrics of one server.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    /// Requests.
    pub http: HttpMetrics,
    /// Connections, commands and deliveries.
    pub live: LiveMetrics,
    /// Commits.
    pub writer: WriterMetrics,
    /// Notices between nodes.
    pub broker: BrokerMetrics,
    moment: moment::Moment,
}

impl Metrics {
    /// Everything at zero. `build` names this build.
    #[must_use]
    pub fn new(build: &str) -> Self {
        let mut registry = Registry::default();
        registry.register_collector(Box::new(process::Process));
        let own = registry.sub_registry_with_prefix("moodlight");
        let build = Info::new([("version", build.to_owned())]);
        own.register("build", "The build that runs", build);
        let (http, live) = (HttpMetrics::register(own), LiveMetrics::register(own));
        let (writer, broker) = (WriterMetrics::register(own), BrokerMetrics::register(own));
        let moment = moment::Moment::register(own);
        Self {
            registry,
            http,
            live,
            writer,
            broker,
            moment,
        }
    }

    /// All of them as they are now, in Prometheus' text format.
    #[must_use]
    pub fn text(&self, state: &AppState) -> String {
        self.moment.look(state, load::last_minute(state));
        let mut text = String::new();
        prometheus_text::encode(&mut text, &self.registry)
            .expect("a string takes what is written to it");
        text
    }
}

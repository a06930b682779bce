//! Requests by route and status. A route is the template from the route table: a path may hold an invitation, and there is
//! no end of paths.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, histogram::Histogram},
    registry::{Registry, Unit},
};

use super::SECONDS;

/// See the module.
#[derive(Clone, Debug)]
pub struct HttpMetrics {
    answered: Family<Answer, Counter>,
    took: Family<Route, Histogram, fn() -> Histogram>,
    all: Counter,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: &'static str,
    route: String,
}

impl HttpMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let own = Self {
            answered: Family::default(),
            took: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            all: Counter::default(),
        };
        registry.register(
            "http_requests",
            "Requests answered, by method, route and status",
            own.answered.clone(),
        );
        registry.register_with_unit(
            "http_request_duration",
            "From a request to the head of its answer, by method and route",
            Unit::Seconds,
            own.took.clone(),
        );
        own
    }

    /// A request was answered.
    pub fn answered(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let method = known(method);
        let route = route.to_owned();
        self.took
            .get_or_create(&Route {
                method,
                route: route.clone(),
            })
            .observe(took.as_secs_f64());
        let answer = Answer {
            method,
            route,
            status: status.as_u16(),
        };
        self.answered.get_or_create(&answer).inc();
        self.all.inc();
    }

    /// Requests answered, of any kind.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.all.get()
    }
}

/// Anybody may make up a method; none of those becomes a label.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

//! The edge towards the network: the route table, what stands before every route, and the few routes that are not pages.

mod api;
pub mod client;
pub mod connections;
mod health;
mod live;
pub(crate) mod metrics;
mod middleware;
mod router;

pub use middleware::headers::page_policy;

pub use router::router;

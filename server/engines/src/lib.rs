//! Real PostgreSQL, Redis and HAProxy for tests, fault runs and measurements: found on this machine, started on free
//! ports of loopback with throw-away data, ended with the process that started them, however that ends.

#![expect(
    clippy::disallowed_methods,
    reason = "starting an engine blocks; nothing here runs beside tasks"
)]

mod load_balancer;
mod place;
mod postgres;
mod process;
mod redis;
mod tls;

pub use load_balancer::LoadBalancer;
pub use nix::sys::signal::Signal;
pub use place::{find, free_port};
pub use postgres::{Durability, Postgres};
pub use process::Process;
pub use redis::Redis;
pub use tls::Identity;

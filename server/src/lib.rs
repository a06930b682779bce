//! The server behind the pages: what `main` and the tests both start. Nothing in here ever reaches the browser.
//!
//! Edges (`http`, `pages`, `realtime`) authenticate, convert and call a use case in `services`; use cases read through
//! `store` and write through the node's one writer; what happened is published to the hub.

pub mod auth;
pub mod clock;
pub mod commands;
pub mod config;
pub mod error;
pub mod http;
mod jobs;
pub mod limits;
pub mod metrics;
pub mod pages;
pub mod realtime;
pub mod services;
pub mod site;
pub mod state;
pub mod store;
pub mod telemetry;
mod trust;

pub use config::Config;
pub use error::Error;
pub use state::{AppState, Application};

/// What every fallible use case answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

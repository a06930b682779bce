//! The server behind the pages: nothing in here ever reaches the browser.

pub mod auth;
pub mod config;
pub mod telemetry;

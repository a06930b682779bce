//! The isomorphic application: pages, components and stores that run in the browser, and the same pages rendered on the
//! server. Names no database, broker or socket crate in any feature.

#![recursion_limit = "256"]

pub mod api;
pub mod app;
#[cfg(feature = "ssr")]
pub mod backend;
pub mod browser;
mod components;
#[cfg(feature = "gallery")]
pub mod gallery;
mod json;
mod pages;
pub mod shell;
pub mod state;
pub mod ui;
pub mod words;

pub use app::App;
pub use pages::beside::ready_for;
pub use shell::{PageAssets, shell};

/// What the mood engine knows about words: the file that living pages fetch, for a server without built files.
#[cfg(feature = "ssr")]
pub const MODEL: &[u8] = mood::Model::BYTES;
/// The same of each other language, by its two letters.
#[cfg(feature = "ssr")]
pub const LANGUAGE_MODELS: &[(&str, &[u8])] = mood::LANGUAGE_FILES;

//! The only code that touches the browser. With `hydrate` it is the browser; without, every function is there and does
//! nothing, so that stores need no conditions.
//!
//! Browser objects cannot leave their thread while the server renders on many: they stay inside this module.

pub mod backoff;
pub mod clock;
pub mod database;
pub mod dictation;
pub mod field;
pub mod files;
pub mod http;
pub mod local_time;
pub mod observer;
pub mod page;
pub mod place;
pub mod random;
pub mod signs;
pub mod socket;
pub mod storage;
pub mod tabs;

use std::future::Future;

/// Whether this is the browser: where it is not, nothing is started that only a living page needs.
pub const IS_BROWSER: bool = cfg!(feature = "hydrate");

/// A part of the program that is a file of its own could not be fetched.
#[derive(Clone, Copy, Debug)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Runs a task beside everything else. On the server: not at all.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(task);
    #[cfg(not(feature = "hydrate"))]
    drop(task);
}

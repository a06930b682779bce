//! Work that waits for nobody: clean-up and reading the counts, now and then, and keeping the search index.

mod clean_up;

use crate::{
    AppState,
    services::{load, search},
};

/// Starts all jobs. They end with the server.
pub(crate) fn start(state: &AppState) {
    state.tasks.spawn(clean_up::run(state.clone()));
    state.tasks.spawn(load::watch(state.clone()));
    state.tasks.spawn(search::keep_indexed(state.clone()));
}

//! Work that waits for nobody: clean-up now and then.

mod clean_up;

use crate::AppState;

/// Starts all jobs. They end with the server.
pub(crate) fn start(state: &AppState) {
    state.tasks.spawn(clean_up::run(state.clone()));
}

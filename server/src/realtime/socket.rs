//! `GET /ws`: from a request to a connection.

use axum::{extract::WebSocketUpgrade, response::Response};
use domain::people::Viewer;
use protocol::{CLIENT_FRAME_MAX, SUBPROTOCOL};

use super::connection::{self, Opening, Session};
use crate::AppState;

/// Read buffer of a socket: what an idle connection costs most.
const READ_BUFFER: usize = 4 * 1024;
/// Frames are flushed once per turn anyway; this only bounds what is copied together.
const WRITE_BUFFER: usize = 4 * 1024;

/// Upgrades a request of `viewer`, who has been asked for and whose origin has been checked.
pub fn upgrade(state: AppState, viewer: Viewer, request: WebSocketUpgrade) -> Response {
    let id = state.ids.make();
    request
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        // Twice what is allowed: a frame that is too large is answered rather than cut off.
        .max_message_size(2 * CLIENT_FRAME_MAX)
        .max_frame_size(2 * CLIENT_FRAME_MAX)
        .on_upgrade(move |socket| {
            let opening = Opening {
                id,
                hub: state.hub.clone(),
                dispatch: Session {
                    id,
                    user: viewer.user_id,
                    state: state.clone(),
                },
                build: state.build.clone(),
                now: state.clock.now(),
                rate_factor: state.config.rates.factor,
                stop: state.stop.clone(),
                viewer,
            };
            state
                .tasks
                .clone()
                .track_future(connection::serve(socket, opening))
        })
}

//! The socket: whether it stands, requests and their answers.

use domain::Timestamp;
use leptos::prelude::*;
use protocol::{ApiError, Command, Reply};

use super::Client;

/// Whether the socket stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConnectionState {
    /// Being opened.
    #[default]
    Connecting,
    /// It stands.
    Open,
    /// The device says it has no network.
    Offline,
    /// Lost; tried again at this time (the device's clock).
    WaitingToReconnect {
        /// When.
        at: Timestamp,
    },
    /// The sign-in has ended: only signing in again helps.
    SignedOut,
}

impl ConnectionState {
    /// The value of `html[data-connection]`: `open`, `connecting` or `offline`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Connecting => "connecting",
            Self::Offline | Self::WaitingToReconnect { .. } | Self::SignedOut => "offline",
        }
    }
}

/// The socket.
#[derive(Clone, Copy)]
pub struct ConnectionStore {
    state: RwSignal<ConnectionState>,
    needs_reload: RwSignal<bool>,
}

impl ConnectionStore {
    pub(super) fn new() -> Self {
        Self {
            state: RwSignal::new(ConnectionState::default()),
            needs_reload: RwSignal::new(false),
        }
    }

    /// Whether the socket stands: for the banner. Show "offline" only when it lasts longer than about a second.
    #[must_use]
    pub fn state(self) -> Signal<ConnectionState> {
        self.state.into()
    }

    /// The server was updated and this page could not reload by itself yet: offer it.
    #[must_use]
    pub fn needs_reload(self) -> Signal<bool> {
        self.needs_reload.into()
    }

    /// Tries again at once.
    pub fn retry_now(self) {}

    /// Saves drafts and reloads the page.
    pub fn reload(self) {}

    /// Asks the server and waits for the answer.
    ///
    /// # Errors
    /// What the server answers; [`ApiError::NoConnection`] when there is none or no answer comes.
    pub async fn request(self, _command: Command) -> Result<Reply, ApiError> {
        Err(ApiError::NoConnection)
    }

    pub(super) fn is_running(self) -> bool {
        false
    }

    pub(super) fn run(self, _client: Client) {}

    pub(super) fn stop(self) {}
}

//! The socket: whether it stands, requests and their answers. How a connection is kept is in [`link`].

mod alive;
mod link;
mod way;

use std::collections::HashMap;

use domain::Timestamp;
use futures::{
    channel::{mpsc, oneshot},
    future::{Either, select},
};
use leptos::prelude::*;
use protocol::{ApiError, ClientFrame, Command, Reply, frame::Outcome};

use super::Client;
use crate::browser::{self, clock, signs};

/// How long an answer may take.
const ANSWER_MS: u32 = 15_000;

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

/// What the link is told by the rest of the page.
enum Order {
    /// Send this.
    Send(ClientFrame),
    /// The page was shown, focused or has a network again: try at once, or ask whether the other side is still there.
    Wake,
    /// The device has no network.
    LostNetwork,
    /// The connection is not wanted any more.
    Stop,
}

#[derive(Default)]
struct Requests {
    link: Option<mpsc::UnboundedSender<Order>>,
    last_id: u32,
    asked: HashMap<u32, oneshot::Sender<Outcome>>,
    /// The server's build, where it is not this page's.
    newer_build: Option<String>,
}

/// The socket.
#[derive(Clone, Copy)]
pub struct ConnectionStore {
    state: RwSignal<ConnectionState>,
    needs_reload: RwSignal<bool>,
    requests: StoredValue<Requests>,
}

impl ConnectionStore {
    pub(super) fn new() -> Self {
        Self {
            state: RwSignal::new(ConnectionState::default()),
            needs_reload: RwSignal::new(false),
            requests: StoredValue::new(Requests::default()),
        }
    }

    /// Whether the socket stands: for the banner. Show "offline" only when it lasts longer than about a second.
    #[must_use]
    pub fn state(self) -> Signal<ConnectionState> {
        self.state.into()
    }

    /// The socket stands. Not tracked.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.state.try_get_untracked() == Some(ConnectionState::Open)
    }

    /// The server was updated and this page could not reload by itself yet: offer it.
    #[must_use]
    pub fn needs_reload(self) -> Signal<bool> {
        self.needs_reload.into()
    }

    /// Tries again at once.
    pub fn retry_now(self) {
        self.order(Order::Wake);
    }

    /// Reloads the page. Drafts and messages on their way are kept: leaving the page saves them.
    pub fn reload(self) {
        signs::reload();
    }

    /// Asks the server and waits for the answer.
    ///
    /// # Errors
    /// What the server answers; [`ApiError::NoConnection`] when there is none or no answer comes.
    pub async fn request(self, command: Command) -> Result<Reply, ApiError> {
        let (id, answer) = self.ask(command).ok_or(ApiError::NoConnection)?;
        let patience = Box::pin(clock::sleep(ANSWER_MS));
        let outcome = match select(answer, patience).await {
            Either::Left((outcome, _)) => outcome.ok(),
            Either::Right(_) => None,
        };
        self.requests
            .try_update_value(|requests| requests.asked.remove(&id));
        match outcome {
            Some(Outcome::Ok(reply)) => Ok(reply),
            Some(Outcome::Error(error)) => Err(error),
            None => Err(ApiError::NoConnection),
        }
    }

    /// Tells the server something whose answer does not matter.
    pub fn tell(self, command: Command) {
        if self.is_open() {
            browser::spawn(async move {
                // What it tells is told again after the next opening.
                let _ = self.request(command).await;
            });
        }
    }

    pub(super) fn is_running(self) -> bool {
        self.requests
            .try_with_value(|requests| requests.link.is_some())
            .unwrap_or(false)
    }

    /// Opens the connection and keeps it. Nothing happens on the server or where it is kept already.
    pub(super) fn run(self, client: Client) {
        if !browser::IS_BROWSER || self.is_running() {
            return;
        }
        let (link, orders) = mpsc::unbounded();
        self.requests
            .update_value(|requests| requests.link = Some(link));
        browser::spawn(link::keep(client, orders));
    }

    /// Closes the connection for good.
    pub(super) fn stop(self) {
        self.order(Order::Stop);
        self.requests.update_value(|requests| requests.link = None);
    }

    pub(super) fn wake(self) {
        self.order(Order::Wake);
    }

    pub(super) fn lost_network(self) {
        self.order(Order::LostNetwork);
    }

    /// The server runs another build: this page is loaded afresh as soon as nobody looks at it.
    pub(super) fn updated(self, build: &str) {
        let build = build.to_owned();
        self.requests
            .update_value(|requests| requests.newer_build = Some(build));
        let _ = self.needs_reload.try_set(true);
        if !signs::is_visible() {
            self.reload_if_updated();
        }
    }

    /// Nobody looks: time to load the page of the newer build. Once for each build, so that a server that cannot make
    /// up its mind does not keep the page busy.
    pub(super) fn reload_if_updated(self) {
        let build = self
            .requests
            .try_with_value(|requests| requests.newer_build.clone())
            .flatten();
        if let Some(build) = build {
            link::reload_once(&build);
        }
    }

    fn order(self, order: Order) {
        self.requests.try_with_value(|requests| {
            if let Some(link) = &requests.link {
                // Fails only when the link has ended, which then is the answer.
                let _ = link.unbounded_send(order);
            }
        });
    }

    fn ask(self, command: Command) -> Option<(u32, oneshot::Receiver<Outcome>)> {
        if !self.is_open() {
            return None;
        }
        let (answer, answered) = oneshot::channel();
        let id = self.requests.try_update_value(|requests| {
            requests.last_id = requests.last_id.wrapping_add(1);
            let id = requests.last_id;
            requests.asked.insert(id, answer);
            id
        })?;
        self.order(Order::Send(ClientFrame::Request { id, command }));
        Some((id, answered))
    }

    fn answered(self, id: u32, outcome: Outcome) {
        let asked = self
            .requests
            .try_update_value(|requests| requests.asked.remove(&id))
            .flatten();
        if let Some(asked) = asked {
            // Whoever asked may have lost patience.
            let _ = asked.send(outcome);
        }
    }

    /// Nobody will answer any more: all who wait are told so.
    fn forget_requests(self) {
        self.requests
            .update_value(|requests| requests.asked.clear());
    }

    fn set_state(self, state: ConnectionState) {
        signs::mark("data-connection", Some(state.name()));
        if self.state.try_get_untracked() != Some(state) {
            let _ = self.state.try_set(state);
        }
    }
}

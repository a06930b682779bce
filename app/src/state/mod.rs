//! The client's stores: structs of signals, made once at the root and valid as long as the page.
//!
//! A store has two writers: [`Client::apply`] for what the server said, and the acts of its own user. Components read
//! signals and call acts. On the server the same stores hold what one request needs to render; nothing runs there.
//!
//! ```ignore
//! // in `App`
//! provide_client();
//! // where the bootstrap resource has answered, on both sides, before its children are made
//! client.start(&bootstrap);
//! // in a component's body
//! let client = use_client();
//! ```

pub mod connection;
pub mod drafts;
pub mod mood;
pub mod outbox;
pub mod people;
pub mod presence;
pub mod rooms;
pub mod session;
mod signal_map;
pub mod theme;
pub mod timeline;
pub mod toasts;
pub mod typing;

use leptos::prelude::*;
use protocol::{Event, accounts::Bootstrap};

pub use connection::{ConnectionState, ConnectionStore};
pub use drafts::DraftsStore;
pub use mood::MoodStore;
pub use outbox::OutboxStore;
pub use people::PeopleStore;
pub use presence::PresenceStore;
pub use rooms::RoomsStore;
pub use session::SessionStore;
pub use theme::{Theme, ThemeStore};
pub use timeline::{TimelineRow, TimelineStore, TimelinesStore};
pub use toasts::{Toast, ToastKind, ToastsStore};
pub use typing::TypingStore;

/// All stores. `Copy`, so it moves into every closure.
#[derive(Clone, Copy)]
pub struct Client {
    /// Who is signed in, and the place.
    pub session: SessionStore,
    /// People by id, and whom one has blocked.
    pub people: PeopleStore,
    /// The list of rooms.
    pub rooms: RoomsStore,
    /// The open rooms' timelines.
    pub timelines: TimelinesStore,
    /// The socket.
    pub connection: ConnectionStore,
    /// Messages on their way.
    pub outbox: OutboxStore,
    /// What is written but not sent.
    pub drafts: DraftsStore,
    /// Who is typing.
    pub typing: TypingStore,
    /// Who is there.
    pub presence: PresenceStore,
    /// Light or dark.
    pub theme: ThemeStore,
    /// The room's mood.
    pub mood: MoodStore,
    /// Short notices.
    pub toasts: ToastsStore,
}

/// Makes the stores and gives them to everything below. Once, in `App`.
pub fn provide_client() -> Client {
    let client = Client {
        session: SessionStore::new(),
        people: PeopleStore::new(),
        rooms: RoomsStore::new(),
        timelines: TimelinesStore::new(),
        connection: ConnectionStore::new(),
        outbox: OutboxStore::new(),
        drafts: DraftsStore::new(),
        typing: TypingStore::new(),
        presence: PresenceStore::new(),
        theme: ThemeStore::new(),
        mood: MoodStore::new(),
        toasts: ToastsStore::new(),
    };
    provide_context(client);
    client
}

/// The stores. Call it in a component's body, never in an event handler or after an `.await`.
///
/// # Panics
/// Outside of `App`.
#[must_use]
pub fn use_client() -> Client {
    expect_context::<Client>()
}

impl Client {
    /// Fills the stores with what the first page needs. On both sides, before what reads them is made; harmless when
    /// repeated for the same account. In the browser it also opens the connection.
    pub fn start(self, bootstrap: &Bootstrap) {
        let is_same = self.session.me_untracked() == Some(bootstrap.account.person.id);
        if is_same && self.connection.is_running() {
            return;
        }
        self.session.load(bootstrap);
        self.people.load(bootstrap);
        self.rooms.load(bootstrap);
        self.presence.load(bootstrap);
        self.mood.load(&bootstrap.place);
        self.connection.run(self);
    }

    /// Tells every store what the server said.
    pub fn apply(self, event: &Event) {
        self.session.apply(event);
        self.people.apply(event);
        self.rooms.apply(self, event);
        self.timelines.apply(event);
        self.typing.apply(event);
        self.presence.apply(event);
    }

    /// Messages that signing out would drop: the page asks before it does.
    #[must_use]
    pub fn unsent(self) -> usize {
        self.outbox.waiting().get_untracked()
    }

    /// Forgets what this device keeps for the account (outbox, drafts) and closes the connection. Call it before the
    /// sign-out form is sent, after the person has agreed to lose what [`Client::unsent`] counts.
    pub async fn forget_device(self) {
        self.connection.stop();
        self.outbox.clear().await;
        self.drafts.clear().await;
    }
}

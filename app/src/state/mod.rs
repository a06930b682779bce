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

pub mod catch_up;
pub mod connection;
mod delivery;
pub mod drafts;
pub mod feelings;
mod marks;
pub mod mood;
pub mod outbox;
pub mod people;
pub mod presence;
mod refresh;
pub mod rooms;
pub mod session;
mod signal_map;
mod tab_news;
pub mod theme;
pub mod timeline;
pub mod toasts;
pub mod typing;

use leptos::prelude::*;
use protocol::{Event, RoomChangeKind, accounts::Bootstrap};

use self::{delivery::DeliveryStore, refresh::Refresh, tab_news::TabNews};
use crate::{
    api,
    browser::{
        self, page,
        signs::{self, Sign},
    },
};

/// What calls for a fresh look is gathered for so long.
const REFRESH_MS: u32 = 150;

pub use catch_up::CatchUpStore;
pub use connection::{ConnectionState, ConnectionStore};
pub use drafts::DraftsStore;
pub use feelings::FeelingsStore;
pub use marks::MarksStore;
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
    /// What has reached this device.
    delivery: DeliveryStore,
    /// Messages on their way.
    pub outbox: OutboxStore,
    /// What is written but not sent.
    pub drafts: DraftsStore,
    /// Who is typing.
    pub typing: TypingStore,
    /// Who is there.
    pub presence: PresenceStore,
    /// How people say they feel.
    pub feelings: FeelingsStore,
    /// Light or dark.
    pub theme: ThemeStore,
    /// Whether the code of what stands beside the talk is there.
    pub beside: RwSignal<bool>,
    /// Whether one looks for words in the room that is open.
    pub finding: RwSignal<bool>,
    /// The day from which one goes to another one of the room that is open, as `clock::local_day` counts: the calendar stands.
    pub calendar: RwSignal<Option<i64>>,
    /// Going through what is unread.
    pub catch_up: CatchUpStore,
    /// Whether what draws more than plain words is there.
    pub marks: MarksStore,
    /// The room's mood.
    pub mood: MoodStore,
    /// Short notices.
    pub toasts: ToastsStore,
    /// Everything is being asked for anew.
    refresh: StoredValue<Refresh>,
    /// The person is ending their account on this page, which then goes where it has to by itself.
    is_leaving: StoredValue<bool>,
}

/// All stores, for a store whose acts concern others. Filled as soon as all are made.
type ClientSlot = StoredValue<Option<Client>>;

/// Makes the stores and gives them to everything below. Once, in `App`.
pub fn provide_client() -> Client {
    let slot: ClientSlot = StoredValue::new(None);
    let client = Client {
        session: SessionStore::new(),
        people: PeopleStore::new(),
        rooms: RoomsStore::new(),
        timelines: TimelinesStore::new(slot),
        connection: ConnectionStore::new(),
        delivery: DeliveryStore::new(),
        outbox: OutboxStore::new(),
        drafts: DraftsStore::new(slot),
        typing: TypingStore::new(),
        presence: PresenceStore::new(),
        feelings: FeelingsStore::new(),
        theme: ThemeStore::new(),
        beside: RwSignal::new(false),
        finding: RwSignal::new(false),
        calendar: RwSignal::new(None),
        catch_up: CatchUpStore::new(),
        marks: MarksStore::new(),
        mood: MoodStore::new(),
        toasts: ToastsStore::new(),
        refresh: StoredValue::new(Refresh::default()),
        is_leaving: StoredValue::new(false),
    };
    slot.set_value(Some(client));
    provide_context(client);
    // Runs in the browser only, after hydration: from here on the page may differ from what the server wrote.
    Effect::new(move || client.theme.load());
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
        let me = bootstrap.account.person.id;
        if self.session.me_untracked() == Some(me) {
            return;
        }
        self.session.load(bootstrap);
        self.people.load(bootstrap);
        self.rooms.load(bootstrap);
        self.presence.load(bootstrap);
        self.feelings.load(bootstrap);
        if !browser::IS_BROWSER {
            return;
        }
        let place = bootstrap.place.clone();
        browser::spawn(async move {
            // After hydration: what the device keeps is not what the server wrote.
            browser::clock::sleep(0).await;
            self.mood.load(&place, me);
            self.drafts.load(me);
            self.outbox.load(self, me);
            TabNews::listen(self, me);
            signs::listen(move |sign| self.sign(sign));
            self.presence.input(self.connection);
            self.connection.run(self);
        });
    }

    /// Tells every store what the server said.
    pub fn apply(self, event: &Event) {
        self.refresh.try_update_value(|refresh| refresh.told(event));
        self.apply_lasting(event);
        self.timelines.apply(event);
        self.drafts.apply(event);
        self.typing.apply(self, event);
        if brings_strangers(event) {
            self.refresh();
        }
    }

    /// Tells the stores whose content [`Client::refresh`] brings anew. May be told again.
    fn apply_lasting(self, event: &Event) {
        self.session.apply(event);
        self.people.apply(event);
        self.rooms.apply(self, event);
        self.presence.apply(event);
        self.feelings.apply(event);
    }

    /// How many messages signing out would drop: the page asks before it does. Waits for what the device keeps.
    pub async fn unsent(self) -> usize {
        match self.session.me_untracked() {
            Some(me) => self.outbox.count(self, me).await,
            None => 0,
        }
    }

    /// Forgets what this device keeps for the account (outbox, drafts) and closes the connection. Call it before the
    /// sign-out form is sent, after the person has agreed to lose what [`Client::unsent`] counts.
    pub async fn forget_device(self) {
        self.connection.stop();
        // Also where the page has not taken up yet what the device keeps.
        if let Some(me) = self.session.me_untracked() {
            self.outbox.clear(me).await;
            self.drafts.clear(me).await;
            self.mood.clear(me);
        }
    }

    /// The account is about to be ended from here, or that failed. Meanwhile the end of the sign-in, which the socket may
    /// tell before the request is answered, is no news.
    pub fn set_leaving(self, is_leaving: bool) {
        self.is_leaving.set_value(is_leaving);
    }

    /// The socket stands and both sides have said hello.
    fn connected(self) {
        self.refresh();
        for timeline in self.timelines.open_ones() {
            timeline.subscribe();
            timeline.consider_read();
        }
        for (room, head) in self.rooms.heads_with_unread() {
            self.delivery.received(self.connection, room, head);
        }
        browser::spawn(self.delivery.tell(self.connection));
        self.outbox.connected(self);
        self.drafts.connected();
        self.presence.connected(self.connection);
    }

    /// Asks for everything that the first page needed: rooms, people, who is there. After a time without connection, and
    /// when people come into view of whom nothing was told.
    fn refresh(self) {
        if !browser::IS_BROWSER {
            return;
        }
        let turn = self.refresh.try_update_value(Refresh::want).flatten();
        if let Some(turn) = turn {
            browser::spawn(self.ask(turn));
        }
    }

    async fn ask(self, turn: u32) {
        loop {
            browser::clock::sleep(REFRESH_MS).await;
            let is_due = self.refresh.try_update_value(|refresh| refresh.ask(turn));
            if is_due != Some(true) {
                return;
            }
            let answer = api::accounts::load_bootstrap().await;
            let meanwhile = self
                .refresh
                .try_update_value(|refresh| refresh.answered(turn));
            let Some((told, again)) = meanwhile.flatten() else {
                return;
            };
            // Without an answer the connection is gone as well, and the next one asks again.
            if let Ok(now) = answer {
                self.session.refresh(&now);
                self.people.load(&now);
                self.rooms.load(&now);
                self.presence.load(&now);
                self.feelings.load(&now);
                told.iter().for_each(|event| self.apply_lasting(event));
            }
            if !again {
                return;
            }
        }
    }

    /// The socket is gone.
    fn disconnected(self) {
        self.refresh.try_update_value(Refresh::disconnected);
        self.typing.disconnected();
        for timeline in self.timelines.open_ones() {
            timeline.forget_told();
        }
    }

    /// The sign-in has ended, here or on another device. Drafts and messages on their way stay on this device, under the
    /// account's id.
    fn signed_out(self) {
        if self.is_leaving.get_value() {
            return;
        }
        self.drafts.save();
        page::load("/start?signed-out");
    }

    /// The server runs another build than the one that made this page.
    fn server_updated(self, build: &str) {
        self.connection.updated(build);
    }

    fn sign(self, sign: Sign) {
        match sign {
            Sign::Input => self.presence.input(self.connection),
            Sign::Shown | Sign::Focused | Sign::Online => {
                self.connection.wake();
                self.mood.shown_again();
                self.feelings.shown_again();
                for timeline in self.timelines.open_ones() {
                    timeline.consider_read();
                }
            }
            Sign::Offline => self.connection.lost_network(),
            Sign::Hidden => {
                self.drafts.save();
                self.connection.reload_if_updated();
            }
            Sign::Leaving => {
                self.drafts.save();
                self.outbox.leaving();
            }
        }
    }
}

/// People come into view of whose presence nothing was told.
fn brings_strangers(event: &Event) -> bool {
    match event {
        Event::RoomJoined { .. } => true,
        Event::RoomChanged(change) => matches!(change.kind, RoomChangeKind::MemberJoined { .. }),
        _ => false,
    }
}

//! The timelines of open rooms. What they hold and show is decided in `domain::timeline`; here its rows become signals,
//! and its questions go to the server.

mod answered;
mod changing;
mod history;
mod reading;
mod store;

use std::collections::HashMap;

use domain::{
    RoomId,
    timeline::{Change, Pending, Row},
};
use leptos::{
    prelude::*,
    reactive::owner::{Owner, WeakOwner},
};
use protocol::{ApiError, Event, RoomChange, rooms::RoomPage};

pub use self::{changing::Aim, store::TimelineStore};
use super::{Client, ClientSlot};
use crate::browser::{self, clock};

/// A row of the timeline.
pub type TimelineRow = Row<ApiError>;

/// The timelines of the rooms that were opened on this page.
#[derive(Clone, Copy)]
pub struct TimelinesStore {
    client: ClientSlot,
    /// The root: a timeline outlives the page that shows it.
    root: StoredValue<Option<WeakOwner>>,
    all: StoredValue<HashMap<RoomId, TimelineStore>>,
}

impl TimelinesStore {
    pub(super) fn new(client: ClientSlot) -> Self {
        Self {
            client,
            root: StoredValue::new(Owner::current().map(|owner| owner.downgrade())),
            all: StoredValue::new(HashMap::new()),
        }
    }

    /// Shows a room: fills (or refills) its timeline from the page's answer and, in the browser, hears the room's
    /// changes whole until [`TimelineStore::close`]. On both sides, before the rows are made. Learns the page's people
    /// and summary too.
    ///
    /// ```ignore
    /// let timeline = client.timelines.open(client, &page);
    /// on_cleanup(move || timeline.close());
    /// ```
    pub fn open(self, client: Client, page: &RoomPage) -> TimelineStore {
        client
            .people
            .learn(page.members.iter().map(|member| &member.person));
        client.people.learn(&page.page.authors);
        client.rooms.learn(&page.summary);
        let timeline = self.get_or_make(client, page.summary.room.id);
        timeline.fill(page);
        if browser::IS_BROWSER {
            timeline.opened();
            client.marks.load();
            client.mood.open(timeline);
            browser::spawn(async move {
                // After hydration: until then days are those of UTC, as the server wrote them.
                clock::sleep(0).await;
                timeline.localize();
            });
        }
        timeline
    }

    pub(super) fn apply(self, event: &Event) {
        match event {
            Event::RoomChanged(change) => self.change(change),
            Event::ReceiptAdvanced {
                room,
                user,
                delivered,
                read,
            } => {
                if let Some(timeline) = self.get(*room) {
                    timeline.receipt(*user, *delivered, *read);
                }
            }
            Event::RoomLeft { room } => {
                if let Some(timeline) = self.get(*room) {
                    timeline.set_left(true);
                }
            }
            Event::RoomJoined { summary } => {
                if let Some(timeline) = self.get(summary.room.id) {
                    timeline.joined_again();
                }
            }
            _ => {}
        }
    }

    pub(super) fn get(self, room: RoomId) -> Option<TimelineStore> {
        self.all
            .try_with_value(|all| all.get(&room).copied())
            .flatten()
    }

    /// The timelines now on screen.
    pub(super) fn open_ones(self) -> Vec<TimelineStore> {
        let all = self
            .all
            .try_with_value(|all| all.values().copied().collect::<Vec<_>>());
        let mut open = all.unwrap_or_default();
        open.retain(|timeline| timeline.is_open());
        open
    }

    pub(super) fn heard_head(self, room: RoomId, head: u64) {
        if let Some(timeline) = self.get(room) {
            timeline.heard_head(head);
        }
    }

    pub(super) fn queue(self, room: RoomId, pending: Pending<ApiError>) {
        if let Some(timeline) = self.get(room) {
            timeline.update(|timeline| timeline.queue(pending));
        }
    }

    fn change(self, change: &RoomChange) {
        if let Some(timeline) = self.get(change.room) {
            timeline.change(Change::from(change.clone()));
        }
    }

    fn get_or_make(self, client: Client, room: RoomId) -> TimelineStore {
        if let Some(timeline) = self.get(room) {
            return timeline;
        }
        let make = || TimelineStore::new(self.client, room, client.session.me_untracked());
        let root = self
            .root
            .with_value(|root| root.as_ref().and_then(WeakOwner::upgrade));
        let timeline = match root {
            Some(root) => root.with(make),
            None => make(),
        };
        self.all.update_value(|all| {
            all.insert(room, timeline);
        });
        timeline
    }
}

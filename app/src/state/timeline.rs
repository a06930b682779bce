//! The timelines of open rooms: rows as signals of their own, pages both ways, sending.

use domain::{
    ClientMessageId, RoomId, UserId,
    room::Member,
    text::TextError,
    timeline::{Row, RowKey},
};
use leptos::prelude::*;
use protocol::{ApiError, Event, rooms::RoomPage};

/// A row of the timeline.
pub type TimelineRow = Row<ApiError>;

/// The timelines of the rooms that were opened on this page.
#[derive(Clone, Copy)]
pub struct TimelinesStore {}

impl TimelinesStore {
    pub(super) fn new() -> Self {
        Self {}
    }

    /// Shows a room: fills (or refills) its timeline from the page's answer and, in the browser, hears the room's
    /// changes whole until [`TimelineStore::close`]. On both sides, before the rows are made. Learns the page's people
    /// and summary too.
    ///
    /// ```ignore
    /// let timeline = client.timelines.open(client, &page);
    /// on_cleanup(move || timeline.close());
    /// ```
    pub fn open(self, client: super::Client, page: &RoomPage) -> TimelineStore {
        let _ = client;
        TimelineStore {
            room: page.summary.room.id,
            order: RwSignal::new(Vec::new()),
            members: RwSignal::new(page.members.clone()),
        }
    }

    pub(super) fn apply(self, _event: &Event) {}
}

/// One room's timeline. `Copy`; valid as long as the page, even after [`TimelineStore::close`].
#[derive(Clone, Copy)]
pub struct TimelineStore {
    room: RoomId,
    order: RwSignal<Vec<RowKey>>,
    members: RwSignal<Vec<Member>>,
}

impl TimelineStore {
    /// Which room.
    #[must_use]
    pub fn room(self) -> RoomId {
        self.room
    }

    /// The rows' names in order, for a keyed list: `<For each=move || timeline.order().get() key=|key| *key …>`.
    #[must_use]
    pub fn order(self) -> Signal<Vec<RowKey>> {
        self.order.into()
    }

    /// One row's signal: take it in the row component's body and read it reactively. `None` only for a name that is not
    /// in [`TimelineStore::order`].
    #[must_use]
    pub fn row(self, _key: RowKey) -> Option<ArcRwSignal<TimelineRow>> {
        None
    }

    /// The room's members (the first 500 by name), kept up to date.
    #[must_use]
    pub fn members(self) -> Signal<Vec<Member>> {
        self.members.into()
    }

    /// One member.
    #[must_use]
    pub fn member(self, user: UserId) -> Option<Member> {
        self.members.with(|members| {
            members
                .iter()
                .find(|member| member.person.id == user)
                .cloned()
        })
    }

    /// The window reaches the beginning of what the viewer may see: show the room's opening words.
    #[must_use]
    pub fn at_start(self) -> Signal<bool> {
        Signal::derive(|| true)
    }

    /// The window reaches the newest message. Where it does not, show "jump to the newest".
    #[must_use]
    pub fn at_live_end(self) -> Signal<bool> {
        Signal::derive(|| true)
    }

    /// A page of older messages is on its way: a skeleton stands at the top.
    #[must_use]
    pub fn is_loading_older(self) -> Signal<bool> {
        Signal::derive(|| false)
    }

    /// A page of newer messages is on its way.
    #[must_use]
    pub fn is_loading_newer(self) -> Signal<bool> {
        Signal::derive(|| false)
    }

    /// The viewer is not a member any more (left or removed): the composer gives way to a sentence.
    #[must_use]
    pub fn has_left(self) -> Signal<bool> {
        Signal::derive(|| false)
    }

    /// Others' messages that came since the viewer scrolled away from the end: for the "n new" button.
    #[must_use]
    pub fn new_below(self) -> Signal<u32> {
        Signal::derive(|| 0)
    }

    /// Loads the page before the first row; nothing if it is under way or there is none. Call it when the top comes near
    /// (about two screens). The window keeps at most about 200 rows: rows at the other end may go.
    pub fn load_older(self) {}

    /// Loads the page after the last row; nothing if it is under way or the window reaches the end.
    pub fn load_newer(self) {}

    /// Shows the newest messages, loading them if the window does not reach them. Scroll down when
    /// [`TimelineStore::at_live_end`] is true.
    pub fn jump_to_end(self) {}

    /// Posts a message: checked, stored on this device, shown as sending in this very moment, sent as soon as there is a
    /// connection. Also jumps to the end, empties the room's draft and stops the typing notice.
    ///
    /// # Errors
    /// Why the text is refused; nothing has changed then.
    pub fn send(self, text: &str) -> Result<(), TextError> {
        domain::text::body(text).map(|_| ())
    }

    /// Sends a failed message again.
    pub fn retry(self, _message: ClientMessageId) {}

    /// Drops a failed message.
    pub fn discard(self, _message: ClientMessageId) {}

    /// Tells whether the end of the timeline is on screen (within a few pixels). While it is, and the page is visible and
    /// focused, the room counts as read.
    pub fn set_at_bottom(self, _at_bottom: bool) {}

    /// Marks everything from this message on as unread, on all own devices.
    pub fn mark_unread_from(self, _seq: u64) {}

    /// Not on screen any more: from now on only the list hears of the room.
    pub fn close(self) {}
}

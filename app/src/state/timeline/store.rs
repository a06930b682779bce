//! One room's timeline as signals.

use std::collections::{HashMap, HashSet};

use domain::{
    ClientMessageId, RoomId, UserId,
    message::Touch,
    room::Member,
    text::TextError,
    timeline::{Change, ChangeKind, Diff, Edge, RowKey, Timeline, WINDOW_MAX},
};
use leptos::prelude::*;
use protocol::{ApiError, Command, Reply, rooms::RoomPage};

use super::{Aim, ClientSlot, TimelineRow, changing::Attention, reading::Reading};
use crate::{
    browser::{self, clock, signs},
    state::Client,
};

/// Rows beyond [`WINDOW_MAX`] before those furthest away are cut: each cut has to be made up for while one scrolls.
const SLACK: usize = 120;

/// So long after a subscription failed it is tried again.
const AGAIN_MS: u32 = 2_000;

/// What is not for the eye.
pub(super) struct Core {
    pub timeline: Timeline<ApiError>,
    pub rows: HashMap<RowKey, ArcRwSignal<TimelineRow>>,
    pub me: UserId,
    /// How many pages show it.
    pub opens: u32,
    pub reading: Reading,
    /// Days are those of the viewer's calendar, no longer those of UTC.
    pub is_local: bool,
    pub is_resuming: bool,
    /// Numbers of messages that are being asked for.
    pub asked: HashSet<u64>,
}

/// What the edges of the window look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    at_start: bool,
    at_live_end: bool,
    has_left: bool,
}

/// One room's timeline. `Copy`; valid as long as the page, even after [`TimelineStore::close`].
#[derive(Clone, Copy)]
pub struct TimelineStore {
    room: RoomId,
    client: ClientSlot,
    pub(super) core: StoredValue<Core>,
    order: RwSignal<Vec<RowKey>>,
    members: RwSignal<Vec<Member>>,
    edges: RwSignal<Edges>,
    pub(super) loading_older: RwSignal<bool>,
    pub(super) loading_newer: RwSignal<bool>,
    /// Pages that were added at either end.
    pub(super) pages: RwSignal<u32>,
    pub(super) new_below: RwSignal<u32>,
    pub(super) attention: RwSignal<Attention>,
}

impl TimelineStore {
    pub(super) fn new(client: ClientSlot, room: RoomId, me: Option<UserId>) -> Self {
        // Without a viewer nothing is shown; the nil id is nobody's.
        let me = me.unwrap_or_else(|| UserId::from_parts(0, [0; 10]));
        Self {
            room,
            client,
            core: StoredValue::new(Core {
                timeline: Timeline::new(room, me),
                rows: HashMap::new(),
                me,
                opens: 0,
                reading: Reading::default(),
                is_local: false,
                is_resuming: false,
                asked: HashSet::new(),
            }),
            order: RwSignal::new(Vec::new()),
            members: RwSignal::new(Vec::new()),
            edges: RwSignal::new(Edges::default()),
            loading_older: RwSignal::new(false),
            loading_newer: RwSignal::new(false),
            pages: RwSignal::new(0),
            new_below: RwSignal::new(0),
            attention: RwSignal::new(Attention::default()),
        }
    }

    /// Which room.
    #[must_use]
    pub fn room(self) -> RoomId {
        self.room
    }

    /// The rows' names in order, for a keyed list ([`crate::ui::rows`]).
    #[must_use]
    pub fn order(self) -> Signal<Vec<RowKey>> {
        self.order.into()
    }

    /// One row's signal: take it in the row component's body and read it reactively. `None` only for a name that is not
    /// in [`TimelineStore::order`].
    #[must_use]
    pub fn row(self, key: RowKey) -> Option<ArcRwSignal<TimelineRow>> {
        self.core
            .try_with_value(|core| core.rows.get(&key).cloned())
            .flatten()
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
        let edges = self.edges;
        Signal::derive(move || edges.get().at_start)
    }

    /// The window reaches the newest message. Where it does not, show "jump to the newest".
    #[must_use]
    pub fn at_live_end(self) -> Signal<bool> {
        let edges = self.edges;
        Signal::derive(move || edges.get().at_live_end)
    }

    /// A page of older messages is on its way: a skeleton stands at the top.
    #[must_use]
    pub fn is_loading_older(self) -> Signal<bool> {
        self.loading_older.into()
    }

    /// Grows with each page that was added at an edge: one that is still near has to be asked again then.
    #[must_use]
    pub fn pages(self) -> Signal<u32> {
        self.pages.into()
    }

    /// A page of newer messages is on its way.
    #[must_use]
    pub fn is_loading_newer(self) -> Signal<bool> {
        self.loading_newer.into()
    }

    /// The viewer is not a member any more (left or removed): the composer gives way to a sentence.
    #[must_use]
    pub fn has_left(self) -> Signal<bool> {
        let edges = self.edges;
        Signal::derive(move || edges.get().has_left)
    }

    /// Others' messages that came since the viewer scrolled away from the end: for the "n new" button.
    #[must_use]
    pub fn new_below(self) -> Signal<u32> {
        self.new_below.into()
    }

    /// Posts a message: checked, stored on this device, shown as sending in this very moment, sent as soon as there is a
    /// connection. Also jumps to the end, empties the room's draft and stops the typing notice. It answers what was aimed at.
    ///
    /// # Errors
    /// Why the text is refused; nothing has changed then.
    pub fn send(self, text: &str) -> Result<(), TextError> {
        let text = domain::text::body(text)?;
        let Some(client) = self.client() else {
            return Ok(());
        };
        self.update(|timeline| timeline.set_unread_line(None));
        self.release_unread();
        let reply_to = match self.aim_now() {
            Aim::Reply(seq) => Some(seq),
            Aim::New | Aim::Edit(_) => None,
        };
        client.outbox.post(client, self.room, &text, reply_to);
        self.take_aim(Aim::New);
        client.mood.said(self.room, &text);
        client.drafts.set(self.room, "");
        // At once: it must not come back after a crash.
        client.drafts.save();
        client.typing.stop(client.connection, self.room);
        self.jump_to_end();
        Ok(())
    }

    /// Sends a failed message again.
    pub fn retry(self, message: ClientMessageId) {
        if let Some(client) = self.client() {
            self.update(|timeline| timeline.retry(message));
            client.outbox.retry(client, self.room, message);
        }
    }

    /// Drops a failed message.
    pub fn discard(self, message: ClientMessageId) {
        if let Some(client) = self.client() {
            self.update(|timeline| timeline.discard(message));
            client.outbox.discard(client, self.room, message);
        }
    }

    /// Not on screen any more: from now on only the list hears of the room. What is shown of it changes only after the
    /// caller's view is gone, which would hear of it with its own signals disposed of.
    pub fn close(self) {
        let is_last = self
            .core
            .try_update_value(|core| {
                core.opens = core.opens.saturating_sub(1);
                core.opens == 0
            })
            .unwrap_or(false);
        if let (true, Some(client)) = (is_last, self.client()) {
            client
                .connection
                .tell(Command::CloseRoom { room: self.room });
            client.typing.stop(client.connection, self.room);
            browser::spawn(async move {
                clock::sleep(0).await;
                if !self.is_open() {
                    self.update(|timeline| timeline.set_unread_line(None));
                    self.left_screen();
                    client.mood.close(self.room);
                }
            });
        }
    }

    pub(in crate::state) fn client(self) -> Option<Client> {
        self.client.try_get_value().flatten()
    }

    pub(super) fn is_open(self) -> bool {
        self.core
            .try_with_value(|core| core.opens > 0)
            .unwrap_or(false)
    }

    /// The messages of the window that the mood reads, oldest first, at most `max`.
    pub(in crate::state) fn last_messages(
        self,
        max: usize,
    ) -> Vec<std::sync::Arc<domain::message::Message>> {
        self.core
            .try_with_value(|core| {
                let mut last: Vec<_> = core.timeline.messages().rev().take(max).cloned().collect();
                last.reverse();
                last
            })
            .unwrap_or_default()
    }

    /// Takes the answer that opens the room.
    pub(super) fn fill(self, page: &RoomPage) {
        let now = clock::now();
        let summary = &page.summary;
        let title = (summary.room.name.clone(), summary.room.topic.clone());
        let unread_line = (summary.unread > 0).then_some(summary.read);
        let loaded = self.update(|timeline| {
            let (page, members) = (page.page.clone().into(), page.members.clone());
            let (_, applied) = timeline.load(page, members, title, now);
            timeline.set_unread_line(unread_line);
            (applied, timeline.has_gap())
        });
        self.set_left(false);
        self.was_read_to(summary.read);
        if let Some(client) = self.client() {
            for pending in client.outbox.pending(self.room) {
                self.update(|timeline| timeline.queue(pending));
            }
        }
        // What was told while the page was on its way.
        let (applied, has_gap) = loaded.unwrap_or_default();
        self.took(&applied);
        if has_gap {
            self.watch_gap();
        }
    }

    /// On screen now: hears the room's changes as soon as there is a connection.
    pub(super) fn opened(self) {
        self.core.update_value(|core| core.opens += 1);
        self.subscribe();
    }

    /// Subscribes, and then asks for what happened before the subscription stood.
    pub(in crate::state) fn subscribe(self) {
        let Some(client) = self.client().filter(|client| client.connection.is_open()) else {
            return;
        };
        browser::spawn(async move {
            // Without a connection there is no need to try again: the next opening subscribes.
            while client.connection.is_open() && self.is_open() {
                let command = Command::OpenRoom { room: self.room };
                match client.connection.request(command).await {
                    Ok(Reply::Opened { head }) => {
                        // A room left while the question was under way.
                        if !self.is_open() {
                            client
                                .connection
                                .tell(Command::CloseRoom { room: self.room });
                        }
                        client.delivery.received(client.connection, self.room, head);
                        self.catch_up(head).await;
                        self.catch_up_receipts().await;
                        return;
                    }
                    Err(error) if error.is_temporary() => clock::sleep(AGAIN_MS).await,
                    Err(ApiError::NotAMember) => return self.set_left(true),
                    Ok(_) | Err(_) => return,
                }
            }
        });
    }

    pub(super) fn set_left(self, has_left: bool) {
        self.edges.maybe_update(|edges| {
            let differs = edges.has_left != has_left;
            edges.has_left = has_left;
            differs
        });
    }

    /// Added again while the page was open: the numbers of the time between are not the viewer's.
    pub(super) fn joined_again(self) {
        if self.edges.with_untracked(|edges| edges.has_left) {
            self.set_left(false);
            self.subscribe();
            browser::spawn(self.reload());
        }
    }

    pub(super) fn receipt(self, user: UserId, delivered: u64, read: u64) {
        self.update(|timeline| timeline.receipt(user, delivered, read));
    }

    /// From now on days are those of the viewer's calendar.
    pub(super) fn localize(self) {
        self.core.try_update_value(|core| core.is_local = true);
        self.update(|_| ());
    }

    /// A change was told.
    pub(super) fn change(self, change: Change) {
        let now = clock::now();
        let (applied, has_gap) = self
            .update(|timeline| (timeline.apply(change, now), timeline.has_gap()))
            .unwrap_or_default();
        self.took(&applied);
        if has_gap {
            self.watch_gap();
        }
    }

    /// Changes were applied, in order: what follows from them.
    pub(super) fn took(self, applied: &[Change]) {
        let Some(client) = self.client().filter(|_| !applied.is_empty()) else {
            return;
        };
        let me = self.core.try_with_value(|core| core.me);
        for change in applied {
            match &change.kind {
                ChangeKind::Posted(message) => {
                    client.mood.heard(message);
                    if Some(message.author) == me {
                        client.outbox.posted(self.room, message.client_message_id);
                    } else {
                        self.count_below();
                    }
                }
                ChangeKind::Deleted { seq } => {
                    client.mood.retold(self.room);
                    // What is gone is neither answered nor changed.
                    if matches!(self.aim_now(), Aim::Reply(at) | Aim::Edit(at) if at == *seq) {
                        self.take_aim(Aim::New);
                    }
                }
                ChangeKind::Touched {
                    touch: Touch::Edited(_),
                    ..
                } => client.mood.retold(self.room),
                ChangeKind::Joined { member, .. } => client.people.learn([&member.person]),
                ChangeKind::Left { user, .. } if Some(*user) == me => self.set_left(true),
                _ => {}
            }
        }
        self.ask_for_changed(applied);
        self.trim_if_following();
        self.consider_read();
    }

    /// While the viewer stays at the end, the oldest rows make room.
    fn trim_if_following(self) {
        if self.core.try_with_value(|core| core.reading.is_at_bottom) == Some(true) {
            self.trim(Edge::Start);
        }
    }

    /// Cuts rows at an edge when there are many more than needed.
    pub(super) fn trim(self, edge: Edge) {
        let is_large = self
            .core
            .try_with_value(|core| core.timeline.window_len() > WINDOW_MAX + SLACK);
        if is_large == Some(true) {
            self.update(|timeline| timeline.trim(edge));
        }
    }

    /// Steps the reducer and draws what changed. `step` must not touch signals.
    pub(in crate::state) fn update<T>(
        self,
        step: impl FnOnce(&mut Timeline<ApiError>) -> T,
    ) -> Option<T> {
        let (answer, diff, edges, members, missing) = self.core.try_update_value(|core| {
            let answer = step(&mut core.timeline);
            let diff = if core.is_local {
                core.timeline.refresh(clock::local_day)
            } else {
                core.timeline.refresh(domain::Timestamp::utc_day)
            };
            let edges = (core.timeline.at_start(), core.timeline.at_live_end());
            let members = core.timeline.members();
            let differ = self.members.try_with_untracked(|known| *known != members) == Some(true);
            let missing = core.timeline.missing_quotes();
            (
                answer,
                diff,
                edges,
                differ.then(|| members.to_vec()),
                missing,
            )
        })?;
        self.ask_for(missing);
        self.draw(diff);
        self.edges.maybe_update(|known| {
            let differs = (known.at_start, known.at_live_end) != edges;
            (known.at_start, known.at_live_end) = edges;
            differs
        });
        if let Some(members) = members {
            self.members.set(members);
        }
        Some(answer)
    }

    fn draw(self, diff: Diff<ApiError>) {
        let Diff {
            order,
            changed,
            removed,
        } = diff;
        let known: Vec<(ArcRwSignal<TimelineRow>, TimelineRow)> = self
            .core
            .try_update_value(|core| {
                for key in &removed {
                    core.rows.remove(key);
                }
                let mut known = Vec::new();
                for row in changed {
                    match core.rows.get(&row.key) {
                        Some(signal) => known.push((signal.clone(), row)),
                        None => {
                            core.rows.insert(row.key, ArcRwSignal::new(row));
                        }
                    }
                }
                known
            })
            .unwrap_or_default();
        for (signal, row) in known {
            signal.set(row);
        }
        if let Some(order) = order {
            self.order.set(order);
        }
    }

    /// Whether what is on screen is being read.
    pub(super) fn is_attended(self) -> bool {
        self.is_open() && signs::is_attended()
    }
}

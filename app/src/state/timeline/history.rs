//! Asking the server: older and newer pages, and what was missed.

use domain::timeline::{Change, Edge, GAP_PATIENCE_MS, Page, RowBody, Status};
use leptos::{prelude::*, task::tick};
use protocol::{
    ApiError, Command, Reply,
    rooms::{MessagePage, PageAt},
};

use super::TimelineStore;
use crate::{
    api,
    browser::{self, clock, page},
};

/// Rows that are built in one frame: a whole page would hold up the scrolling.
const SLICE: usize = 3;
/// How long rows wait for the typeface of rows before them, in all, before they are built all the same.
const TYPEFACE_MS: u32 = 300;
/// How often a missing number is looked at.
const LOOK_MS: u32 = GAP_PATIENCE_MS as u32 + 20;

impl TimelineStore {
    /// Loads the page before the first row; nothing if it is under way or there is none. Call it when the top comes near
    /// (about two screens). The window keeps a few hundred rows at most: rows at the other end may go.
    pub fn load_older(self) {
        let before = self.ask_at(|timeline| (!timeline.at_start()).then(|| timeline.lower()));
        let Some(before) = before.filter(|_| !self.loading_older.get_untracked()) else {
            return;
        };
        self.loading_older.set(true);
        browser::spawn(async move {
            let page = self.fetch(PageAt::Before(before)).await;
            let is_there = page.is_some();
            if let Some(page) = page {
                self.prepend(before, page.into()).await;
            }
            let _ = self.loading_older.try_set(false);
            self.count_page(is_there);
        });
    }

    /// Loads the page after the last row; nothing if it is under way or the window reaches the end.
    pub fn load_newer(self) {
        let after = self.ask_at(|timeline| (!timeline.at_live_end()).then(|| timeline.upper()));
        let Some(after) = after.filter(|_| !self.loading_newer.get_untracked()) else {
            return;
        };
        self.loading_newer.set(true);
        browser::spawn(async move {
            let page = self.fetch(PageAt::After(after)).await;
            let is_there = page.is_some();
            if let Some(page) = page {
                self.append(after, page.into()).await;
                self.consider_read();
            }
            let _ = self.loading_newer.try_set(false);
            self.count_page(is_there);
        });
    }

    /// After the loading has ended: who looks at the edges only then gets an answer. A page that did not come is asked for
    /// again when something else happens.
    fn count_page(self, is_there: bool) {
        if is_there {
            let _ = self
                .pages
                .try_update(|pages| *pages = pages.wrapping_add(1));
        }
    }

    /// Shows the newest messages, loading them if the window does not reach them. Scroll down when
    /// [`TimelineStore::at_live_end`] is true.
    pub fn jump_to_end(self) {
        let is_there = self.core.try_with_value(|core| core.timeline.at_live_end());
        if is_there != Some(false) || self.loading_newer.get_untracked() {
            return;
        }
        self.loading_newer.set(true);
        browser::spawn(async move {
            if let Some(page) = self.fetch(PageAt::End).await {
                self.update(|timeline| timeline.show(page.into()));
                self.consider_read();
            }
            let _ = self.loading_newer.try_set(false);
        });
    }

    /// Shows the page around a number; false: it did not come.
    pub(super) async fn show_around(self, seq: u64) -> bool {
        let page = self.fetch(PageAt::Around(seq)).await;
        let is_there = page.is_some();
        if let Some(page) = page {
            self.update(|timeline| timeline.show(page.into()));
        }
        is_there
    }

    /// A number is missing: after a little patience the server is asked.
    pub(super) fn watch_gap(self) {
        let was_watched = self
            .core
            .try_update_value(|core| std::mem::replace(&mut core.is_resuming, true));
        if was_watched != Some(false) {
            return;
        }
        browser::spawn(async move {
            loop {
                clock::sleep(LOOK_MS).await;
                let now = clock::now();
                let Some(due) = self.update(|timeline| timeline.resume_due(now)) else {
                    return;
                };
                if let Some(after) = due
                    && !self.resume(after).await
                {
                    break;
                }
                if self.core.try_with_value(|core| core.timeline.has_gap()) != Some(true) {
                    break;
                }
            }
            self.core.try_update_value(|core| core.is_resuming = false);
        });
    }

    /// The server's head of this room: finds a lost last event.
    pub(super) fn heard_head(self, head: u64) {
        let now = clock::now();
        let has_gap = self.update(|timeline| {
            timeline.heard_head(head, now);
            timeline.has_gap()
        });
        if has_gap == Some(true) {
            self.watch_gap();
        }
    }

    /// The subscription stands; what happened before it is asked for at once. So it is where the server seems to be behind:
    /// either what came meanwhile has overtaken the answer, or its database is a copy that was restored.
    pub(super) async fn catch_up(self, head: u64) {
        let now = clock::now();
        let after = self.update(|timeline| {
            timeline.connection_lost();
            timeline.heard_head(head, now);
            let applied = timeline.applied();
            (timeline.has_gap() || head < applied).then_some(applied)
        });
        if let Some(Some(after)) = after
            && self.resume(after).await
            && self.core.try_with_value(|core| core.timeline.has_gap()) == Some(true)
        {
            self.watch_gap();
        }
    }

    /// Positions take no number, so those that moved between the page and the subscription are asked for: where an own
    /// message on screen waits to be read.
    pub(super) async fn catch_up_receipts(self) {
        let is_waiting = self.core.try_with_value(|core| {
            core.timeline.shown().iter().any(|row| match &row.body {
                RowBody::Bubble(bubble) => match &bubble.status {
                    Some(Status::Posted(receipt)) => receipt.read < receipt.others,
                    _ => false,
                },
                RowBody::Notice(_) => false,
            })
        });
        if is_waiting == Some(true)
            && let Ok(page) = api::rooms::load_room(self.room(), None).await
        {
            self.update(|timeline| {
                for member in &page.members {
                    timeline.receipt(member.person.id, member.delivered, member.read);
                }
            });
        }
    }

    /// Asks what happened after a number, page after page. False: there was no answer.
    async fn resume(self, mut after: u64) -> bool {
        let Some(client) = self.client() else {
            return false;
        };
        loop {
            let command = Command::Resume {
                room: self.room(),
                after,
            };
            let now = clock::now();
            match client.connection.request(command).await {
                Ok(Reply::Changes {
                    changes,
                    upto,
                    head,
                    ..
                }) => {
                    for change in &changes {
                        client
                            .rooms
                            .apply(client, &protocol::Event::RoomChanged(change.clone()));
                    }
                    let changes: Vec<Change> = changes.into_iter().map(Change::from).collect();
                    let applied = self
                        .update(|timeline| timeline.resumed(after, changes, upto, head, now))
                        .unwrap_or_default();
                    self.took(&applied);
                    if upto >= head || upto <= after {
                        return true;
                    }
                    after = upto;
                }
                // The server goes on from a copy that was restored: whatever this page knows may be of what is lost.
                Ok(Reply::Reset { head, .. }) if head < after => {
                    client.connection.reload();
                    return true;
                }
                Ok(Reply::Reset { .. }) => {
                    self.reload().await;
                    return true;
                }
                Err(ApiError::NotAMember) => {
                    self.set_left(true);
                    return false;
                }
                Ok(_) | Err(_) => {
                    self.update(domain::timeline::Timeline::connection_lost);
                    return false;
                }
            }
        }
    }

    /// Loads the room afresh: too much has happened to be told one by one.
    pub(super) async fn reload(self) {
        if let (Ok(page), Some(client)) = (
            api::rooms::load_room(self.room(), None).await,
            self.client(),
        ) {
            client
                .people
                .learn(page.members.iter().map(|member| &member.person));
            client.people.learn(&page.page.authors);
            client.rooms.learn(&page.summary);
            self.fill(&page);
            self.consider_read();
        }
    }

    /// Adds a page above, from below: a few rows a frame, and each by itself. A keyed list takes every row that is there out
    /// of the page and puts it back when more than one comes before them (tachys 0.2: a run of moves is as the first of
    /// it), which costs as much as building them all.
    async fn prepend(self, mut before: u64, mut older: Page) {
        let mut patience_ms = TYPEFACE_MS;
        loop {
            let message = older.messages.pop();
            let left = older.messages.len();
            let seq = message.as_ref().map(|message| message.seq);
            let page = Page {
                messages: message.into_iter().collect(),
                at_start: left == 0 && older.at_start,
                quoted: std::mem::take(&mut older.quoted),
                ..older
            };
            self.update(|timeline| timeline.prepend(before, page));
            let Some(seq) = seq.filter(|_| left > 0) else {
                break;
            };
            before = seq;
            tick().await;
            if left.is_multiple_of(SLICE) {
                self.trim(Edge::End);
                page::next_frame().await;
                patience_ms = page::typefaces(patience_ms).await;
            }
        }
        self.trim(Edge::End);
    }

    /// Adds a page below, slice by slice from above.
    async fn append(self, mut after: u64, mut newer: Page) {
        let mut patience_ms = TYPEFACE_MS;
        loop {
            let rest = newer.messages.split_off(newer.messages.len().min(SLICE));
            let messages = std::mem::replace(&mut newer.messages, rest);
            let last = messages.last().map(|message| message.seq);
            let is_last = newer.messages.is_empty();
            let slice = Page {
                messages,
                at_end: is_last && newer.at_end,
                quoted: std::mem::take(&mut newer.quoted),
                ..newer
            };
            self.update(|timeline| timeline.append(after, slice));
            // Drawn one after the other: a list that grows at its end and shrinks at its beginning in one step moves rows
            // about that stand where they stood.
            page::next_frame().await;
            self.trim(Edge::Start);
            let Some(last) = last.filter(|_| !is_last) else {
                return;
            };
            after = last;
            page::next_frame().await;
            patience_ms = page::typefaces(patience_ms).await;
        }
    }

    fn ask_at(
        self,
        at: impl FnOnce(&domain::timeline::Timeline<ApiError>) -> Option<u64>,
    ) -> Option<u64> {
        self.core
            .try_with_value(|core| at(&core.timeline).filter(|_| core.timeline.is_loaded()))
            .flatten()
    }

    async fn fetch(self, at: PageAt) -> Option<MessagePage> {
        // Without an answer the window stays as it is; scrolling on asks again.
        let page = api::messages::list_messages(self.room(), at).await.ok()?;
        self.client()?.people.learn(&page.authors);
        Some(page)
    }
}

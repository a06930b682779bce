//! What counts as read: the end of the timeline on screen, in a page that is visible and has the focus.

use leptos::prelude::*;
use protocol::Command;

use super::TimelineStore;
use crate::browser::{self, clock};

/// The viewer's eyes need a moment, and several messages are told at once.
const SETTLE_MS: u32 = 250;

/// How far reading got.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    /// The end of the timeline is on screen.
    pub is_at_bottom: bool,
    /// The server was told.
    told: u64,
    is_settling: bool,
    /// Marked as unread by hand: looking at it does not count until the room is left or answered.
    is_held: bool,
}

impl TimelineStore {
    /// Tells whether the end of the timeline is on screen (within a few pixels). While it is, and the page is visible and
    /// focused, the room counts as read.
    pub fn set_at_bottom(self, at_bottom: bool) {
        let differs = self.core.try_update_value(|core| {
            let differs = core.reading.is_at_bottom != at_bottom;
            core.reading.is_at_bottom = at_bottom;
            differs
        });
        if differs == Some(true) && at_bottom {
            let _ = self.new_below.try_set(0);
            self.consider_read();
        }
    }

    /// Marks everything from this message on as unread, on all own devices.
    pub fn mark_unread_from(self, seq: u64) {
        let Some(client) = self.client() else {
            return;
        };
        let up_to = seq.saturating_sub(1);
        self.core.update_value(|core| {
            core.reading.is_held = true;
            core.reading.told = up_to;
        });
        self.update(|timeline| timeline.set_unread_line(Some(up_to)));
        client.connection.tell(Command::MarkRead {
            room: self.room(),
            up_to,
            backwards: true,
        });
    }

    /// The room was loaded: up to here it is read, as the server knows.
    pub(super) fn was_read_to(self, read: u64) {
        self.core.try_update_value(|core| {
            if !core.reading.is_held {
                core.reading.told = read;
            }
        });
    }

    /// Nothing of it is on screen any more.
    pub(super) fn left_screen(self) {
        self.core.try_update_value(|core| {
            core.reading.is_at_bottom = false;
            core.reading.is_held = false;
        });
        let _ = self.new_below.try_set(0);
    }

    /// Reading counts again.
    pub(super) fn release_unread(self) {
        self.core
            .try_update_value(|core| core.reading.is_held = false);
    }

    /// The connection is gone: what the server was told last may not have arrived.
    pub(in crate::state) fn forget_told(self) {
        self.core.try_update_value(|core| {
            core.reading.told = 0;
            core.timeline.connection_lost();
        });
    }

    /// Another message of others came below what is on screen.
    pub(super) fn count_below(self) {
        let is_below = self
            .core
            .try_with_value(|core| !core.reading.is_at_bottom && core.opens > 0);
        if is_below == Some(true) {
            let _ = self.new_below.try_update(|count| *count += 1);
        }
    }

    /// Something changed that may make the room read.
    pub(in crate::state) fn consider_read(self) {
        if self.read_up_to().is_none() {
            return;
        }
        let was_settling = self
            .core
            .try_update_value(|core| std::mem::replace(&mut core.reading.is_settling, true));
        if was_settling != Some(false) {
            return;
        }
        browser::spawn(async move {
            clock::sleep(SETTLE_MS).await;
            self.core
                .try_update_value(|core| core.reading.is_settling = false);
            if let Some(up_to) = self.read_up_to() {
                self.mark_read(up_to).await;
            }
        });
    }

    async fn mark_read(self, up_to: u64) {
        let Some(client) = self.client() else {
            return;
        };
        client.rooms.read_here(self.room(), up_to);
        self.core.try_update_value(|core| core.reading.told = up_to);
        let command = Command::MarkRead {
            room: self.room(),
            up_to,
            backwards: false,
        };
        if client.connection.request(command).await.is_err() {
            self.core.try_update_value(|core| core.reading.told = 0);
        }
    }

    /// The number up to which everything is read, if that is news.
    fn read_up_to(self) -> Option<u64> {
        if !self.is_attended() {
            return None;
        }
        self.core
            .try_with_value(|core| {
                let applied = core.timeline.applied();
                let is_news = core.reading.is_at_bottom
                    && !core.reading.is_held
                    && core.timeline.at_live_end()
                    && applied > core.reading.told;
                is_news.then_some(applied)
            })
            .flatten()
    }
}

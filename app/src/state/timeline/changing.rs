//! What one does to messages that are there: another text, deletion, reactions, answers.

use std::sync::Arc;

use domain::{
    message::Message,
    timeline::{RowBody, RowKey},
};
use leptos::prelude::*;
use protocol::{ApiError, Command};

use super::TimelineStore;
use crate::{
    browser::{self, page},
    state::ToastKind,
};

/// What the composer is for at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// A new message.
    #[default]
    New,
    /// A message that answers the one with this number.
    Reply(u64),
    /// Another text of one's own message with this number.
    Edit(u64),
}

/// What one does in a talk at the moment. One signal for all of it: each kind of signal weighs a kilobyte or two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Attention {
    aim: Aim,
    active: Option<RowKey>,
    /// The acts stay where they are: a window of theirs is open, or about to.
    is_held: bool,
    revealed: Option<(RowKey, u32)>,
}

impl TimelineStore {
    /// What the composer is for. Tracked.
    #[must_use]
    pub fn aim(self) -> Aim {
        self.attention.with(|attention| attention.aim)
    }

    /// The same, not tracked.
    #[must_use]
    pub fn aim_now(self) -> Aim {
        self.attention.with_untracked(|attention| attention.aim)
    }

    /// Chooses that.
    pub fn take_aim(self, aim: Aim) {
        self.turn(|attention| attention.aim = aim);
    }

    /// Whether the acts of this message are shown. Tracked.
    #[must_use]
    pub fn is_active(self, key: RowKey) -> bool {
        self.attention
            .with(|attention| attention.active == Some(key))
    }

    fn set_active(self, key: Option<RowKey>) {
        self.turn(|attention| {
            if !attention.is_held {
                attention.active = key;
            }
        });
    }

    /// Keeps the acts where they are, wherever one points, or lets them go.
    pub fn hold(self, is_held: bool) {
        self.turn(|attention| attention.is_held = is_held);
    }

    /// Shows the acts of this message and of no other.
    pub fn focus_on(self, key: RowKey) {
        self.set_active(Some(key));
    }

    fn turn(self, turn: impl FnOnce(&mut Attention)) {
        let mut now = self.attention.get_untracked();
        turn(&mut now);
        if self.attention.get_untracked() != now {
            self.attention.set(now);
        }
    }

    /// Someone points at this message: its acts are shown, unless the menu of another one is open.
    pub fn point_at(self, key: RowKey) {
        if !page::has_focus(".message-acts [role=menu]") {
            self.set_active(Some(key));
        }
    }

    /// Shows the acts of this message, or hides them if they are shown.
    pub fn toggle_active(self, key: RowKey) {
        self.turn(|attention| {
            let is_shown = attention.active == Some(key);
            attention.active = (!is_shown).then_some(key);
        });
    }

    /// Nobody points at the talk any more: acts are shown for the keyboard only.
    pub fn release_active(self) {
        if !page::has_focus(".message-acts") {
            self.set_active(None);
        }
    }

    /// Goes to the message with this number, loading what is around it where it is not there.
    pub fn go_to(self, seq: u64) {
        if self.key_of(seq).is_some() {
            return self.reveal(seq);
        }
        browser::spawn(async move {
            if self.show_around(seq).await {
                self.reveal(seq);
            }
        });
    }

    /// The message to bring before the eyes, with a count: the same one may be asked for again. Tracked.
    #[must_use]
    pub fn revealed(self) -> Option<(RowKey, u32)> {
        self.attention.with(|attention| attention.revealed)
    }

    fn reveal(self, seq: u64) {
        let key = self.key_of(seq);
        if key.is_none()
            && let Some(client) = self.client()
        {
            client
                .toasts
                .show(ToastKind::Info, "This message is not here any more.");
        }
        if let Some(key) = key {
            self.turn(|attention| {
                let count = attention.revealed.map_or(0, |(_, count)| count);
                attention.revealed = Some((key, count.wrapping_add(1)));
            });
        }
    }

    /// A message of the window.
    #[must_use]
    pub fn message(self, seq: u64) -> Option<Arc<Message>> {
        self.core
            .try_with_value(|core| core.timeline.messages().find(|m| m.seq == seq).cloned())
            .flatten()
    }

    /// The newest message of one's own in the window.
    #[must_use]
    pub fn last_own(self) -> Option<Arc<Message>> {
        self.core
            .try_with_value(|core| {
                let mut messages = core.timeline.messages().rev();
                messages.find(|message| message.author == core.me).cloned()
            })
            .flatten()
    }

    /// The row of the message with this number, if it is shown.
    #[must_use]
    pub fn key_of(self, seq: u64) -> Option<RowKey> {
        self.core
            .try_with_value(|core| {
                let mut rows = core.timeline.shown().iter();
                let row = rows.find(|row| match &row.body {
                    RowBody::Bubble(bubble) => bubble.seq == Some(seq),
                    RowBody::Notice(_) => false,
                });
                row.map(|row| row.key)
            })
            .flatten()
    }

    /// Gives one's own message another text.
    ///
    /// # Errors
    /// What the server answers; nothing has changed then.
    pub async fn edit(self, seq: u64, body: String) -> Result<(), ApiError> {
        let room = self.room();
        self.ask(Command::EditMessage { room, seq, body }).await
    }

    /// Deletes a message for all.
    ///
    /// # Errors
    /// What the server answers; nothing has changed then.
    pub async fn delete(self, seq: u64) -> Result<(), ApiError> {
        let room = self.room();
        self.ask(Command::DeleteMessage { room, seq }).await
    }

    /// Reacts with an emoji, or takes that back where one has. What goes wrong is said in passing.
    pub fn react(self, seq: u64, emoji: String) {
        let me = self.core.try_with_value(|core| core.me);
        let (Some(message), Some(client)) = (self.message(seq), self.client()) else {
            return;
        };
        let mut known = message.since.reactions.iter();
        let on = !known
            .any(|known| known.emoji == emoji && known.by.iter().any(|user| Some(*user) == me));
        let command = Command::SetReaction {
            room: self.room(),
            seq,
            emoji,
            on,
        };
        browser::spawn(async move {
            if let Err(error) = self.ask(command).await {
                client.toasts.error(&error);
            }
        });
    }

    async fn ask(self, command: Command) -> Result<(), ApiError> {
        let client = self.client().ok_or(ApiError::NoConnection)?;
        client.connection.request(command).await.map(|_| ())
    }
}

//! What tabs of the same account tell each other.

use domain::{RoomId, UserId};
use serde::{Deserialize, Serialize};

use super::{Client, Theme, outbox::Acked};
use crate::browser::tabs;

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TabNews {
    /// A message is on the server's disk.
    Acked(Acked),
    /// A draft was changed.
    Draft {
        /// Where.
        room: RoomId,
        /// What it is now, as the device keeps it.
        text: String,
    },
    /// Light or dark was chosen, by name.
    Theme(String),
    /// How much of the mood is painted was changed.
    Mood,
    /// Messages on their way are kept that this tab does not send, or will not as it closes.
    Left,
}

impl TabNews {
    /// Tells the other tabs.
    pub fn post(&self) {
        if let Ok(text) = serde_json::to_string(self) {
            tabs::post(&text);
        }
    }

    /// Hears the other tabs of this account, as long as the page lives.
    pub fn listen(client: Client, account: UserId) {
        tabs::listen(&format!("moodlight.{account}"), move |text| {
            match crate::json::read_json(text.as_bytes()) {
                Some(Self::Acked(ack)) => client.outbox.acked_elsewhere(client, &ack),
                Some(Self::Draft { room, text }) => client.drafts.changed_elsewhere(room, &text),
                Some(Self::Theme(name)) => client.theme.show(Theme::from_name(&name)),
                Some(Self::Mood) => client.mood.changed_elsewhere(),
                Some(Self::Left) => client.outbox.left_elsewhere(client),
                // From a tab of another version.
                None => {}
            }
        });
    }
}

//! One message on its way, as the device keeps it.

use domain::{
    ClientMessageId, RoomId, Timestamp, UserId,
    timeline::{Pending, PendingState},
};
use protocol::ApiError;
use serde::{Deserialize, Serialize};

/// A message that the server may not have yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    pub room: RoomId,
    pub id: ClientMessageId,
    pub text: String,
    /// The number of the message that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<u64>,
    pub written_at: Timestamp,
    /// Refused, with this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ApiError>,
    /// This tab sends it. What other tabs left is sent by the one that leads.
    #[serde(skip)]
    pub is_ours: bool,
}

impl Item {
    /// Under what it is kept. Names sort in the order of writing, and so do the keys of one room.
    pub fn key(&self, account: UserId) -> String {
        format!("{account}/{}/{}", self.room, self.id)
    }

    /// As the timeline shows it.
    pub fn pending(&self) -> Pending<ApiError> {
        Pending {
            client_message_id: self.id,
            text: self.text.as_str().into(),
            reply_to: self.reply_to,
            written_at: self.written_at,
            state: match &self.error {
                Some(error) => PendingState::Failed(error.clone()),
                None => PendingState::Sending,
            },
        }
    }
}

/// What to do after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// The person decides: it is shown as failed.
    Fail,
    /// Again after so many milliseconds; it stays in its place.
    Again(u32),
    /// Again when the connection is back.
    WhenOpen,
}

/// How an error is met. Sending again is always safe: the server knows the message by its name.
pub(super) fn after(error: &ApiError) -> After {
    match error {
        ApiError::NoConnection | ApiError::NotSignedIn => After::WhenOpen,
        ApiError::RateLimited { retry_after_ms } => After::Again(
            u32::try_from(*retry_after_ms)
                .unwrap_or(u32::MAX)
                .clamp(100, 60_000),
        ),
        ApiError::Unavailable | ApiError::Internal => After::Again(2_000),
        _ => After::Fail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_go_well_later_is_sent_again_and_the_rest_is_for_the_person() {
        assert_eq!(after(&ApiError::NoConnection), After::WhenOpen);
        assert_eq!(after(&ApiError::Unavailable), After::Again(2_000));
        let limited = ApiError::RateLimited {
            retry_after_ms: 700,
        };
        assert_eq!(after(&limited), After::Again(700));
        assert_eq!(after(&ApiError::ReadOnly), After::Fail);
        assert_eq!(after(&ApiError::NotAMember), After::Fail);
    }

    #[test]
    fn keys_of_one_room_sort_as_written() {
        let item = |ms: u64| Item {
            room: RoomId::from_parts(1, [0; 10]),
            id: ClientMessageId::from_parts(ms, [0; 10]),
            text: String::new(),
            reply_to: None,
            written_at: Timestamp(0),
            error: None,
            is_ours: true,
        };
        let account = UserId::from_parts(1, [0; 10]);
        assert!(item(1_000).key(account) < item(2_000).key(account));
    }
}

//! What people have written in a room and not sent: the same on all their devices, and nobody else's business.

use domain::{RoomId, UserId, text};
use protocol::{ApiError, Event, drafts::Draft, error::Field};

use crate::{AppState, Result, realtime::Notice, services::messages::membership, store};

/// Writes a draft down instead of the one of version `after`, and tells their other devices; answers it. Where there is another
/// one by now, it stays, and is answered.
///
/// # Errors
/// `NotAMember`; `InvalidField` for a text that no message may be; `Malformed` for a version that no draft can have.
pub async fn save(
    state: &AppState,
    user: UserId,
    room: RoomId,
    text: &str,
    after: u64,
) -> Result<Draft> {
    let text = text::draft(text).map_err(|reason| ApiError::invalid(Field::Body, reason))?;
    let next = after
        .checked_add(1)
        .filter(|next| i64::try_from(*next).is_ok())
        .ok_or(ApiError::Malformed)?;
    state
        .writer
        .run_aside(move |tx| {
            Box::pin(async move {
                membership(tx.db(), room, user).await?;
                // At least the time, so that after a copy was restored versions go on above all that devices know.
                let now = u64::try_from(tx.now().0).unwrap_or_default();
                let draft = Draft {
                    room,
                    text,
                    version: now.max(next),
                };
                if let Some(other) = store::drafts::set(tx.db(), user, &draft, after).await? {
                    return Ok(other);
                }
                tx.publish(Notice::Personal {
                    user,
                    event: Box::new(Event::DraftChanged(draft.clone())),
                });
                Ok(draft)
            })
        })
        .await
}

/// All of somebody's, with those that are empty by now.
///
/// # Errors
/// Those of the database.
pub async fn list(state: &AppState, user: UserId) -> Result<Vec<Draft>> {
    Ok(store::drafts::list(state.db.read(), user).await?)
}

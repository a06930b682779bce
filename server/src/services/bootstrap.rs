//! Everything the first page after sign-in needs, in one answer.

use std::collections::HashSet;

use domain::{UserId, people::Viewer, room::RoomSummary};
use protocol::accounts::Bootstrap;

use super::{accounts, feelings, place, presence, rooms};
use crate::{AppState, Result, store};

/// Loads it.
///
/// # Errors
/// [`protocol::ApiError::NotSignedIn`] if the account is gone.
pub async fn load(state: &AppState, viewer: &Viewer) -> Result<Bootstrap> {
    let account = accounts::account(state, viewer).await?;
    let place = place::load(state).await?;
    let rooms = rooms::summaries(state, viewer.user_id, &[]).await?;
    let named: Vec<UserId> = rooms
        .iter()
        .flat_map(named_in)
        .collect::<HashSet<_>>()
        .into_iter()
        .collect();
    let near: HashSet<UserId> = rooms
        .iter()
        .flat_map(|room| room.some_members.iter().copied().chain(named_in(room)))
        .filter(|user| *user != viewer.user_id)
        .collect();
    let mut heard = near.clone();
    heard.insert(viewer.user_id);
    Ok(Bootstrap {
        account,
        place,
        presence: presence::of(state, viewer.user_id, near).await?,
        feelings: feelings::of(state, viewer.user_id, heard).await?,
        people: store::users::list(state.db.read(), &named).await?,
        rooms,
        build: state.build.clone(),
    })
}

/// Who is named where the room stands in a list.
fn named_in(room: &RoomSummary) -> impl Iterator<Item = UserId> {
    let author = room.last.as_ref().map(|last| last.author);
    let other = room.other.as_ref().map(|other| other.id);
    author.into_iter().chain(other)
}

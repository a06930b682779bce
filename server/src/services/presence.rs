//! Who is there, as far as the viewer may know.

use std::collections::{HashMap, HashSet};

use domain::{
    UserId,
    people::{Presence, PresenceState},
};
use protocol::accounts::PersonPresence;

use crate::{AppState, Result, store};

/// Presence of these people: of those who are here, and of those of whom it is known when they last were. Nothing of
/// those who have blocked the viewer or were blocked by them.
///
/// # Errors
/// Those of the database.
pub async fn of(
    state: &AppState,
    viewer: UserId,
    people: HashSet<UserId>,
) -> Result<Vec<PersonPresence>> {
    let db = state.db.read();
    let hidden = store::members::list_hidden(db, viewer).await?;
    let people: Vec<UserId> = people.difference(&hidden).copied().collect();
    let mut known: HashMap<UserId, PresenceState> =
        store::people::list_last_seen(db, people.iter().copied())
            .await?
            .into_iter()
            .map(|(user, at)| {
                let state = PresenceState {
                    presence: Presence::Offline,
                    last_seen: Some(at),
                };
                (user, state)
            })
            .collect();
    // What the sockets say is newer than what is on disk.
    for sighting in state.hub.presence_of(viewer, people) {
        known.insert(sighting.user, sighting.state);
    }
    Ok(known
        .into_iter()
        .map(|(user, state)| PersonPresence { user, state })
        .collect())
}

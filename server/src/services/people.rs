//! Other people: finding them, their profiles, blocking.

use std::collections::HashSet;

use domain::{
    UserId,
    people::{Person, Viewer},
    text,
};
use protocol::{
    ApiError, Event, SEARCH_MAX,
    error::Field,
    people::{Profile, SharedRoom},
};

use super::{feelings, presence};
use crate::{AppState, Result, realtime::Notice, store};

/// Longest text that is searched for.
const QUERY_MAX: usize = 100;

/// People whose name or username holds every word of the query; all, if it is empty.
///
/// # Errors
/// [`ApiError::InvalidField`] for a text that is no name's.
pub async fn find(state: &AppState, viewer: &Viewer, query: &str) -> Result<Vec<Person>> {
    if query.chars().count() > QUERY_MAX {
        let max = u32::try_from(QUERY_MAX).unwrap_or(u32::MAX);
        return Err(ApiError::invalid(Field::Query, text::TextError::TooLong { max }).into());
    }
    let words = query.trim().trim_start_matches('@');
    Ok(store::users::search(
        state.db.read(),
        viewer.user_id,
        words,
        u64::from(SEARCH_MAX),
    )
    .await?)
}

/// A person as the viewer may see them.
///
/// # Errors
/// [`ApiError::NotFound`] for no such person, and for one who has blocked the viewer and shares no room with them.
pub async fn profile(state: &AppState, viewer: &Viewer, username: &str) -> Result<Profile> {
    let db = state.db.read();
    let username = username.trim().trim_start_matches('@').to_lowercase();
    let person = store::users::find_by_username(db, &username)
        .await?
        .ok_or(ApiError::NotFound)?;
    let (me, them) = (viewer.user_id, person.id);
    let is_self = me == them;
    let (direct_room, shared_rooms) = if is_self {
        (None, Vec::new())
    } else {
        (
            store::rooms::find_direct(db, me, them).await?,
            store::members::list_shared_groups(db, me, them).await?,
        )
    };
    let is_stranger = direct_room.is_none() && shared_rooms.is_empty();
    if is_stranger && store::blocks::exists(db, them, me).await? {
        return Err(ApiError::NotFound.into());
    }
    let presence = presence::of(state, me, HashSet::from([them])).await?;
    let mut feelings = feelings::of(state, me, HashSet::from([them])).await?;
    Ok(Profile {
        presence: presence
            .first()
            .map(|known| known.state)
            .unwrap_or_default(),
        declared: feelings.pop().map(|known| known.declared),
        person,
        direct_room,
        shared_rooms: shared_rooms
            .into_iter()
            .map(|(id, name)| SharedRoom { id, name })
            .collect(),
        is_blocked: store::blocks::exists(db, me, them).await?,
        is_self,
    })
}

/// Blocks or unblocks: neither can write to the other in a direct chat any more, or find the blocker.
///
/// # Errors
/// [`ApiError::NotFound`] for no such person, [`ApiError::Forbidden`] for oneself.
pub async fn set_blocked(
    state: &AppState,
    viewer: &Viewer,
    user: UserId,
    blocked: bool,
) -> Result<()> {
    let by = viewer.user_id;
    if by == user {
        return Err(ApiError::Forbidden.into());
    }
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                store::users::find(tx.db(), user)
                    .await?
                    .ok_or(ApiError::NotFound)?;
                let now = tx.now();
                if blocked {
                    store::blocks::insert(tx.db(), by, user, now).await?;
                } else {
                    store::blocks::delete(tx.db(), by, user).await?;
                }
                let all = store::blocks::list(tx.db(), by).await?;
                // Two who have blocked each other stay hidden until both have let go.
                let hidden = blocked || store::blocks::exists(tx.db(), user, by).await?;
                tx.publish(Notice::Blocked {
                    by,
                    user,
                    blocked: hidden,
                });
                feelings::show_each_other(tx, by, user, hidden).await?;
                tx.publish(Notice::Personal {
                    user: by,
                    event: Box::new(Event::BlocksChanged { blocked: all }),
                });
                Ok(())
            })
        })
        .await
}

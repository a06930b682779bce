//! How people say they feel: a status that they press to send. What a device guesses never comes here.

use std::collections::HashSet;

use domain::{
    UserId,
    feeling::{self, Declared, Feeling, Lasting},
    people::Viewer,
};
use protocol::{ApiError, Event, error::Field, people::PersonFeeling};

use super::writer::Tx;
use crate::{AppState, Result, realtime::Notice, store};

/// Says how the viewer feels; whoever shares a room is told.
///
/// # Errors
/// [`ApiError::InvalidField`], or [`ApiError::Malformed`] where no day lasts so long.
pub async fn set(
    state: &AppState,
    viewer: &Viewer,
    feeling: Feeling,
    note: &str,
    lasting: Lasting,
) -> Result<Declared> {
    let note = feeling::note(note).map_err(|reason| ApiError::invalid(Field::Note, reason))?;
    let user = viewer.user_id;
    state
        .writer
        .run_aside(move |tx| {
            Box::pin(async move {
                let until = lasting.until(tx.now()).map_err(ApiError::from)?;
                // Nothing is written into what is left of an account.
                if store::people::list_present(tx.db(), [user])
                    .await?
                    .is_empty()
                {
                    return Err(ApiError::NotSignedIn.into());
                }
                let declared = Declared {
                    feeling,
                    note,
                    until,
                };
                store::feelings::set(tx.db(), user, &declared).await?;
                tell(tx, user, Some(declared.clone()));
                Ok(declared)
            })
        })
        .await
}

/// Takes it back, at any time.
///
/// # Errors
/// Those of the database.
pub async fn clear(state: &AppState, viewer: &Viewer) -> Result<()> {
    let user = viewer.user_id;
    state
        .writer
        .run_aside(move |tx| Box::pin(forget(tx, user)))
        .await
}

/// As part of a change: the person says nothing any more, and whoever heard it is told.
///
/// # Errors
/// Those of the database.
pub async fn forget(tx: &mut Tx, user: UserId) -> Result<()> {
    if store::feelings::delete(tx.db(), user).await? {
        tell(tx, user, None);
    }
    Ok(())
}

fn tell(tx: &mut Tx, user: UserId, declared: Option<Declared>) {
    tx.publish(Notice::AboutPerson {
        user,
        event: Box::new(Event::FeelingChanged { user, declared }),
    });
}

/// What these people say now. Nothing of those who have blocked the viewer or were blocked by them.
///
/// # Errors
/// Those of the database.
pub async fn of(
    state: &AppState,
    viewer: UserId,
    people: HashSet<UserId>,
) -> Result<Vec<PersonFeeling>> {
    let db = state.db.read();
    let hidden = store::members::list_hidden(db, viewer).await?;
    let people: Vec<UserId> = people.difference(&hidden).copied().collect();
    let said = store::feelings::list(db, people, state.clock.now()).await?;
    Ok(said
        .into_iter()
        .map(|(user, declared)| PersonFeeling { user, declared })
        .collect())
}

/// As part of a change: two people see of each other what they say, or nothing while one of them has blocked the other.
/// Whoever shares no room with the other was told nothing and is told nothing.
///
/// # Errors
/// Those of the database.
pub async fn show_each_other(tx: &mut Tx, one: UserId, other: UserId, hidden: bool) -> Result<()> {
    let share_a_room = store::rooms::find_direct(tx.db(), one, other)
        .await?
        .is_some()
        || !store::members::list_shared_groups(tx.db(), one, other)
            .await?
            .is_empty();
    if !share_a_room {
        return Ok(());
    }
    let said = store::feelings::list(tx.db(), [one, other], tx.now()).await?;
    for (reader, user) in [(one, other), (other, one)] {
        if let Some(declared) = said.get(&user) {
            let declared = (!hidden).then(|| declared.clone());
            tx.publish(Notice::Personal {
                user: reader,
                event: Box::new(Event::FeelingChanged { user, declared }),
            });
        }
    }
    Ok(())
}

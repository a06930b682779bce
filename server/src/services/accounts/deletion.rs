//! The end of an account. What was said stays where it was said; who said it is "Former member" from then on.

use domain::{
    UserId,
    people::{PlaceRole, Viewer},
};
use protocol::{ApiError, Event};

use super::password;
use crate::{
    AppState, Result,
    realtime::Notice,
    services::{feelings, members, place, sign_ins, writer::Tx},
    store,
};

/// Deletes the viewer's account.
///
/// # Errors
/// [`ApiError::WrongCredentials`], or [`ApiError::LastOwner`] where others would be left without an owner of the place.
pub async fn delete(state: &AppState, viewer: &Viewer, password: &str) -> Result<()> {
    let checked = password::confirm(state, viewer, password)
        .await?
        .password_hash;
    let user = viewer.user_id;
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                password::still_right(tx, user, &checked).await?;
                erase(tx, user).await
            })
        })
        .await
}

async fn erase(tx: &mut Tx, user: UserId) -> Result<()> {
    store::place::lock(tx.db()).await?;
    let is_owner = store::users::role(tx.db(), user).await? == Some(PlaceRole::Owner);
    let is_only_owner = is_owner && store::users::count_owners(tx.db()).await? <= 1;
    let is_alone = store::users::count(tx.db()).await? <= 1;
    if is_only_owner && !is_alone {
        return Err(ApiError::LastOwner.into());
    }
    let now = tx.now();
    let person = store::users::erase(tx.db(), user, now)
        .await?
        .ok_or(ApiError::NotSignedIn)?;
    // Told before they leave: afterwards they share no room with anyone.
    feelings::forget(tx, user).await?;
    store::drafts::delete_all(tx.db(), user).await?;
    tx.publish(Notice::AboutPerson {
        user,
        event: Box::new(Event::PersonChanged { person }),
    });

    members::withdraw(tx, user).await?;
    store::credentials::delete(tx.db(), user).await?;
    store::blocks::delete_all(tx.db(), user).await?;
    // What was said stays; what was only theirs to see does not.
    store::wordings::delete_of(tx.db(), user).await?;
    sign_ins::end_all_but(tx, user, None).await?;
    if is_alone {
        place::make_setup_code(tx).await?;
    }
    Ok(())
}

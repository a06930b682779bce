//! Passwords of accounts that exist: a new one, and the proof that one knows the present one.

use domain::{UserId, people::Viewer};
use protocol::{ApiError, error::Field};

use crate::{
    AppState, Result,
    auth::{passwords::Verdict, strength},
    services::{sign_ins, writer::Tx},
    store::{self, credentials::Credential},
};

/// A new password; every other sign-in ends.
///
/// # Errors
/// [`ApiError::WrongCredentials`] for the present one; those of [`strength::check`] for the new one.
pub async fn change(state: &AppState, viewer: &Viewer, current: &str, new: &str) -> Result<()> {
    let credential = confirm(state, viewer, current).await?;
    let person = store::users::find(state.db.read(), viewer.user_id)
        .await?
        .ok_or(ApiError::NotSignedIn)?;
    strength::check(
        new,
        &[
            &person.first_name,
            &person.last_name,
            &person.username,
            &credential.email,
        ],
    )?;
    let hash = state.passwords.hash(new).await?;
    let (user, kept) = (viewer.user_id, viewer.sign_in_id);
    let checked = credential.password_hash;
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                // Another change may have come first, by someone who wants this one kept out.
                still_right(tx, user, &checked).await?;
                store::credentials::update_password(tx.db(), user, hash).await?;
                sign_ins::end_all_but(tx, user, Some(kept)).await
            })
        })
        .await
}

/// In the transaction that relies on it: the password that was checked is still the person's, and stays it that long.
///
/// # Errors
/// [`ApiError::WrongCredentials`] if it was changed meanwhile, or the account deleted.
pub async fn still_right(tx: &Tx, user: UserId, checked: &str) -> Result<()> {
    let stored = store::credentials::find_for_update(tx.db(), user).await?;
    if stored.is_none_or(|stored| stored.password_hash != checked) {
        return Err(ApiError::WrongCredentials.into());
    }
    Ok(())
}

/// Before something grave: does the viewer know the password, or did they only find an open page?
///
/// # Errors
/// [`ApiError::WrongCredentials`], [`ApiError::RateLimited`].
pub async fn confirm(state: &AppState, viewer: &Viewer, password: &str) -> Result<Credential> {
    if password.is_empty() {
        let reason = domain::text::TextError::Empty;
        return Err(ApiError::invalid(Field::CurrentPassword, reason).into());
    }
    state.limits.password(None, &viewer.user_id.to_string())?;
    let credential = store::credentials::find(state.db.read(), viewer.user_id)
        .await?
        .ok_or(ApiError::NotSignedIn)?;
    match state
        .passwords
        .verify(password, Some(&credential.password_hash))
        .await?
    {
        Verdict::Right | Verdict::RightButOld => Ok(credential),
        Verdict::Wrong => Err(ApiError::WrongCredentials.into()),
    }
}

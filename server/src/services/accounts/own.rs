//! The viewer's own account.

use domain::people::Viewer;
use protocol::{ApiError, Event, accounts::Account};

use super::fields;
use crate::{AppState, Result, realtime::Notice, store};

/// The account, with what only its holder may see.
///
/// # Errors
/// [`ApiError::NotSignedIn`] if it is gone.
pub async fn account(state: &AppState, viewer: &Viewer) -> Result<Account> {
    let db = state.db.read();
    let person = store::users::find(db, viewer.user_id).await?;
    let credential = store::credentials::find(db, viewer.user_id).await?;
    let (Some(person), Some(credential)) = (person, credential) else {
        return Err(ApiError::NotSignedIn.into());
    };
    Ok(Account {
        person,
        email: credential.email,
        role: viewer.role,
        blocked: store::blocks::list(db, viewer.user_id).await?,
    })
}

/// New names and a new line about oneself; whoever shares a room is told.
///
/// # Errors
/// [`ApiError::InvalidField`].
pub async fn update_profile(
    state: &AppState,
    viewer: &Viewer,
    first_name: &str,
    last_name: &str,
    about: &str,
) -> Result<Account> {
    let names = fields::names(first_name, last_name)?;
    let about = fields::about(about)?;
    let user = viewer.user_id;
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                let person =
                    store::users::update_profile(tx.db(), user, &names.first, &names.last, &about)
                        .await?
                        .ok_or(ApiError::NotSignedIn)?;
                tx.publish(Notice::AboutPerson {
                    user,
                    event: Box::new(Event::PersonChanged { person }),
                });
                Ok(())
            })
        })
        .await?;
    account(state, viewer).await
}

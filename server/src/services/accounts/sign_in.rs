//! Signing in.

use domain::text::TextError;
use http::HeaderMap;
use protocol::{ApiError, accounts::SignIn, error::Field};

use crate::{
    AppState, Error, Result,
    auth::{passwords::Verdict, tokens::Token},
    http::client::Client,
    services::{accounts::password, sign_ins::NewSignIn},
    store::{self, credentials::Credential},
};

/// Checks the password and makes a sign-in. Whether the account does not exist or the password is wrong, the answer
/// and the work are the same.
///
/// # Errors
/// [`ApiError::WrongCredentials`], [`ApiError::RateLimited`], or [`ApiError::InvalidField`] for an empty field.
pub async fn sign_in(
    state: &AppState,
    client: Client,
    headers: &HeaderMap,
    body: SignIn,
) -> Result<Token> {
    // `@ada` is Ada, and counts as her where guesses are limited.
    let login = body.login.trim().trim_start_matches('@').to_lowercase();
    for (field, is_empty) in [
        (Field::Username, login.is_empty()),
        (Field::Password, body.password.is_empty()),
    ] {
        if is_empty {
            return Err(ApiError::invalid(field, TextError::Empty).into());
        }
    }
    // A name longer than any that exists is not worth remembering as one that was tried.
    let known_as: String = login.chars().take(domain::text::EMAIL_MAX).collect();
    state.limits.password(Some(client.address), &known_as)?;

    let credential = find(state, &login).await?;
    let stored = credential
        .as_ref()
        .map(|found| found.password_hash.as_str());
    let verdict = state.passwords.verify(&body.password, stored).await?;
    let (Some(credential), true) = (credential, verdict != Verdict::Wrong) else {
        return Err(Error::Api(ApiError::WrongCredentials));
    };
    let renewed = match verdict {
        Verdict::RightButOld => Some(state.passwords.hash(&body.password).await?),
        Verdict::Right | Verdict::Wrong => None,
    };
    let sign_in = NewSignIn::from_request(state, headers);
    let checked = credential.password_hash;
    let user = credential.user;
    state
        .writer
        .run_aside(move |tx| {
            Box::pin(async move {
                // The password may have been changed, or the account deleted, while it was checked.
                password::still_right(tx, user, &checked).await?;
                if let Some(hash) = renewed {
                    store::credentials::update_password(tx.db(), user, hash).await?;
                }
                sign_in.write(tx, user).await
            })
        })
        .await
}

/// By address if there is an `@` inside, else by username.
async fn find(state: &AppState, login: &str) -> Result<Option<Credential>> {
    let db = state.db.read();
    Ok(if login.contains('@') {
        store::credentials::find_by_email(db, login).await?
    } else {
        store::credentials::find_by_username(db, login).await?
    })
}

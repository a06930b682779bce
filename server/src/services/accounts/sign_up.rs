//! Signing up.

use domain::{UserId, people::PlaceRole};
use http::HeaderMap;
use protocol::{ApiError, accounts::SignUp, error::Field};
use sea_orm::ConnectionTrait;

use super::fields;
use crate::{
    AppState, Result,
    auth::{strength, tokens::Token},
    http::client::Client,
    services::{
        first_room,
        place::{self, Keys},
        sign_ins::NewSignIn,
    },
    store::{self, credentials::Credential, users::NewUser},
};

/// Whether the next sign-up of this client has to bring the set-up code.
///
/// # Errors
/// Those of the database.
pub async fn needs_setup_code(state: &AppState, client: Client) -> Result<bool> {
    Ok(!client.is_this_machine && place::is_empty(state.db.read()).await?)
}

/// Makes an account and signs it in. The first person becomes the owner.
///
/// # Errors
/// The door's refusals first, so that a stranger learns nothing of who has an account; then those of the fields.
pub async fn sign_up(
    state: &AppState,
    client: Client,
    headers: &HeaderMap,
    body: SignUp,
) -> Result<Token> {
    state.limits.sign_up_attempt(client.address)?;
    let keys = Keys {
        is_this_machine: client.is_this_machine,
        invitation: body.invitation,
        setup_code: body.setup_code,
    };
    place::open_door(state.db.read(), &keys).await?;

    let names = fields::names(&body.first_name, &body.last_name)?;
    let username = fields::username(&body.username)?;
    let email = fields::email(&body.email)?;
    strength::check(
        &body.password,
        &[&names.first, &names.last, &username, &email],
    )?;
    refuse_taken(state.db.read(), &username, &email).await?;
    state.limits.sign_up(client.address)?;

    let password_hash = state.passwords.hash(&body.password).await?;
    let sign_in = NewSignIn::from_request(state, headers);
    state
        .writer
        .run(move |tx| {
            Box::pin(async move {
                // Asked again where no other change can come in between.
                store::place::lock(tx.db()).await?;
                let role = place::open_door(tx.db(), &keys).await?;
                refuse_taken(tx.db(), &username, &email).await?;
                let id: UserId = tx.ids().make();
                let now = tx.now();
                let person = NewUser {
                    id,
                    username,
                    first_name: names.first,
                    last_name: names.last,
                    role,
                };
                store::users::insert(tx.db(), person, now).await?;
                let credential = Credential {
                    user: id,
                    email,
                    password_hash,
                };
                store::credentials::insert(tx.db(), credential).await?;
                if role == PlaceRole::Owner {
                    place::forget_setup_code(tx).await?;
                }
                first_room::join(tx, id).await?;
                sign_in.write(tx, id).await
            })
        })
        .await
}

async fn refuse_taken(db: &impl ConnectionTrait, username: &str, email: &str) -> Result<()> {
    let taken = |field| Err(ApiError::Taken { field }.into());
    if store::users::find_by_username(db, username)
        .await?
        .is_some()
    {
        return taken(Field::Username);
    }
    if store::credentials::is_taken(db, email).await? {
        return taken(Field::Email);
    }
    Ok(())
}

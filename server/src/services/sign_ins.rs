//! Sign-ins: who is asking, on which devices someone is signed in, and the end of it.

use domain::{SignInId, Timestamp, UserId, people::Viewer};
use http::HeaderMap;
use protocol::{ApiError, accounts::Device};

use crate::{
    AppState, Result,
    auth::{cookies, tokens::Token},
    realtime::Notice,
    services::writer::Tx,
    store::{self, sign_ins::SignInRow},
};

/// How exactly the last use is known: it is not worth a write for each request.
const USE_IS_NOTED_EVERY_MS: u64 = 60_000;

/// Who asks: by bearer token where there is one, else by cookie.
///
/// # Errors
/// [`ApiError::NotSignedIn`] if nobody, or if the sign-in has ended.
pub async fn viewer(state: &AppState, headers: &HeaderMap) -> Result<Viewer> {
    by_token(state, token(state, headers)).await
}

/// The token that a request carries: as a bearer where there is one, else in the cookie. Not looked up.
#[must_use]
pub fn token(state: &AppState, headers: &HeaderMap) -> Option<Token> {
    if headers.contains_key(http::header::AUTHORIZATION) {
        // A program: its cookies, if any, are not looked at.
        cookies::bearer(headers)
    } else {
        state.cookie.read(headers)
    }
}

/// Who asks, by bearer token only.
///
/// # Errors
/// As [`viewer`].
pub async fn program(state: &AppState, headers: &HeaderMap) -> Result<Viewer> {
    by_token(state, cookies::bearer(headers)).await
}

async fn by_token(state: &AppState, token: Option<Token>) -> Result<Viewer> {
    let nobody = || crate::Error::Api(ApiError::NotSignedIn);
    let token = token.ok_or_else(nobody)?;
    let row = store::sign_ins::find_by_token(state.db.read(), token.hash())
        .await?
        .ok_or_else(nobody)?;
    let now = state.clock.now();
    if !is_live(&row, now, state.config.sign_ins.idle_ms) {
        return Err(nobody());
    }
    let role = store::users::role(state.db.read(), row.user)
        .await?
        .ok_or_else(nobody)?;
    if now.since(row.last_used_at) >= USE_IS_NOTED_EVERY_MS {
        note_use(state, row.id).await;
    }
    tracing::Span::current().record("user.id", tracing::field::display(row.user));
    Ok(Viewer {
        user_id: row.user,
        sign_in_id: row.id,
        role,
    })
}

fn is_live(row: &SignInRow, now: Timestamp, idle_ms: i64) -> bool {
    row.expires_at > now && row.last_used_at.plus_ms(idle_ms) > now
}

/// Nobody is turned away because this could not be written.
async fn note_use(state: &AppState, id: SignInId) {
    let outcome = state
        .writer
        .run_aside(move |tx| {
            Box::pin(async move {
                let now = tx.now();
                store::sign_ins::touch(tx.db(), id, now).await?;
                Ok(())
            })
        })
        .await;
    if let Err(error) = outcome {
        tracing::warn!(error.cause = %error, "the use of a sign-in could not be noted");
    }
}

/// A sign-in to be: made before the transaction that writes it.
#[derive(Clone)]
pub struct NewSignIn {
    token: Token,
    device_name: String,
    absolute_ms: i64,
    idle_ms: i64,
    /// The sign-in that this browser had until now ends: tokens are never carried over.
    replaced: Option<Token>,
}

impl NewSignIn {
    /// For the browser or program that sent these headers.
    #[must_use]
    pub fn from_request(state: &AppState, headers: &HeaderMap) -> Self {
        let user_agent = headers
            .get(http::header::USER_AGENT)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        Self {
            token: Token::random(),
            device_name: crate::auth::devices::name(user_agent),
            absolute_ms: state.config.sign_ins.absolute_ms,
            idle_ms: state.config.sign_ins.idle_ms,
            replaced: state.cookie.read(headers),
        }
    }

    /// Writes it, and forgets what ran out meanwhile.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn write(self, tx: &mut Tx, user: UserId) -> Result<Token> {
        let now = tx.now();
        if let Some(old) = self.replaced
            && let Some(row) = store::sign_ins::find_by_token(tx.db(), old.hash()).await?
        {
            store::sign_ins::delete(tx.db(), row.user, row.id).await?;
            tx.publish(Notice::SignedOut {
                user: row.user,
                sign_ins: vec![row.id],
            });
        }
        store::sign_ins::delete_ended(tx.db(), user, now, self.idle_ms).await?;
        let row = SignInRow {
            id: tx.ids().make(),
            user,
            device_name: self.device_name,
            created_at: now,
            last_used_at: now,
            expires_at: now.plus_ms(self.absolute_ms),
        };
        store::sign_ins::insert(tx.db(), row, self.token.hash()).await?;
        Ok(self.token)
    }
}

/// Where the viewer is signed in, last used first.
///
/// # Errors
/// Those of the database.
pub async fn devices(state: &AppState, viewer: &Viewer) -> Result<Vec<Device>> {
    let now = state.clock.now();
    let rows = store::sign_ins::list(state.db.read(), viewer.user_id).await?;
    Ok(rows
        .into_iter()
        .filter(|row| is_live(row, now, state.config.sign_ins.idle_ms))
        .map(|row| Device {
            id: row.id,
            name: row.device_name,
            signed_in_at: row.created_at,
            last_used_at: row.last_used_at,
            is_current: row.id == viewer.sign_in_id,
        })
        .collect())
}

/// Ends one of the viewer's sign-ins and closes its sockets.
///
/// # Errors
/// [`ApiError::NotFound`] if it is none of theirs.
pub async fn end(state: &AppState, viewer: &Viewer, sign_in: SignInId) -> Result<()> {
    let user = viewer.user_id;
    state
        .writer
        .run_aside(move |tx| {
            Box::pin(async move {
                if !store::sign_ins::delete(tx.db(), user, sign_in).await? {
                    return Err(ApiError::NotFound.into());
                }
                tx.publish(Notice::SignedOut {
                    user,
                    sign_ins: vec![sign_in],
                });
                Ok(())
            })
        })
        .await
}

/// Ends all of the viewer's sign-ins but the one that asks.
///
/// # Errors
/// Those of the database.
pub async fn end_others(state: &AppState, viewer: &Viewer) -> Result<()> {
    let (user, kept) = (viewer.user_id, viewer.sign_in_id);
    state
        .writer
        .run_aside(move |tx| Box::pin(async move { end_all_but(tx, user, Some(kept)).await }))
        .await
}

/// Ends a person's sign-ins, as part of a greater change.
///
/// # Errors
/// Those of the database.
pub async fn end_all_but(tx: &mut Tx, user: UserId, kept: Option<SignInId>) -> Result<()> {
    let sign_ins = store::sign_ins::delete_others(tx.db(), user, kept).await?;
    if !sign_ins.is_empty() {
        tx.publish(Notice::SignedOut { user, sign_ins });
    }
    Ok(())
}

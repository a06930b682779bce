//! The place: its name, purpose and door.

use domain::place::{JoinPolicy, Place, Purpose};
use leptos::prelude::*;
use protocol::accounts::OwnPlace;
use serde::{Deserialize, Serialize};

use super::{Answer, exchange::Exchange};
#[cfg(feature = "ssr")]
use super::{answer, backend, parts, viewer};

/// What the start, sign-up and sign-in screens need to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// The place.
    pub place: Place,
    /// Someone is signed in already.
    pub is_signed_in: bool,
    /// The sign-up form must ask for the set-up code.
    pub needs_setup_code: bool,
    /// The invitation code that was given is the current one.
    pub is_invited: bool,
}

/// What stands at the door. `invitation` is the code of the link through which the visitor came, or empty.
#[server(prefix = "/api/ui", endpoint = "door", protocol = Exchange)]
pub async fn see_door(invitation: String) -> Answer<Door> {
    let (backend, parts) = (backend()?, parts()?);
    Ok(Door {
        place: answer(backend.accounts.place().await)?,
        is_signed_in: backend.accounts.viewer(&parts).await.is_ok(),
        needs_setup_code: answer(backend.accounts.needs_setup_code(&parts).await)?,
        is_invited: !invitation.is_empty()
            && answer(backend.accounts.is_invitation(&invitation).await)?,
    })
}

/// The owner's three answers, as an HTML form; the first time then to the dashboard. Later they come from the settings.
#[server(prefix = "/api/ui", endpoint = "place/set-up")]
pub async fn set_up_place(name: String, purpose: Purpose, join_policy: JoinPolicy) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    let body = protocol::accounts::SetUpPlace {
        name,
        purpose,
        join_policy,
    };
    let is_first = !answer(backend.accounts.place().await)?.is_set_up;
    answer(backend.accounts.set_up_place(&viewer, body).await)?;
    if is_first {
        leptos_axum::redirect("/");
    }
    Ok(())
}

/// The place as its owner sees it.
#[server(prefix = "/api/ui", endpoint = "place", protocol = Exchange)]
pub async fn load_own_place() -> Answer<OwnPlace> {
    let (backend, viewer) = viewer().await?;
    answer(backend.accounts.own_place(&viewer).await)
}

/// Makes a new invitation link; the old one stops working.
#[server(prefix = "/api/ui", endpoint = "place/renew-invitation", protocol = Exchange)]
pub async fn renew_invitation() -> Answer<OwnPlace> {
    let (backend, viewer) = viewer().await?;
    answer(backend.accounts.renew_invitation(&viewer).await)
}

//! How the viewer says they feel. Only what they press to send comes here.

use domain::feeling::{Declared, Feeling, Lasting};
use leptos::prelude::*;

use super::{Answer, exchange::Exchange};
#[cfg(feature = "ssr")]
use super::{answer, viewer};

/// Says it, instead of what was said before.
#[server(prefix = "/api/ui", endpoint = "account/feeling", protocol = Exchange)]
pub async fn set_feeling(feeling: Feeling, note: String, lasting: Lasting) -> Answer<Declared> {
    let (backend, viewer) = viewer().await?;
    answer(
        backend
            .accounts
            .set_feeling(&viewer, feeling, &note, lasting)
            .await,
    )
}

/// Takes it back.
#[server(prefix = "/api/ui", endpoint = "account/feeling/clear", protocol = Exchange)]
pub async fn clear_feeling() -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.accounts.clear_feeling(&viewer).await)
}

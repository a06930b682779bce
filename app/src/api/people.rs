//! Finding people, profiles, blocking.

use domain::{UserId, people::Person};
use leptos::prelude::*;
use protocol::people::Profile;

use super::{Answer, exchange::Exchange};
#[cfg(feature = "ssr")]
use super::{answer, viewer};

/// People by name or username; an empty query lists people by name.
#[server(prefix = "/api/ui", endpoint = "people/find", protocol = Exchange)]
pub async fn find_people(query: String) -> Answer<Vec<Person>> {
    let (backend, viewer) = viewer().await?;
    answer(backend.people.find(&viewer, &query).await)
}

/// A profile.
#[server(prefix = "/api/ui", endpoint = "people/profile", protocol = Exchange)]
pub async fn load_profile(username: String) -> Answer<Profile> {
    let (backend, viewer) = viewer().await?;
    answer(backend.people.profile(&viewer, &username).await)
}

/// Blocks or unblocks someone.
#[server(prefix = "/api/ui", endpoint = "people/block", protocol = Exchange)]
pub async fn set_blocked(user: UserId, blocked: bool) -> Answer<()> {
    let (backend, viewer) = viewer().await?;
    answer(backend.people.set_blocked(&viewer, user, blocked).await)
}

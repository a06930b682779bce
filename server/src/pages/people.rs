//! Other people, for the pages.

use app::backend;
use async_trait::async_trait;
use domain::{
    UserId,
    people::{Person, Viewer},
};
use protocol::{ApiError, people::Profile};

use crate::{AppState, services::people};

/// Calls the use cases.
pub struct People(pub AppState);

#[async_trait]
impl backend::People for People {
    async fn find(&self, viewer: &Viewer, query: &str) -> Result<Vec<Person>, ApiError> {
        Ok(people::find(&self.0, viewer, query).await?)
    }

    async fn profile(&self, viewer: &Viewer, username: &str) -> Result<Profile, ApiError> {
        Ok(people::profile(&self.0, viewer, username).await?)
    }

    async fn set_blocked(
        &self,
        viewer: &Viewer,
        user: UserId,
        blocked: bool,
    ) -> Result<(), ApiError> {
        Ok(people::set_blocked(&self.0, viewer, user, blocked).await?)
    }
}

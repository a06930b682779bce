//! People as others may see them. There is no e-mail address in here, and none on the way to here.

use serde::{Deserialize, Serialize};

use crate::{SignInId, Timestamp, UserId};

/// What one may know of another person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Unique in the place, without `@`.
    pub username: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// A line about themselves, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// The account is gone; what was said stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_deleted: bool,
}

impl Person {
    /// First and last name, as shown.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
            .trim()
            .to_owned()
    }
}

/// What a person's role in the whole place is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PlaceRole {
    /// Everyone.
    #[default]
    Member,
    /// Who set the place up.
    Owner,
}

/// Who is asking: a signed-in person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// Who.
    pub user_id: UserId,
    /// Through which sign-in.
    pub sign_in_id: SignInId,
    /// Their role in the place.
    pub role: PlaceRole,
}

/// Whether someone is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// A page is open and in use.
    Online,
    /// A page is open but has not been used for a while.
    Away,
    /// No page is open.
    #[default]
    Offline,
}

/// Presence with the time it was last other than offline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceState {
    /// Now.
    pub presence: Presence,
    /// When they were last there; absent if never or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Timestamp>,
}

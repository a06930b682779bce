//! Bodies of requests about accounts and the place.

use domain::{
    SignInId, Timestamp, UserId,
    people::{Person, PlaceRole},
    place::{JoinPolicy, Place, Purpose},
};
use serde::{Deserialize, Serialize};

use crate::people::PersonFeeling;

/// A sign-up. Empty strings stand for what is not given, so that a plain HTML form can send it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUp {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Username.
    pub username: String,
    /// E-mail address; never shown to others and never searchable.
    pub email: String,
    /// Password.
    pub password: String,
    /// The code of the invitation link, where the place wants one.
    #[serde(default)]
    pub invitation: String,
    /// The set-up code, where the first person signs up from elsewhere than the server's own machine.
    #[serde(default)]
    pub setup_code: String,
}

/// A sign-in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Username or e-mail address.
    pub login: String,
    /// Password.
    pub password: String,
}

/// The viewer's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// As others see them.
    pub person: Person,
    /// Only for their own eyes.
    pub email: String,
    /// Role in the place.
    pub role: PlaceRole,
    /// Whom they have blocked.
    pub blocked: Vec<UserId>,
}

/// One device on which the viewer is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its sign-in.
    pub id: SignInId,
    /// "Firefox on Linux", from what the browser said of itself.
    pub name: String,
    /// When it signed in.
    pub signed_in_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Timestamp,
    /// The one that asks.
    pub is_current: bool,
}

/// The owner's three answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpPlace {
    /// Name of the place.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Who may sign up.
    pub join_policy: JoinPolicy,
}

/// The place, with what only its owner may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPlace {
    /// What everyone may see.
    pub place: Place,
    /// The path with the code that lets people sign up, e.g. `/join/3f9…`.
    pub invitation_path: String,
}

/// Everything the first page after sign-in needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bootstrap {
    /// The viewer.
    pub account: Account,
    /// The place.
    pub place: Place,
    /// The viewer's rooms, latest activity first.
    pub rooms: Vec<domain::room::RoomSummary>,
    /// Presence of people the viewer shares a room with, those who are not offline or have a last-seen time.
    pub presence: Vec<PersonPresence>,
    /// How the viewer and people they share a room with say they feel, those who say something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub feelings: Vec<PersonFeeling>,
    /// People who appear in the rooms' last lines and direct chats.
    pub people: Vec<Person>,
    /// The server's build.
    pub build: String,
}

/// Presence of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonPresence {
    /// Who.
    pub user: UserId,
    /// How it is.
    pub state: domain::people::PresenceState,
}

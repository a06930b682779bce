//! Bodies of requests about other people.

use domain::{
    RoomId, UserId,
    feeling::Declared,
    people::{Person, PresenceState},
};
use serde::{Deserialize, Serialize};

/// A person's profile as the viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Who.
    pub person: Person,
    /// Are they there?
    pub presence: PresenceState,
    /// How they say they feel; absent if they say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<Declared>,
    /// The direct chat with them, if there is one.
    pub direct_room: Option<RoomId>,
    /// Groups that both are in.
    pub shared_rooms: Vec<SharedRoom>,
    /// The viewer has blocked them.
    pub is_blocked: bool,
    /// It is the viewer.
    pub is_self: bool,
}

/// A room two people share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharedRoom {
    /// Which.
    pub id: RoomId,
    /// Its name.
    pub name: String,
}

/// How one person says they feel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFeeling {
    /// Who.
    pub user: UserId,
    /// What they say.
    pub declared: Declared,
}

//! The place: one installation of Moodlight, as its owner set it up.

use serde::{Deserialize, Serialize};

/// What a place is for. Decides manners, above all about mood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Friends and family.
    #[default]
    Friends,
    /// A community.
    Community,
    /// Talk with customers.
    Customers,
    /// A workplace or a school.
    Work,
}

impl Purpose {
    /// Whether a person's own view of mood starts switched on. At a workplace or school everyone switches it on for
    /// themselves or not at all (EU AI Act, Art. 5(1)(f)).
    #[must_use]
    pub fn mood_on_by_default(self) -> bool {
        self != Self::Work
    }
}

/// Who may sign up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinPolicy {
    /// Anyone who can reach the place.
    Anyone,
    /// Whoever holds the invitation link.
    #[default]
    Invitation,
}

/// What everyone may know about a place, signed in or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its name; "Moodlight" until the owner names it.
    pub name: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Who may sign up.
    pub join_policy: JoinPolicy,
    /// False until the first person has signed up and answered the three questions.
    pub is_set_up: bool,
    /// True while nobody has signed up: the next person becomes the owner.
    pub is_empty: bool,
}

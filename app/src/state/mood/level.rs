//! How much of the mood is painted, and where that choice is kept: on this device, for each account.

use std::collections::HashMap;

use domain::{RoomId, UserId};
use serde::{Deserialize, Serialize};

use super::{cool_down::CoolDown, hues::Hues};
use crate::browser::storage::{self, Keep};

/// How much of the mood is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoodLevel {
    /// Nothing is read or painted.
    Off,
    /// Half strength.
    Subtle,
    /// Full.
    #[default]
    Full,
    /// Full, and an ambient picture at the edges.
    Vivid,
}

impl MoodLevel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Off, Self::Subtle, Self::Full, Self::Vivid];

    /// Its name in storage and in `data-mood-level`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Subtle => "subtle",
            Self::Full => "full",
            Self::Vivid => "vivid",
        }
    }

    /// From its name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name() == name)
    }
}

/// What a person has chosen on this device.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Choices {
    /// For all rooms; absent until they choose.
    pub level: Option<MoodLevel>,
    /// For single rooms.
    pub rooms: HashMap<RoomId, MoodLevel>,
    /// Rooms whose colours stand still.
    pub frozen: Vec<RoomId>,
    /// A heavy mood keeps its colour; else it eases towards calm.
    pub mirror: bool,
    /// Lightness and patterns instead of colours.
    pub monochrome: bool,
    /// The hues of the lights.
    pub hues: Hues,
    /// One's own sent texts are counted by mood, see [`Diary`](super::Diary).
    pub diary: bool,
    /// When to ask before something angry is sent.
    pub cool_down: CoolDown,
}

impl Choices {
    /// As kept for an account.
    pub fn load(account: UserId) -> Self {
        storage::get(Keep::Device, &key(account))
            .and_then(|text| crate::json::read_json(text.as_bytes()))
            .unwrap_or_default()
    }

    /// Keeps them.
    pub fn save(&self, account: UserId) {
        if let Ok(text) = serde_json::to_string(self) {
            storage::set(Keep::Device, &key(account), &text);
        }
    }

    /// The level of a room, with that of the place for those who have not chosen.
    pub fn level_in(&self, room: Option<RoomId>, place: MoodLevel) -> MoodLevel {
        room.and_then(|room| self.rooms.get(&room).copied())
            .or(self.level)
            .unwrap_or(place)
    }
}

fn key(account: UserId) -> String {
    format!("moodlight.mood/{account}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_follows_its_own_choice_then_the_persons_then_the_places() {
        let (quiet, other) = (
            RoomId::from_parts(1, [1; 10]),
            RoomId::from_parts(2, [2; 10]),
        );
        let mut choices = Choices::default();
        assert_eq!(
            choices.level_in(Some(quiet), MoodLevel::Off),
            MoodLevel::Off
        );
        choices.level = Some(MoodLevel::Vivid);
        choices.rooms.insert(quiet, MoodLevel::Subtle);
        assert_eq!(
            choices.level_in(Some(quiet), MoodLevel::Off),
            MoodLevel::Subtle
        );
        assert_eq!(
            choices.level_in(Some(other), MoodLevel::Off),
            MoodLevel::Vivid
        );
        assert_eq!(choices.level_in(None, MoodLevel::Off), MoodLevel::Vivid);
    }

    #[test]
    fn every_level_is_found_by_its_name() {
        for level in MoodLevel::ALL {
            assert_eq!(MoodLevel::from_name(level.name()), Some(level));
        }
    }
}

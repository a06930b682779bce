//! The engine, behind two traits: its code is a file of its own in a release (`xtask/src/split.rs`), fetched with its
//! model once the page is alive.

use std::sync::Arc;

use domain::{RoomId, Timestamp, message::Message};
use mood::{Corrections, Language, ModelError, RoomSettings, palette::Tint};

use super::shown::{MoodWord, ShownMood, Telling};
use crate::browser::Missing;

/// Makes readers. All of them share its model.
pub(super) trait Engine: Send + Sync {
    /// For a room with what was said last, oldest first.
    fn reader(
        &self,
        room: RoomId,
        settings: RoomSettings,
        corrections: &Corrections,
        last: &[Arc<Message>],
        now: Timestamp,
    ) -> Box<dyn Read>;
    /// The language of a text that cannot be read by what is there.
    fn unread(&self, text: &str) -> Option<Language>;
    /// The same engine, which reads one language more.
    fn with(&self, language: &[u8]) -> Started;
}

/// Follows one room: reads its messages and the viewer's draft.
pub(super) trait Read: Send + Sync {
    /// Which room.
    fn room(&self) -> RoomId;
    /// Changes how the room may move.
    fn set(&mut self, settings: RoomSettings);
    /// A message came or was sent. True: what is shown changed.
    fn heard(&mut self, message: &Message, now: Timestamp) -> bool;
    /// The draft changed. True: what is shown changed.
    fn typed(&mut self, text: &str, now: Timestamp) -> bool;
    /// Time passes. True: what is shown changed.
    fn tick(&mut self, now: Timestamp) -> bool;
    /// What to show now.
    fn shown(&self) -> ShownMood;
    /// What it was read from: the last messages, oldest first, and the draft.
    fn texts(&self) -> Vec<Arc<str>>;
    /// The probability that a text is angry, as it would be read were it said.
    fn anger(&self, text: &str) -> f32;
    /// The tint of a text whose mood is clear.
    fn tint(&self, text: &str) -> Option<Tint>;
    /// The words of such texts that speak for a mood. Costs a reading for each of them.
    fn words(&self, texts: &[Arc<str>]) -> Vec<MoodWord>;
    /// The one of such texts that says most, and how it is read; or the one that is asked about.
    fn telling(&self, texts: &[Arc<str>], about: Option<&str>) -> Option<Telling>;
}

/// The engine with a model, or why these bytes are none.
type Started = Result<Arc<dyn Engine>, ModelError>;

pub(super) use part::start;

#[cfg(feature = "split")]
mod part {
    use leptos::wasm_split::wasm_split;

    use super::{Missing, Started};

    /// Starts the engine; [`Missing`] while its code cannot be fetched.
    #[wasm_split(engine, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn start(model: Vec<u8>) -> Result<Started, Missing> {
        Ok(super::super::reader::engine(&model))
    }
}

/// Everything is in one file.
#[cfg(not(feature = "split"))]
mod part {
    use super::{Missing, Started};

    /// Starts the engine.
    pub async fn start(model: Vec<u8>) -> Result<Started, Missing> {
        Ok(super::super::reader::engine(&model))
    }
}

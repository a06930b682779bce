//! The engine, behind two traits: its code is a file of its own in a release (`xtask/src/split.rs`), fetched with its
//! lexicon once the page is alive.

use std::sync::Arc;

use domain::{RoomId, Timestamp, message::Message};
use mood::RoomSettings;

use super::shown::{MoodWord, ShownMood};

/// Makes readers. All of them share its lexicon.
pub(super) trait Engine: Send + Sync {
    /// For a room with what was said last, oldest first.
    fn reader(
        &self,
        room: RoomId,
        settings: RoomSettings,
        last: &[Arc<Message>],
        now: Timestamp,
    ) -> Box<dyn Read>;
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
    /// The words behind it.
    fn words(&self) -> Vec<MoodWord>;
    /// The dearest reading so far, in microseconds.
    fn worst_us(&self) -> u32;
}

/// The engine with a lexicon; `None` while its code cannot be fetched, or if these bytes are no lexicon.
pub(super) async fn start(lexicon: Vec<u8>) -> Option<Arc<dyn Engine>> {
    part::start(lexicon).await.ok().flatten()
}

#[cfg(feature = "split")]
mod part {
    use leptos::wasm_split::wasm_split;

    use super::{Arc, Engine};
    use crate::browser::Missing;

    #[wasm_split(engine, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn start(lexicon: Vec<u8>) -> Result<Option<Arc<dyn Engine>>, Missing> {
        Ok(super::super::reader::engine(&lexicon))
    }
}

/// Everything is in one file.
#[cfg(not(feature = "split"))]
mod part {
    use super::{Arc, Engine};
    use crate::browser::Missing;

    pub async fn start(lexicon: Vec<u8>) -> Result<Option<Arc<dyn Engine>>, Missing> {
        Ok(super::super::reader::engine(&lexicon))
    }
}

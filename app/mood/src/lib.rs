//! Reads the mood of short texts, in the browser and without any I/O.
//!
//! A [`Model`] turns a text into a [`Reading`]: seven probabilities, a valence, a confidence and the
//! words that made it so. Its tables are a file of its own ([`Model::BYTES`]), which the browser fetches
//! when it is needed; so are those of other languages ([`LanguageModel`]), and [`Readers`] reads each text with the one that knows
//! its language. [`DraftMood`] steadies the reading of a text that is being typed,
//! [`RoomMood`] that of a whole conversation, and [`palette`] turns a mood into colours on which
//! text stays readable. Nothing here knows a clock, a screen or a network: time is an argument.

mod bytes;
mod corrections;
mod draft;
pub mod evidence;
pub mod hash;
pub mod language;
mod lexicon;
pub mod linear;
#[cfg(not(target_family = "wasm"))]
pub mod lists;
mod model;
pub mod net;
#[cfg(not(target_family = "wasm"))]
pub mod pack;
pub mod palette;
mod polarity;
#[cfg(test)]
mod properties;
mod readers;
mod reading;
mod room;
pub mod spelling;
mod table;
pub mod token;

pub use bytes::ModelError;
pub use corrections::{CORRECTIONS_MAX, Correction, Corrections};
pub use draft::DraftMood;
pub use language::Language;
pub use lexicon::Lexicon;
pub use linear::LanguageModel;
pub use model::Model;
#[cfg(not(target_family = "wasm"))]
pub use model::read;
pub use polarity::normalised;
pub use readers::{Readers, Tongue};
pub use reading::{Emotion, Mood, Reading, Share, fold, likeliest, soft_max};
pub use room::{Phase, RoomMood, RoomSettings, SOOTHED_STRENGTH, Shown, Soothe, weight_after};

#[cfg(not(target_family = "wasm"))]
include!(concat!(env!("OUT_DIR"), "/languages.rs"));

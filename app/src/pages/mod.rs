//! One file per route. A page loads what it shows, on the server too, so that it reads without JavaScript.

pub mod about;
pub mod beside;
pub mod dashboard;
pub mod gallery;
pub mod moods;
pub mod new_room;
pub mod not_found;
pub mod people;
pub mod profile;
pub mod public_rooms;
pub mod room;
pub mod search;
pub mod set_up;
pub mod settings;
pub mod sign_in;
pub mod sign_up;
pub mod start;

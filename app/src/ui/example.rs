//! How a piece tells the gallery what it can look like.

use leptos::prelude::*;

/// One variant of a piece, ready to be shown.
pub struct Example {
    /// What to look at.
    pub title: &'static str,
    /// Renders it.
    pub view: fn() -> AnyView,
}

/// A piece and all its examples.
pub struct Piece {
    /// The folder's name, also `?piece=` in the gallery.
    pub name: &'static str,
    /// When to reach for it, in a line.
    pub about: &'static str,
    /// Its variants.
    pub examples: &'static [Example],
}

/// Every piece, in the gallery's order.
pub const PIECES: &[Piece] = &[
    super::button::examples::PIECE,
    super::link_button::examples::PIECE,
    super::field::examples::PIECE,
    super::textarea::examples::PIECE,
    super::select::examples::PIECE,
    super::checkbox::examples::PIECE,
    super::switch::examples::PIECE,
    super::slider::examples::PIECE,
    super::segments::examples::PIECE,
    super::file_button::examples::PIECE,
    super::radio_group::examples::PIECE,
    super::strength_meter::examples::PIECE,
    super::dialog::examples::PIECE,
    super::menu::examples::PIECE,
    super::tabs::examples::PIECE,
    super::tooltip::examples::PIECE,
    super::icon::examples::PIECE,
    super::avatar::examples::PIECE,
    super::badge::examples::PIECE,
    super::chip::examples::PIECE,
    super::mood_chip::examples::PIECE,
    super::feeling::examples::PIECE,
    super::mood_light::examples::PIECE,
    super::bubble::examples::PIECE,
    super::composer::examples::PIECE,
    super::list_item::examples::PIECE,
    super::divider::examples::PIECE,
    super::toast::examples::PIECE,
    super::banner::examples::PIECE,
    super::progress::examples::PIECE,
    super::skeleton::examples::PIECE,
    super::empty_state::examples::PIECE,
];

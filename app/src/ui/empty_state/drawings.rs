//! The house's drawings: a lamp, its light, and what stands in it. Lines take the text's colour, light takes the room's.

use leptos::prelude::*;

/// What to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// A lamp over two empty bubbles: a talk that has not begun.
    Talk,
    /// A lamp in a window: no room is open.
    Rooms,
    /// Two people in one light: nobody was found, or nobody is here yet.
    People,
    /// A lamp that is off: not there, or out of reach.
    Dark,
}

/// A line of a drawing: what it is of, which is a class, and its way.
type Line = (&'static str, &'static str);

impl Drawing {
    pub(super) fn view(self) -> AnyView {
        let lines: Vec<AnyView> = self
            .lines()
            .iter()
            .map(|(class, way)| view! { <path class=*class d=*way></path> }.into_any())
            .collect();
        view! {
            <svg class="drawing" viewBox="0 0 200 140" aria-hidden="true" focusable="false">
                {lines}
            </svg>
        }
        .into_any()
    }

    fn lines(self) -> &'static [Line] {
        match self {
            Self::Talk => TALK,
            Self::Rooms => ROOMS,
            Self::People => PEOPLE,
            Self::Dark => DARK,
        }
    }
}

const TALK: &[Line] = &[
    ("drawing-light", "M84 40h32l44 92H40z"),
    (
        "drawing-line",
        "M100 4v16M84 40c0-11 7-20 16-20s16 9 16 20z",
    ),
    ("drawing-fill", "M96 40a4 4 0 0 0 8 0z"),
    (
        "drawing-paper",
        "M62 66h52a12 12 0 0 1 12 12v4a12 12 0 0 1-12 12H54a4 4 0 0 1-4-4V78a12 12 0 0 1 12-12z",
    ),
    ("drawing-line", "M64 76h34M64 84h22"),
    (
        "drawing-accent",
        "M98 102h40a12 12 0 0 1 12 12v12a4 4 0 0 1-4 4H98a12 12 0 0 1-12-12v-4a12 12 0 0 1 12-12z",
    ),
];

const ROOMS: &[Line] = &[
    (
        "drawing-light",
        "M62 20h76a6 6 0 0 1 6 6v82H56V26a6 6 0 0 1 6-6z",
    ),
    (
        "drawing-line",
        "M62 20h76a6 6 0 0 1 6 6v82H56V26a6 6 0 0 1 6-6zM100 20v88M56 62h88M44 108h112",
    ),
    ("drawing-accent", "M112 84c0-8 5-14 11-14s11 6 11 14z"),
    ("drawing-line", "M123 84v24M115 108h16"),
    (
        "drawing-line",
        "M66 108V94h14v14M73 94c-7-4-9-11-7-16 6 1 9 7 7 16zm0 0c0-8 4-13 10-13 1 7-3 12-10 13z",
    ),
];

const PEOPLE: &[Line] = &[
    (
        "drawing-light",
        "M14 112a86 20 0 1 0 172 0a86 20 0 1 0 -172 0z",
    ),
    ("drawing-paper", "M46 112c0-22 10-36 26-36s26 14 26 36z"),
    (
        "drawing-paper",
        "M57 56a15 15 0 1 0 30 0a15 15 0 1 0 -30 0z",
    ),
    ("drawing-accent", "M104 112c0-20 10-32 24-32s24 12 24 32z"),
    (
        "drawing-accent",
        "M115 62a13 13 0 1 0 26 0a13 13 0 1 0 -26 0z",
    ),
    (
        "drawing-line",
        "M94 34c0-7 5-12 12-12s12 4 12 10c0 8-9 8-9 15M109 56v.5",
    ),
];

const DARK: &[Line] = &[
    (
        "drawing-paper",
        "M36 124a64 10 0 1 0 128 0a64 10 0 1 0 -128 0z",
    ),
    ("drawing-line", "M78 124h44M100 124V84l26-30"),
    ("drawing-paper", "m104 44 30 22-22 14-22-20z"),
    ("drawing-accent", "M104 44c8-8 20-8 26 0s4 18 4 22z"),
    ("drawing-line", "M58 40h12l-12 16h12M44 64h8l-8 11h8"),
];

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

impl Drawing {
    pub(super) fn view(self) -> AnyView {
        match self {
            Self::Talk => talk(),
            Self::Rooms => rooms(),
            Self::People => people(),
            Self::Dark => dark(),
        }
    }
}

fn talk() -> AnyView {
    view! {
        <svg class="drawing" viewBox="0 0 200 140" aria-hidden="true" focusable="false">
            <path class="drawing-light" d="M84 40h32l44 92H40z"></path>
            <path class="drawing-line" d="M100 4v16M84 40c0-11 7-20 16-20s16 9 16 20z"></path>
            <path class="drawing-fill" d="M96 40a4 4 0 0 0 8 0z"></path>
            <path class="drawing-paper" d="M62 66h52a12 12 0 0 1 12 12v4a12 12 0 0 1-12 12H54a4 4 0 0 1-4-4V78a12 12 0 0 1 12-12z"></path>
            <path class="drawing-line" d="M64 76h34M64 84h22"></path>
            <path class="drawing-accent" d="M98 102h40a12 12 0 0 1 12 12v12a4 4 0 0 1-4 4H98a12 12 0 0 1-12-12v-4a12 12 0 0 1 12-12z"></path>
        </svg>
    }
    .into_any()
}

fn rooms() -> AnyView {
    view! {
        <svg class="drawing" viewBox="0 0 200 140" aria-hidden="true" focusable="false">
            <path class="drawing-light" d="M62 20h76a6 6 0 0 1 6 6v82H56V26a6 6 0 0 1 6-6z"></path>
            <path class="drawing-line" d="M62 20h76a6 6 0 0 1 6 6v82H56V26a6 6 0 0 1 6-6zM100 20v88M56 62h88M44 108h112"></path>
            <path class="drawing-accent" d="M112 84c0-8 5-14 11-14s11 6 11 14z"></path>
            <path class="drawing-line" d="M123 84v24M115 108h16"></path>
            <path class="drawing-line" d="M66 108V94h14v14M73 94c-7-4-9-11-7-16 6 1 9 7 7 16zm0 0c0-8 4-13 10-13 1 7-3 12-10 13z"></path>
        </svg>
    }
    .into_any()
}

fn people() -> AnyView {
    view! {
        <svg class="drawing" viewBox="0 0 200 140" aria-hidden="true" focusable="false">
            <ellipse class="drawing-light" cx="100" cy="112" rx="86" ry="20"></ellipse>
            <path class="drawing-paper" d="M46 112c0-22 10-36 26-36s26 14 26 36z"></path>
            <circle class="drawing-paper" cx="72" cy="56" r="15"></circle>
            <path class="drawing-accent" d="M104 112c0-20 10-32 24-32s24 12 24 32z"></path>
            <circle class="drawing-accent" cx="128" cy="62" r="13"></circle>
            <path class="drawing-line" d="M94 34c0-7 5-12 12-12s12 4 12 10c0 8-9 8-9 15M109 56v.5"></path>
        </svg>
    }
    .into_any()
}

fn dark() -> AnyView {
    view! {
        <svg class="drawing" viewBox="0 0 200 140" aria-hidden="true" focusable="false">
            <ellipse class="drawing-paper" cx="100" cy="124" rx="64" ry="10"></ellipse>
            <path class="drawing-line" d="M78 124h44M100 124V84l26-30"></path>
            <path class="drawing-paper" d="m104 44 30 22-22 14-22-20z"></path>
            <path class="drawing-accent" d="M104 44c8-8 20-8 26 0s4 18 4 22z"></path>
            <path class="drawing-line" d="M58 40h12l-12 16h12M44 64h8l-8 11h8"></path>
        </svg>
    }
    .into_any()
}

//! Line icons from one sprite, `public/icons.svg`, fetched once and shared by every use.

#[cfg(feature = "gallery")]
pub mod examples;
mod names;

use leptos::prelude::*;

pub use self::names::IconName;

/// How large an icon is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconSize {
    /// 16 px, beside small text.
    Small,
    /// 20 px, in buttons and rows.
    #[default]
    Medium,
    /// 24 px, alone.
    Large,
}

impl IconSize {
    fn attribute(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// A drawing beside a word, or inside a control that has a name of its own: never the only carrier of a meaning, so it is
/// hidden from assistive technology.
#[component]
pub fn Icon(
    /// Which drawing.
    #[prop(into)]
    name: Signal<IconName>,
    /// How large.
    #[prop(optional)]
    size: IconSize,
) -> impl IntoView {
    view! {
        <svg class="icon" data-size=size.attribute() aria-hidden="true" focusable="false">
            <use href=move || format!("/icons.svg#{}", name.get().id())></use>
        </svg>
    }
    .into_any()
}

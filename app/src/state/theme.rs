//! Light or dark: the device's own choice, in a cookie so that the server paints the first page right.

use leptos::prelude::*;

use super::tab_news::TabNews;
use crate::browser::{
    signs,
    storage::{self, Keep},
};

/// Name of the cookie.
pub const THEME_COOKIE: &str = "moodlight_theme";

/// The choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the device is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All of them, for a choice of three.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in cookie and attribute.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// From its name; anything else means the device's setting.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Light or dark.
#[derive(Clone, Copy)]
pub struct ThemeStore {
    theme: RwSignal<Theme>,
}

impl ThemeStore {
    pub(super) fn new() -> Self {
        Self {
            theme: RwSignal::new(Theme::default()),
        }
    }

    /// The choice. `System` at the first render; the device's choice right after hydration (the page itself is painted
    /// right from the start by `html[data-theme]`).
    #[must_use]
    pub fn theme(self) -> Signal<Theme> {
        self.theme.into()
    }

    /// Chooses, for this device and all its tabs.
    pub fn set(self, theme: Theme) {
        self.show(theme);
        storage::set(Keep::Device, THEME_COOKIE, theme.name());
        storage::set_cookie(THEME_COOKIE, theme.name());
        TabNews::Theme(theme.name().to_owned()).post();
    }

    /// Paints a choice made here before or in another tab.
    pub(super) fn show(self, theme: Theme) {
        if self.theme.try_get_untracked() != Some(theme) {
            let _ = self.theme.try_set(theme);
        }
        let forced = (theme != Theme::System).then(|| theme.name());
        signs::mark("data-theme", forced);
    }

    /// Takes up the device's choice, after hydration.
    pub(super) fn load(self) {
        if let Some(name) = storage::get(Keep::Device, THEME_COOKIE) {
            self.show(Theme::from_name(&name));
        }
    }
}

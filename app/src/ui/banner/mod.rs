//! A line across the top about the state of things: offline, read-only, out of date.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use crate::ui::derived;

/// What kind of news it is; told by drawing and words, the hue only helps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// It worked.
    Success,
    /// Something is not as usual.
    Warning,
    /// Something did not work.
    Danger,
}

impl Tone {
    #[must_use]
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
        }
    }

    #[must_use]
    pub fn icon(self) -> IconName {
        match self {
            Self::Info => IconName::Info,
            Self::Success => IconName::CheckCircle,
            Self::Warning => IconName::AlertTriangle,
            Self::Danger => IconName::AlertCircle,
        }
    }
}

/// A line of news, with at most one act.
#[component]
pub fn Banner(
    /// What kind of news.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// A drawing other than the tone's.
    #[prop(optional, into)]
    icon: MaybeProp<IconName>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// A sentence, and perhaps a button.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="banner" role="status" data-tone=move || tone.get().attribute() data-testid=testid>
            <Icon name=derived(move || icon.get().unwrap_or_else(|| tone.get().icon()))/>
            <div class="banner-words">{children()}</div>
        </div>
    }
    .into_any()
}

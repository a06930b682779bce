//! Whether someone is there, as a dot and in words.

use domain::people::{Presence, PresenceState};
use leptos::prelude::*;

use super::time::{TimeStyle, use_time};
use crate::ui;

/// The dot on a face.
#[must_use]
pub fn presence_dot(state: PresenceState) -> ui::Presence {
    match state.presence {
        Presence::Online => ui::Presence::Online,
        Presence::Away => ui::Presence::Away,
        Presence::Offline => ui::Presence::Offline,
    }
}

/// The words for it; when someone was last there, where that is known.
#[component]
pub fn PresenceLabel(
    /// How they are.
    #[prop(into)]
    state: Signal<PresenceState>,
) -> impl IntoView {
    let time = use_time(TimeStyle::Short);
    let words = move || {
        let state = state.get();
        match (state.presence, state.last_seen) {
            (Presence::Online, _) => "online".to_owned(),
            (Presence::Away, _) => "away".to_owned(),
            (Presence::Offline, Some(at)) => format!("last seen {}", time(at)),
            (Presence::Offline, None) => "offline".to_owned(),
        }
    };
    view! {
        <span class="presence" data-testid="presence" data-presence=move || presence_dot(state.get()).word()>
            {words}
        </span>
    }
    .into_any()
}

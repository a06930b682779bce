//! The first time the light changes: what happened, and how to switch it off. Once per device.

use leptos::prelude::*;

use super::mood_layer::tone_of;
use crate::{
    pages::beside::Beside,
    state::{mood::MoodLevel, use_client},
    ui::{Button, ButtonSize, ButtonVariant, Icon, IconName, MoodTone, live},
};

/// The card; nothing once the person has chosen.
#[component]
pub fn MoodCard() -> impl IntoView {
    let mood = use_client().mood;
    let shown = mood.shown();
    let first_run = mood.is_first_run();
    // It stays after the light has faded again, until it is answered.
    let has_changed = Memo::new(move |before: Option<&bool>| {
        before.copied().unwrap_or(false)
            || (mood.room_level().get() != MoodLevel::Off
                && shown.with(|shown| tone_of(shown.shade) != MoodTone::Neutral))
    });
    live(move || (first_run.get() && has_changed.get()).then(|| Beside::FirstLight.drawn()))
}

/// The card, drawn.
#[component]
pub fn FirstLight() -> impl IntoView {
    let mood = use_client().mood;
    view! {
        <div class="mood-card" role="group" aria-label="About the light" data-testid="mood-card">
            <Icon name=IconName::Lamp/>
            <p class="mood-card-words">
                "The light follows the talk: what the words sound like, read on this device. Only you see it."
            </p>
            <div class="mood-card-acts">
                <Button
                    variant=ButtonVariant::Plain
                    size=ButtonSize::Small
                    on_click=move |_| mood.set_level(MoodLevel::Off)
                    testid="mood-card-off"
                >
                    "Switch it off"
                </Button>
                <Button
                    variant=ButtonVariant::Quiet
                    size=ButtonSize::Small
                    on_click=move |_| mood.set_level(mood.level().get_untracked())
                    testid="mood-card-keep"
                >
                    "Keep it"
                </Button>
            </div>
        </div>
    }
    .into_any()
}

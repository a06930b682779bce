//! The mood in the head of a talk: what the words sound like, why, and how to hold or turn off the light.

use domain::RoomId;
use leptos::{ev, html, prelude::*};

use super::{
    mood_layer::{confidence_of, tone_of},
    mood_panel::Asked,
};
use crate::{
    pages::beside::Beside,
    state::{mood::MoodLevel, use_client},
    ui::{MoodChip, MoodTone, derived, effect, live, memo},
};

/// The panel's id.
pub(super) const PANEL: &str = "mood-panel";

/// The chip and the panel that it opens.
#[component]
pub fn RoomMoodChip(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let mood = use_client().mood;
    let shown = mood.shown();
    let level = mood.room_level();
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let tone = memo(move || {
        if level.get() == MoodLevel::Off {
            MoodTone::Neutral
        } else {
            shown.with(|shown| tone_of(shown.shade))
        }
    });
    let confidence = memo(move || shown.with(|shown| confidence_of(shown.confidence)));
    let chip = NodeRef::<html::Button>::new();
    let close = move || {
        open.set(false);
        if let Some(chip) = chip.get_untracked() {
            // Without focus one can still press it.
            let _ = chip.focus();
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            close();
        }
    };
    let left = move |event: ev::FocusEvent| {
        use leptos::wasm_bindgen::JsCast;
        let next = event
            .related_target()
            .and_then(|next| next.dyn_into::<leptos::web_sys::Node>().ok());
        // Pressing on plain ground inside moves the focus nowhere.
        if let (Some(root), Some(next)) = (root.get_untracked(), next)
            && !root.contains(Some(&next))
        {
            open.set(false);
        }
    };
    let asked = Asked {
        room,
        tone: tone.into(),
        confidence: confidence.into(),
        close: Callback::new(move |()| close()),
    };
    view! {
        <div class="mood-corner" node_ref=root on:keydown=keys on:focusout=left>
            <MoodChip
                tone=tone
                confidence=confidence
                frozen=mood.is_frozen()
                off=derived(move || level.get() == MoodLevel::Off)
                expanded=open
                node_ref=chip
                on_click=move |_| open.update(|open| *open = !*open)
                attr:data-mood=move || tone.get().mood()
                attr:data-level=move || level.get().name()
            />
            {live(move || open.get().then(|| view! { <Panel asked=asked/> }))}
        </div>
    }
    .into_any()
}

/// The panel. What stands in it is fetched when somebody opens it.
#[component]
fn Panel(asked: Asked) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(panel) = panel.get() {
            // Without focus Escape still reaches the chip.
            let _ = panel.focus();
        }
    });
    view! {
        <div class="mood-scrim" aria-hidden="true" on:click=move |_| asked.close.run(())></div>
        <div class="mood-panel" id=PANEL role="dialog" aria-label="Mood" tabindex="-1" node_ref=panel data-testid="mood-panel">
            {Beside::Mood(asked).drawn()}
        </div>
    }
    .into_any()
}

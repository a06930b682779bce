//! The choice of how much of the mood is painted.

use leptos::prelude::*;

use crate::{
    state::mood::MoodLevel,
    ui::{Segment, Segments, derived},
};

/// Off, subtle, full or vivid.
#[component]
pub fn MoodLevels(
    /// The chosen one.
    #[prop(into)]
    level: Signal<MoodLevel>,
    /// What it is for.
    label: &'static str,
    /// Called with the new one.
    #[prop(into)]
    on_choose: Callback<MoodLevel>,
) -> impl IntoView {
    let segment = |level: MoodLevel, word, testid| Segment {
        name: level.name(),
        word,
        testid,
    };
    let segments = vec![
        segment(MoodLevel::Off, "Off", "mood-level-off"),
        segment(MoodLevel::Subtle, "Subtle", "mood-level-subtle"),
        segment(MoodLevel::Full, "Full", "mood-level-full"),
        segment(MoodLevel::Vivid, "Vivid", "mood-level-vivid"),
    ];
    let choose = move |name: &'static str| {
        if let Some(level) = MoodLevel::from_name(name) {
            on_choose.run(level);
        }
    };
    view! {
        <Segments label=label segments=segments value=derived(move || level.get().name()) on_choose=choose/>
    }
    .into_any()
}

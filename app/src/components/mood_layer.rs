//! The light of a talk: puts what the mood store shows on `.talk`, where `style/mood` paints by it.

use leptos::prelude::*;

use crate::{
    state::{
        mood::{Hues, MoodLevel},
        use_client,
    },
    ui::{Confidence, MoodLight, MoodTone, memo},
};

/// From here on a guess is said plainly; below, with "maybe".
const PLAIN_FROM: f32 = 0.75;

/// The palette's shade as the design system calls it.
#[must_use]
pub fn tone_of(shade: &str) -> MoodTone {
    match shade {
        "joy" => MoodTone::Bright,
        "love" => MoodTone::Warm,
        "calm" => MoodTone::Calm,
        "sad" => MoodTone::Low,
        "anxious" => MoodTone::Uneasy,
        "angry" => MoodTone::Heated,
        _ => MoodTone::Neutral,
    }
}

/// How sure a guess is, in words.
#[must_use]
pub fn confidence_of(confidence: f32) -> Confidence {
    if confidence >= PLAIN_FROM {
        Confidence::Plain
    } else {
        Confidence::Maybe
    }
}

/// The talk, in its light.
#[component]
pub fn MoodLayer(
    /// Head, timeline, composer.
    children: Children,
) -> impl IntoView {
    let mood = use_client().mood;
    let shown = mood.shown();
    let level = mood.room_level();
    let hues = memo(move || mood.hues().get());
    let tone = memo(move || {
        if level.get() == MoodLevel::Off {
            MoodTone::Neutral
        } else {
            shown.with(|shown| tone_of(shown.shade))
        }
    });
    view! {
        <section
            class="talk"
            data-mood=move || tone.get().mood()
            data-shade=move || tone.get().shade()
            data-mood-second=move || shown.with(|shown| shown.second.map(|second| tone_of(second).mood()))
            data-mood-level=move || level.get().name()
            data-mood-grey=move || mood.is_monochrome().get().then_some("")
            data-mood-cause=move || shown.with(|shown| shown.cause.name())
            style=move || {
                let mut style = hues.with(Hues::style);
                // The neutral tint is what all else is mixed with: it has no strength.
                if tone.get() != MoodTone::Neutral {
                    style += &shown.with(|shown| format!("--mood-strength:{}", hundredths(shown.strength)));
                }
                (!style.is_empty()).then_some(style)
            }
        >
            <MoodLight/>
            {children()}
        </section>
    }
    .into_any()
}

/// A number from 0 to 1 with two places. The library's own way would bring 10 KB of code into the page's program.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded, and from 0 to 100"
)]
fn hundredths(number: f32) -> String {
    let parts = (number.clamp(0.0, 1.0) * 100.0).round() as u32;
    format!("{}.{:02}", parts / 100, parts % 100)
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn two_places_are_written() {
        let written = [0.0, 0.046, 0.5, 0.999, 1.0, 7.0].map(hundredths);
        assert_eq!(written, ["0.00", "0.05", "0.50", "1.00", "1.00", "1.00"]);
    }
}

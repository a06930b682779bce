//! How hard a password is to guess: five steps, a word, and what would help.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use crate::ui::live;

/// The steps below a new password.
#[component]
pub fn StrengthMeter(
    /// From 0 (guessed at once) to 4 (hard to guess); nothing while there is no password.
    #[prop(into)]
    score: MaybeProp<u8>,
    /// What would help, in a sentence.
    #[prop(optional, into)]
    advice: MaybeProp<String>,
) -> impl IntoView {
    let word = move || {
        score.get().map(|score| match score {
            0 => "Guessed at once",
            1 => "Easy to guess",
            2 => "Could be harder",
            3 => "Good",
            _ => "Strong",
        })
    };
    view! {
        <div class="strength" data-score=move || score.get().map(|score| score.to_string()) data-testid="password-strength">
            <div
                class="strength-steps"
                role="meter"
                aria-label="Password strength"
                aria-valuemin="0"
                aria-valuemax="4"
                aria-valuenow=move || score.get().unwrap_or(0).to_string()
                aria-valuetext=word
            >
                <i></i>
                <i></i>
                <i></i>
                <i></i>
            </div>
            <p class="strength-words" role="status">
                <span class="strength-word">{word}</span>
                {live(move || advice.get().map(|advice| view! { <span class="strength-advice">{advice}</span> }))}
            </p>
        </div>
    }
    .into_any()
}

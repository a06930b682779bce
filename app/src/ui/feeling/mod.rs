//! How somebody says they feel: a drawing, a word, perhaps a few words of their own. Told by them, so it is no guess and
//! takes no press.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use super::{
    icon::{Icon, IconName, IconSize},
    mood_chip::MoodTone,
};

/// A chip beside a name. Too long a note ends in an ellipsis.
#[component]
pub fn FeelingChip(
    /// Its colour.
    tone: MoodTone,
    /// Its drawing.
    icon: IconName,
    /// Its word.
    word: &'static str,
    /// Their own words, may be empty.
    #[prop(optional, into)]
    note: String,
    /// For journeys.
    #[prop(default = "feeling")]
    testid: &'static str,
) -> impl IntoView {
    let own = (!note.is_empty()).then(|| {
        view! { <span class="feeling-note">": " <bdi>{note.clone()}</bdi></span> }
    });
    view! {
        <span class="feeling" data-mood-tone=tone.name() data-testid=testid title=(!note.is_empty()).then_some(note)>
            <Icon name=icon size=IconSize::Small/>
            <span class="feeling-words">
                <span class="visually-hidden">"feels "</span>
                {word}
                {own}
            </span>
        </span>
    }
    .into_any()
}

/// The drawing alone, where there is room for no more; the words come with the pointer and are read aloud.
#[component]
pub fn FeelingMark(
    /// Its colour.
    tone: MoodTone,
    /// Its drawing.
    icon: IconName,
    /// What it says.
    #[prop(into)]
    words: String,
    /// For journeys.
    #[prop(default = "feeling-mark")]
    testid: &'static str,
) -> impl IntoView {
    view! {
        <span class="feeling-mark" role="img" data-mood-tone=tone.name() data-tip=words.clone() aria-label=words data-testid=testid>
            <Icon name=icon size=IconSize::Small/>
        </span>
    }
    .into_any()
}

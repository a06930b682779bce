//! What stands in the mood's panel: what was read, why, and how much of it is painted. Its code is not the talk's.

mod telling;

use domain::RoomId;
use leptos::prelude::*;

use self::telling::MoodTelling;
use super::{feeling::SayFeeling, mood_levels::MoodLevels};
use crate::{
    state::{
        mood::{Language, MoodLevel},
        use_client,
    },
    ui::{Confidence, MoodTone, Switch, derived},
};

/// What the panel is asked about.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The open room.
    pub room: RoomId,
    /// What its words sound like.
    pub tone: Signal<MoodTone>,
    /// How sure that is.
    pub confidence: Signal<Confidence>,
    /// Closes the panel.
    pub close: Callback<()>,
}

/// What was read, and how much of it is painted.
#[component]
pub fn MoodPanel(
    /// What about.
    asked: Asked,
) -> impl IntoView {
    let mood = use_client().mood;
    let level = mood.room_level();
    let is_off = derived(move || level.get() == MoodLevel::Off);
    let heading = move || match (is_off.get(), asked.tone.get()) {
        (true, _) => "The light is off here".to_owned(),
        (false, MoodTone::Neutral) => "Nothing in particular".to_owned(),
        (false, tone) => match asked.confidence.get() {
            Confidence::Plain => format!("Sounds {}", Confidence::Plain.words(tone)),
            Confidence::Maybe => Confidence::Maybe.words(tone),
        },
    };
    view! {
        <p class="mood-panel-title">{heading}</p>
        <MoodWords/>
        <MoodTelling/>
        <Unread is_off=is_off/>
        <p class="mood-panel-note">"A guess about words, made on this device. Only you see this."</p>
        <MoodLevels
            level=level
            label="Light in this talk"
            on_choose=move |level| mood.set_room_level(asked.room, Some(level))
        />
        <Switch
            label="Hold the light still"
            on=mood.is_frozen()
            on_change=move |frozen| mood.set_frozen(frozen)
            disabled=is_off
            testid="mood-freeze"
        />
        <SayFeeling on_open=asked.close/>
    }
    .into_any()
}

/// The words behind the guess, the strongest first.
#[component]
fn MoodWords() -> impl IntoView {
    let words = use_client().mood.words();
    move || {
        let words = words.get();
        (!words.is_empty()).then(|| {
            let words = words
                .into_iter()
                .take(6)
                .map(|word| {
                    let percent = (word.part * 100.0).round();
                    view! {
                        <li class="why-word" data-mood=word.mood.name() style=format!("--part:{percent}%")>
                            <span dir="auto">{word.text}</span>
                            <span class="why-part">{format!("{percent} %")}</span>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <ul class="why-words" role="list" aria-label="Words behind it">
                    {words}
                </ul>
            }
        })
    }
}

/// Says which languages of the talk are not read.
#[component]
fn Unread(#[prop(into)] is_off: Signal<bool>) -> impl IntoView {
    let unread = use_client().mood.unread();
    move || {
        let words = unread.with(|languages| words_of(languages));
        (!is_off.get()).then_some(words).flatten().map(|words| {
            view! { <p class="mood-panel-note" data-testid="mood-unread">{words}</p> }
        })
    }
}

/// What is said of languages that cannot be read.
fn words_of(languages: &[Language]) -> Option<String> {
    let named: Vec<&str> = languages
        .iter()
        .map(|language| language.name())
        .filter(|name| !name.is_empty())
        .collect();
    let one = match (named.as_slice(), languages.is_empty()) {
        (_, true) => return None,
        ([], _) => "Part of this talk is in a language that the light cannot read".to_owned(),
        ([name], _) => format!("The light cannot read {name}"),
        ([first, .., last], _) => format!("The light cannot read {first} or {last}"),
    };
    Some(format!("{one}: there it stays neutral."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_that_are_not_read_are_named_where_they_are_known() {
        let words = |languages: &[Language]| words_of(languages).unwrap_or_default();
        assert_eq!(words(&[]), "");
        assert!(words(&[Language::German]).contains("cannot read German:"));
        let both = words(&[Language::German, Language::Other, Language::Portuguese]);
        assert!(both.contains("German or Portuguese"), "{both}");
        assert!(words(&[Language::Other]).contains("a language that"));
    }
}

//! The mood in the head of a talk: what the words sound like, why, and how to hold or turn off the light.

use domain::RoomId;
use leptos::{ev, html, prelude::*};

use super::{
    feeling::SayFeeling,
    mood_layer::{confidence_of, tone_of},
    mood_telling::MoodTelling,
};
use crate::{
    state::{
        mood::{Language, MoodLevel},
        use_client,
    },
    ui::{Confidence, MoodChip, MoodTone, Segment, Segments, Switch, derived, effect, live},
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
    let tone = Memo::new(move |_| {
        if level.get() == MoodLevel::Off {
            MoodTone::Neutral
        } else {
            shown.with(|shown| tone_of(shown.shade))
        }
    });
    let confidence = Memo::new(move |_| shown.with(|shown| confidence_of(shown.confidence)));
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
            {live(move || open.get().then(|| view! { <MoodPanel room=room tone=tone confidence=confidence on_close=move |()| close()/> }))}
        </div>
    }
    .into_any()
}

/// What was read, and how much of it is painted.
#[component]
fn MoodPanel(
    room: RoomId,
    #[prop(into)] tone: Signal<MoodTone>,
    #[prop(into)] confidence: Signal<Confidence>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let mood = use_client().mood;
    let panel = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(panel) = panel.get() {
            // Without focus Escape still reaches the chip.
            let _ = panel.focus();
        }
    });
    let level = mood.room_level();
    let is_off = derived(move || level.get() == MoodLevel::Off);
    let heading = move || match (is_off.get(), tone.get()) {
        (true, _) => "The light is off here".to_owned(),
        (false, MoodTone::Neutral) => "Nothing in particular".to_owned(),
        (false, tone) => match confidence.get() {
            Confidence::Plain => format!("Sounds {}", Confidence::Plain.words(tone)),
            Confidence::Maybe => Confidence::Maybe.words(tone),
        },
    };
    view! {
        <div class="mood-scrim" aria-hidden="true" on:click=move |_| on_close.run(())></div>
        <div class="mood-panel" id=PANEL role="dialog" aria-label="Mood" tabindex="-1" node_ref=panel data-testid="mood-panel">
            <p class="mood-panel-title">{heading}</p>
            <MoodWords/>
            <MoodTelling/>
            <Unread is_off=is_off/>
            <p class="mood-panel-note">"A guess about words, made on this device. Only you see this."</p>
            <MoodLevels
                level=level
                label="Light in this talk"
                on_choose=move |level| mood.set_room_level(room, Some(level))
            />
            <Switch
                label="Hold the light still"
                on=mood.is_frozen()
                on_change=move |frozen| mood.set_frozen(frozen)
                disabled=is_off
                testid="mood-freeze"
            />
            <SayFeeling on_open=on_close/>
        </div>
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

//! People and emoji by a few letters. Arrow keys choose, Enter and Tab take, Escape leaves.

use domain::people::Person;
use leptos::prelude::*;

use super::{Asked, writing::Token};
use crate::{
    components::emoji_picker::{self, Table},
    ui::{Avatar, AvatarSize, effect, live, memo},
};

/// How many are suggested.
const MAX: usize = 6;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Suggestion {
    /// What is put into the text.
    words: String,
    /// The person's name, or the emoji.
    face: String,
    is_person: bool,
    detail: String,
}

/// The list above the field, while there is something to suggest.
#[component]
pub fn Suggestions(
    /// What it is for.
    asked: Asked,
    /// What is being typed.
    token: RwSignal<Option<Token>>,
    /// The last key that is meant for the list, with a count.
    pressed: RwSignal<(u32, String)>,
    /// Whether there is something to choose: the keys are the list's then.
    shown: RwSignal<bool>,
) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let table = RwSignal::new(None::<Table>);
    let members = asked.timeline.members();
    let me = crate::state::use_client().session.me_untracked();
    effect(move || {
        let wants_emoji = token.with(|token| token.as_ref().is_some_and(|t| t.sign == ':'));
        if wants_emoji && table.with_untracked(Option::is_none) {
            emoji_picker::load(table);
        }
    });
    let found = memo(move || {
        let Some(token) = token.get() else {
            return Vec::new();
        };
        if token.sign == ':' {
            return table
                .with(|table| table.as_ref().map(|table| emoji(table, &token.word)))
                .unwrap_or_default();
        }
        members.with(|members| {
            let others = members.iter().map(|member| &member.person);
            let others = others.filter(|person| Some(person.id) != me && !person.is_deleted);
            people(others, &token.word)
        })
    });
    effect(move || {
        let is_something = found.with(|found| !found.is_empty());
        chosen.set(0);
        shown.set(is_something);
    });
    on_cleanup(move || {
        let _ = shown.try_set(false);
    });
    let take = move |words: &str| {
        if let Some(token) = token.get_untracked() {
            if token.sign == ':' {
                emoji_picker::used(words);
            }
            asked.change(|writing| writing.complete(&token, words));
        }
        token.set(None);
    };
    let mut before = pressed.with_untracked(|(count, _)| *count);
    effect(move || {
        let (count, key) = pressed.get();
        if std::mem::replace(&mut before, count) == count {
            return;
        }
        let number = found.with_untracked(Vec::len).max(1);
        match key.as_str() {
            "ArrowDown" => chosen.update(|at| *at = (*at + 1) % number),
            "ArrowUp" => chosen.update(|at| *at = (*at + number - 1) % number),
            "Escape" => token.set(None),
            _ => {
                let words = found.with_untracked(|found| {
                    found.get(chosen.get_untracked()).map(|s| s.words.clone())
                });
                if let Some(words) = words {
                    take(&words);
                }
            }
        }
    });
    // A screen reader follows what is chosen in the list, while one writes on in the field.
    effect(move || {
        let at = chosen.get();
        let Some(field) = asked.field.get() else {
            return;
        };
        // Fails only for names that are not names.
        let _ = if shown.get() {
            field.set_attribute("aria-activedescendant", &format!("suggestion-{at}"))
        } else {
            field.remove_attribute("aria-activedescendant")
        };
    });
    let field = asked.field;
    on_cleanup(move || {
        if let Some(field) = field.try_get_untracked().flatten() {
            let _ = field.remove_attribute("aria-activedescendant");
        }
    });
    live(move || {
        let all = found.get();
        (!all.is_empty()).then(|| {
            let rows: Vec<AnyView> = all
                .into_iter()
                .enumerate()
                .map(|(at, suggestion)| row(at, suggestion, chosen, take))
                .collect();
            view! {
                <div class="suggestions" role="listbox" aria-label="Suggestions" data-testid="suggestions">
                    {rows}
                </div>
            }
        })
    })
}

fn row(
    at: usize,
    suggestion: Suggestion,
    chosen: RwSignal<usize>,
    take: impl Fn(&str) + Copy + Send + Sync + 'static,
) -> AnyView {
    let Suggestion {
        words,
        face,
        is_person,
        detail,
    } = suggestion;
    let name = face.clone();
    let face = if is_person {
        view! { <Avatar name=Signal::stored(face) size=AvatarSize::Small/> }.into_any()
    } else {
        view! { <span class="suggestion-emoji">{face}</span> }.into_any()
    };
    view! {
        <div
            class="suggestion"
            id=format!("suggestion-{at}")
            role="option"
            aria-selected=move || (chosen.get() == at).to_string()
            data-testid="suggestion"
            // The field keeps the focus.
            on:mousedown=|event| event.prevent_default()
            on:pointermove=move |_| chosen.set(at)
            on:click=move |_| take(&words)
        >
            {face}
            {is_person.then(|| view! { <span class="suggestion-name" dir="auto">{name}</span> })}
            <span class="suggestion-detail" dir="auto">{detail}</span>
        </div>
    }
    .into_any()
}

/// People one of whose names begins so.
fn people<'a>(all: impl Iterator<Item = &'a Person>, word: &str) -> Vec<Suggestion> {
    let fits = |person: &&Person| {
        let names = [&person.username, &person.first_name, &person.last_name];
        names
            .iter()
            .any(|name| name.to_lowercase().starts_with(word))
    };
    all.filter(fits)
        .take(MAX)
        .map(|person| Suggestion {
            words: format!("@{}", person.username),
            face: person.full_name(),
            is_person: true,
            detail: format!("@{}", person.username),
        })
        .collect()
}

fn emoji(table: &Table, word: &str) -> Vec<Suggestion> {
    table
        .find(word, MAX, emoji_picker::tone())
        .into_iter()
        .map(|emoji| Suggestion {
            words: emoji.emoji.clone(),
            face: emoji.emoji,
            is_person: false,
            detail: emoji.name,
        })
        .collect()
}

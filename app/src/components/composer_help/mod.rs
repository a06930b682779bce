//! Help while one writes: people and emoji by a few letters, marks by keys, and a bar of marks where something is selected.

mod suggestions;
mod writing;

use leptos::{html, prelude::*};

use self::suggestions::Suggestions;
pub use self::writing::Writing;
use crate::{
    browser::{
        field::{listen, select, selection},
        page::is_bare,
    },
    state::TimelineStore,
    ui::{effect_keeping, live, memo},
};
use writing::Token;

/// What help is for.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The room's timeline.
    pub timeline: TimelineStore,
    /// The text of the field.
    pub value: RwSignal<String>,
    /// The field.
    pub field: NodeRef<html::Textarea>,
}

impl Asked {
    /// The text with what is selected in it, if the field is there.
    #[must_use]
    pub fn writing(self) -> Option<Writing> {
        let (start, end) = selection(&self.field.get_untracked()?);
        let text = self.value.get_untracked();
        Some(Writing::new(&text, start, end))
    }

    /// Does something with the text where one writes.
    pub fn change(self, change: impl FnOnce(&mut Writing)) {
        let (Some(field), Some(mut writing)) = (self.field.get_untracked(), self.writing()) else {
            return;
        };
        change(&mut writing);
        let text = writing.text();
        select(&field, &text, writing.start, writing.end);
        self.value.set(text);
    }
}

/// What a mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Around(&'static str),
    Before(&'static str),
}

/// The marks of the bar: what they are called, the letter or sign that shows them, their key with Control if they have one, and
/// what they do.
const MARKS: [(&str, &str, &str, Mark); 7] = [
    ("Bold", "B", "b", Mark::Around("**")),
    ("Italic", "I", "i", Mark::Around("*")),
    ("Struck through", "S", "X", Mark::Around("~~")),
    ("Code", "<>", "e", Mark::Around("`")),
    ("Hidden", "▇", "H", Mark::Around("||")),
    ("Quote", "❯", "", Mark::Before("> ")),
    ("List", "•", "", Mark::Before("- ")),
];

/// The help. It stands in the composer, and comes with what stands beside the talk.
#[component]
pub fn ComposerHelp(
    /// What it is for.
    asked: Asked,
) -> impl IntoView {
    let token = RwSignal::new(None::<Token>);
    let selects = RwSignal::new(false);
    let pressed = RwSignal::new((0_u32, String::new()));
    let has_suggestions = RwSignal::new(false);
    let look = move || {
        if let Some(writing) = asked.writing() {
            let (now, is_selecting) = (writing.token(), writing.start != writing.end);
            if token.with_untracked(|known| *known != now) {
                token.set(now);
            }
            if selects.get_untracked() != is_selecting {
                selects.set(is_selecting);
            }
        }
    };
    let apply = move |mark: Mark| {
        asked.change(|writing| match mark {
            Mark::Around(mark) => writing.wrap(mark),
            Mark::Before(mark) => writing.begin_lines(mark),
        });
        look();
    };
    effect_keeping(move || {
        let field = asked.field.get()?;
        let keys = listen(&field, "keydown", move |event| {
            let key = event.key();
            if has_suggestions.get_untracked() && is_of_list(&key) && is_bare(&event) {
                event.prevent_default();
                event.stop_propagation();
                pressed.update(|(count, last)| {
                    *count = count.wrapping_add(1);
                    *last = key;
                });
                return;
            }
            let is_control = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
            let mark = MARKS.iter().find(|(_, _, wanted, _)| *wanted == key);
            if let Some((.., mark)) = mark.filter(|_| is_control) {
                event.prevent_default();
                event.stop_propagation();
                apply(*mark);
            }
        });
        let [typed, clicked] =
            ["input", "mouseup"].map(|name| listen(&field, name, move |_| look()));
        let moved = listen(&field, "keyup", move |event| {
            // The end of a press that was the list's changes nothing in the field.
            if !is_of_list(&event.key()) {
                look();
            }
        });
        let left = listen(&field, "blur", move |_| token.set(None));
        Some([keys, typed, moved, clicked, left])
    });
    let is_token = memo(move || token.with(Option::is_some));
    view! {
        <div class="composer-help">
        {live(move || {
            is_token
                .get()
                .then(|| {
                    view! { <Suggestions asked=asked token=token pressed=pressed shown=has_suggestions/> }
                })
        })}
        {live(move || {
            (selects.get() && !is_token.get())
                .then(|| {
                    let marks: Vec<AnyView> = MARKS
                        .into_iter()
                        .map(|(name, sign, key, mark)| mark_button(name, sign, key, move || apply(mark)))
                        .collect();
                    view! {
                        <div class="marks-bar" role="toolbar" aria-label="Marks" data-testid="marks-bar">
                            {marks}
                        </div>
                    }
                })
        })}
        </div>
    }
    .into_any()
}

/// Keys that are the list's while there is one.
fn is_of_list(key: &str) -> bool {
    matches!(key, "ArrowDown" | "ArrowUp" | "Enter" | "Tab" | "Escape")
}

fn mark_button(
    name: &'static str,
    sign: &'static str,
    key: &str,
    press: impl Fn() + 'static,
) -> AnyView {
    let label = match key.chars().next() {
        None => name.to_owned(),
        Some(letter) if letter.is_uppercase() => format!("{name} (Ctrl Shift {letter})"),
        Some(letter) => format!("{name} (Ctrl {})", letter.to_ascii_uppercase()),
    };
    view! {
        <button
            class="mark-button"
            type="button"
            data-mark=name
            data-tip=label.clone()
            aria-label=label
            // The field keeps the focus, and its selection.
            on:mousedown=|event| event.prevent_default()
            on:click=move |_| press()
        >
            {sign}
        </button>
    }
    .into_any()
}

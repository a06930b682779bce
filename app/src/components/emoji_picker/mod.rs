//! Choosing an emoji: those used lately, a search by name, groups, a skin tone that is kept.

mod table;

use leptos::{ev, html, prelude::*, wasm_bindgen::JsCast, web_sys};

use self::table::{Emoji, Tone};
pub use self::table::{Table, load};
use crate::{
    browser::{
        page,
        storage::{self, Keep},
    },
    ui::{SkeletonRooms, effect, live, memo},
};

/// Where those used lately are kept, separated by blanks, the last one first.
const LATELY: &str = "moodlight.emoji.lately";
/// How many of them.
const LATELY_MAX: usize = 24;
/// Where the skin tone is kept: 0 none, 1 to 5 from light to dark.
const TONE: &str = "moodlight.emoji.tone";
/// Found by a search, at most.
const FOUND_MAX: usize = 96;

/// The groups, as the table numbers them: a word and an emoji for each.
const GROUPS: [(&str, &str); 9] = [
    ("Smileys", "🙂"),
    ("People", "👋"),
    ("Nature", "🌿"),
    ("Food", "🍎"),
    ("Places", "🏠"),
    ("Activities", "⚽"),
    ("Objects", "💡"),
    ("Symbols", "❤️"),
    ("Flags", "🏁"),
];

/// Those used lately on this device, the last one first.
#[must_use]
pub fn lately() -> Vec<String> {
    let kept = storage::get(Keep::Device, LATELY).unwrap_or_default();
    kept.split_whitespace().map(str::to_owned).collect()
}

/// The skin tone of this device.
#[must_use]
pub fn tone() -> Tone {
    Tone::kept(storage::get(Keep::Device, TONE).as_deref())
}

/// One was used.
pub fn used(emoji: &str) {
    let mut all = lately();
    all.retain(|known| known != emoji);
    all.insert(0, emoji.to_owned());
    all.truncate(LATELY_MAX);
    storage::set(Keep::Device, LATELY, &all.join(" "));
}

/// The picker. Arrow keys walk over the emoji, Escape leaves.
#[component]
pub fn EmojiPicker(
    /// Called with the chosen one.
    #[prop(into)]
    on_pick: Callback<String>,
    /// Called when nothing is to be chosen.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let table = RwSignal::new(None::<Table>);
    let query = RwSignal::new(String::new());
    let group = RwSignal::new(0_usize);
    let tone = RwSignal::new(tone());
    let search = NodeRef::<html::Input>::new();
    let grid = NodeRef::<html::Div>::new();
    load(table);
    effect(move || {
        if let Some(search) = search.get()
            && !page::is_touched()
        {
            // Without focus one can still click.
            let _ = search.focus();
        }
    });
    let pick = move |emoji: String| {
        used(&emoji);
        on_pick.run(emoji);
    };
    let shown = memo(move || {
        let (query, group, tone) = (query.get(), group.get(), tone.get());
        table.with(|table| {
            let table = table.as_ref()?;
            Some(if query.trim().is_empty() {
                table.group(group, tone)
            } else {
                table.find(query.trim(), FOUND_MAX, tone)
            })
        })
    });
    let is_searching = move || !query.with(|query| query.trim().is_empty());
    let recent = lately();
    let keys = move |event: ev::KeyboardEvent| {
        match event.key().as_str() {
            "Escape" => on_leave.run(()),
            "Enter" if is_text_field(&event) => {
                let first = shown.with(|shown| shown.as_ref()?.first().map(|e| e.emoji.clone()));
                if let Some(first) = first.filter(|_| is_searching()) {
                    pick(first);
                }
            }
            key @ ("ArrowDown" | "ArrowUp" | "ArrowLeft" | "ArrowRight") => {
                let Some(grid) = grid.get_untracked() else {
                    return;
                };
                if !page::walk(&grid, ".emoji", key) {
                    return;
                }
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        <div class="emoji-picker" role="dialog" aria-label="Emoji" on:keydown=keys data-testid="emoji-picker">
            <div class="emoji-head">
                <input
                    class="emoji-search"
                    type="search"
                    placeholder="Search"
                    aria-label="Search emoji"
                    autocomplete="off"
                    node_ref=search
                    prop:value=move || query.get()
                    on:input=move |event| query.set(event_target_value(&event))
                    data-testid="emoji-search"
                />
                <ToneChoice tone=tone/>
            </div>
            {live(move || {
                (!is_searching() && !recent.is_empty())
                    .then(|| {
                        let recent: Vec<Emoji> = recent.iter().cloned().map(Emoji::unnamed).collect();
                        view! {
                            <div class="emoji-lately" role="group" aria-label="Used lately">
                                {buttons(recent, pick)}
                            </div>
                        }
                    })
            })}
            <div class="emoji-grid" node_ref=grid role="group" aria-label=move || if is_searching() { "Found" } else { GROUPS[group.get()].0 }>
                {live(move || match shown.get() {
                    None => view! { <SkeletonRooms/> }.into_any(),
                    Some(all) if all.is_empty() => view! { <p class="emoji-none">"Nothing by that name."</p> }.into_any(),
                    Some(all) => buttons(all, pick).into_any(),
                })}
            </div>
            <div class="emoji-groups" role="group" aria-label="Groups">
                {GROUPS
                    .into_iter()
                    .enumerate()
                    .map(|(number, (word, emoji))| {
                        view! {
                            <button
                                class="emoji-group"
                                type="button"
                                aria-label=word
                                aria-pressed=move || (!is_searching() && group.get() == number).to_string()
                                on:click=move |_| {
                                    query.set(String::new());
                                    group.set(number);
                                    if let Some(grid) = grid.get_untracked() {
                                        grid.set_scroll_top(0);
                                    }
                                }
                            >
                                {emoji}
                            </button>
                        }
                        .into_any()
                    })
                    .collect::<Vec<_>>()}
            </div>
        </div>
    }
    .into_any()
}

fn buttons(all: Vec<Emoji>, pick: impl Fn(String) + Copy + Send + 'static) -> Vec<AnyView> {
    all.into_iter()
        .map(|Emoji { emoji, name }| {
            let chosen = emoji.clone();
            view! {
                <button
                    class="emoji"
                    type="button"
                    title=name.clone()
                    aria-label=name
                    data-testid="emoji"
                    on:click=move |_| pick(chosen.clone())
                >
                    {emoji}
                </button>
            }
            .into_any()
        })
        .collect()
}

/// The skin tone of all that have one.
#[component]
fn ToneChoice(tone: RwSignal<Tone>) -> impl IntoView {
    let next = move |_| {
        tone.update(|tone| *tone = tone.next());
        storage::set(Keep::Device, TONE, &tone.get_untracked().kept_as());
    };
    view! {
        <button
            class="emoji-tone"
            type="button"
            aria-label=move || format!("Skin tone: {}", tone.get().word())
            data-tip="Skin tone"
            on:click=next
            data-testid="emoji-tone"
        >
            {live(move || tone.get().hand())}
        </button>
    }
    .into_any()
}

fn is_text_field(event: &ev::KeyboardEvent) -> bool {
    let target = event.target();
    target.is_some_and(|target| target.dyn_ref::<web_sys::HtmlInputElement>().is_some())
}

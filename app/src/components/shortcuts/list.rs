//! All keys, in one window.

use leptos::prelude::*;

use crate::ui::{Button, Dialog};

/// Which they are, and what they do.
const KEYS: [(&str, &[(&str, &str)]); 4] = [
    (
        "Everywhere",
        &[
            ("Ctrl K", "Go to a room, a person or a page"),
            ("Ctrl Shift F", "Search in all rooms"),
            (
                "Ctrl F",
                "Find in this room; again, and the browser's own opens",
            ),
            ("Ctrl /", "This list"),
            ("Alt ↓ ↑", "Next or previous room"),
            ("Alt Shift ↓ ↑", "The same, where something is unread"),
            ("Shift Esc", "Mark everything as read"),
            ("Esc", "Close what is open"),
        ],
    ),
    (
        "Writing",
        &[
            ("Enter", "Send"),
            ("Shift Enter", "New line"),
            ("↑", "Edit your last message, while nothing is written"),
            ("@", "Mention someone; : and two letters for emoji"),
            (
                "Ctrl B",
                "Bold; I italic, E code, Shift X struck through, Shift H hidden",
            ),
            ("Esc", "Leave a reply or an edit"),
        ],
    ),
    (
        "Marks",
        &[
            ("**bold**", "bold"),
            ("*italic*", "italic"),
            ("~~struck~~", "struck through"),
            ("`code`", "code; three of them for several lines"),
            ("||hidden||", "hidden until asked for"),
            ("> words", "a quote"),
            ("- words", "a list"),
            ("[words](https://…)", "a link"),
        ],
    ),
    (
        "Reading",
        &[
            ("Shift Tab", "From the field to the talk"),
            ("↑ ↓", "From message to message"),
            ("Tab", "To what can be done with it"),
            ("Enter", "Does it"),
        ],
    ),
];

/// The window.
#[component]
pub fn KeyList(
    /// Whether it is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let groups: Vec<AnyView> = KEYS
        .into_iter()
        .map(|(title, keys)| {
            let lines: Vec<AnyView> = keys
                .iter()
                .map(|(key, act)| {
                    view! {
                        <dt class="key-names"><kbd>{*key}</kbd></dt>
                        <dd class="key-act">{*act}</dd>
                    }
                    .into_any()
                })
                .collect();
            view! {
                <section>
                    <h3 class="key-title">{title}</h3>
                    <dl class="keys">{lines}</dl>
                </section>
            }
            .into_any()
        })
        .collect();
    view! {
        <Dialog
            open=open
            title="Keys and marks"
            testid="key-list"
            actions=move || view! { <Button on_click=move |_| open.set(false)>"Done"</Button> }
        >
            // What scrolls has to be reached by keyboard.
            <div class="key-groups" tabindex="0">
                {groups}
            </div>
        </Dialog>
    }
    .into_any()
}

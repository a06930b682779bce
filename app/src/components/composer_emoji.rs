//! The button in the composer that opens the emoji.

use leptos::{html, prelude::*};
use leptos_router::ChooseView;

use super::composer_help;
use crate::{
    pages::beside::Beside,
    state::TimelineStore,
    ui::{IconButton, IconName, live},
};

/// Where a chosen one goes.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The text of the field.
    pub value: RwSignal<String>,
    /// The field: it goes where one writes, and one writes on.
    pub field: NodeRef<html::Textarea>,
    /// The room's timeline.
    pub timeline: TimelineStore,
    /// Whether they are open.
    pub open: RwSignal<bool>,
}

impl Asked {
    /// Puts it where one writes.
    pub fn put(self, emoji: &str) {
        self.open.set(false);
        self.help().change(|writing| writing.insert(emoji));
    }

    fn help(self) -> composer_help::Asked {
        composer_help::Asked {
            timeline: self.timeline,
            value: self.value,
            field: self.field,
        }
    }

    /// Back to writing.
    pub fn leave(self) {
        self.open.set(false);
        if let Some(field) = self.field.get_untracked() {
            // Without focus one can still press it.
            let _ = field.focus();
        }
    }
}

/// The button. What it opens is fetched when somebody presses it.
#[component]
pub fn EmojiButton(
    /// The text of the field.
    value: RwSignal<String>,
    /// The field.
    field: NodeRef<html::Textarea>,
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let asked = Asked {
        value,
        field,
        timeline,
        open,
    };
    view! {
        <IconButton
            icon=IconName::Smile
            label="Emoji"
            on_click=move |_| open.update(|open| *open = !*open)
            testid="composer-emoji"
        />
        {live(move || {
            open.get()
                .then(|| {
                    view! {
                        <div class="composer-emoji">
                            <Suspense>{move || Suspend::new(Beside::Emoji(asked).choose())}</Suspense>
                        </div>
                    }
                })
        })}
    }
    .into_any()
}

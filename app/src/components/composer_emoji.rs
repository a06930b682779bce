//! The button in the composer that opens the emoji.

use leptos::prelude::*;

use super::composer_help;
use crate::{
    pages::beside::Beside,
    ui::{IconButton, IconName, live},
};

/// Where a chosen one goes.
#[derive(Clone, Copy)]
pub struct Asked {
    /// It goes where one writes there, and one writes on.
    pub writing: composer_help::Asked,
    /// Whether they are open.
    pub open: RwSignal<bool>,
}

impl Asked {
    /// Puts it where one writes.
    pub fn put(self, emoji: &str) {
        self.open.set(false);
        self.writing.change(|writing| writing.insert(emoji));
    }

    /// Back to writing.
    pub fn leave(self) {
        self.open.set(false);
        if let Some(field) = self.writing.field.get_untracked() {
            // Without focus one can still press it.
            let _ = field.focus();
        }
    }
}

/// The button. What it opens is fetched when somebody presses it.
#[component]
pub fn EmojiButton(
    /// Where a chosen one goes.
    writing: composer_help::Asked,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let asked = Asked { writing, open };
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
                            {Beside::Emoji(asked).drawn()}
                        </div>
                    }
                })
        })}
    }
    .into_any()
}

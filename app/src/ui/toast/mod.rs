//! A short word about something that just happened elsewhere on the page. Rare: what can be shown in place is shown there.

#[cfg(feature = "gallery")]
pub mod examples;

use std::time::Duration;

use leptos::prelude::*;

use super::{
    banner::Tone,
    button::IconButton,
    icon::{Icon, IconName},
};

/// Long enough to read two short sentences twice.
const STAYS: Duration = Duration::from_secs(6);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
}

/// Shows toasts from anywhere below [`provide_toaster`].
#[derive(Clone, Copy)]
pub struct Toaster {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl Toaster {
    /// Says something. Bad news stays until it is put away; the rest leaves by itself. Only in the browser.
    pub fn show(self, tone: Tone, text: impl Into<String>) {
        let id = self.add(tone, text.into());
        if tone != Tone::Danger {
            set_timeout(move || self.dismiss(id), STAYS);
        }
    }

    fn add(self, tone: Tone, text: String) -> u32 {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            // The same words again are the same news.
            shown.retain(|toast| toast.text != text);
            shown.push(Toast { id, tone, text });
        });
        id
    }

    fn dismiss(self, id: u32) {
        self.shown
            .try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Makes a [`Toaster`] for everything below; call it once at the root.
pub fn provide_toaster() -> Toaster {
    let toaster = Toaster {
        shown: RwSignal::new(Vec::new()),
        next: StoredValue::new(0),
    };
    provide_context(toaster);
    toaster
}

/// The nearest [`Toaster`]. Take it in a component's body, not in a handler.
#[must_use]
pub fn use_toaster() -> Toaster {
    expect_context()
}

/// Where toasts appear; put it once, near the end of the page.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toaster = use_toaster();
    view! {
        <div class="toasts" role="status" aria-live="polite" data-testid="toasts">
            <For each=move || toaster.shown.get() key=|toast| toast.id let:toast>
                <div class="toast" data-tone=toast.tone.attribute()>
                    <Icon name=toast.tone.icon()/>
                    <span class="toast-words">{toast.text.clone()}</span>
                    <IconButton icon=IconName::X label="Put away" on_click=move |_| toaster.dismiss(toast.id)/>
                </div>
            </For>
        </div>
    }
    .into_any()
}

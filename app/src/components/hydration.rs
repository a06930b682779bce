//! Whether the page has come alive. What differs between server and browser (local times, what the device keeps) waits
//! for it, so that both render the same HTML first.

use crate::ui::effect;
use leptos::prelude::*;

#[derive(Clone, Copy)]
struct Hydrated(ReadSignal<bool>);

/// Makes [`use_hydrated`] work below, and marks the document with `data-hydrated` for style and journeys. Once, in `App`.
pub fn provide_hydrated() {
    let (hydrated, set_hydrated) = signal(false);
    provide_context(Hydrated(hydrated));
    effect(move || {
        set_hydrated.set(true);
        if let Some(html) = document().document_element() {
            // Fails only for names that are not names.
            let _ = html.set_attribute("data-hydrated", "");
        }
    });
}

/// False on the server and in the first render of the browser, true from then on.
#[must_use]
pub fn use_hydrated() -> ReadSignal<bool> {
    expect_context::<Hydrated>().0
}

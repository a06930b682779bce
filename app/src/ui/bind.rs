//! Ties a text control to a signal without ever losing what was typed before the page came alive.
//!
//! `prop:value` writes the signal's first value into the control while hydrating, so letters typed into the server's page would
//! vanish. Here the control speaks first: its text is taken into the signal once, and written back only where the two differ.

use leptos::{
    prelude::*,
    web_sys::{HtmlInputElement, HtmlTextAreaElement},
};

use crate::ui::effect;

/// What the two text controls have in common.
pub trait TextControl {
    fn text(&self) -> String;
    fn set_text(&self, text: &str);
}

impl TextControl for HtmlInputElement {
    fn text(&self) -> String {
        self.value()
    }

    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

impl TextControl for HtmlTextAreaElement {
    fn text(&self) -> String {
        self.value()
    }

    fn set_text(&self, text: &str) {
        self.set_value(text);
    }
}

/// Keeps `value` and the control in step. `control` answers `None` until the element exists.
pub fn bind_text<C: TextControl>(
    control: impl Fn() -> Option<C> + 'static,
    value: RwSignal<String>,
) {
    let mut is_adopted = false;
    effect(move || {
        let Some(control) = control() else {
            return;
        };
        let wanted = value.get();
        let shown = control.text();
        if !is_adopted && wanted.is_empty() && !shown.is_empty() {
            value.set(shown);
        } else if shown != wanted {
            control.set_text(&wanted);
        }
        is_adopted = true;
    });
}

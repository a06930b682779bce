//! The field one writes in: what is selected, and listening to it before anyone else does.

#[cfg(feature = "hydrate")]
pub use hydrate::{Listening, listen, select, selection};
#[cfg(not(feature = "hydrate"))]
pub use server::{Listening, listen, select, selection};

#[cfg(feature = "hydrate")]
mod hydrate {
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{AddEventListenerOptions, EventTarget, HtmlTextAreaElement, KeyboardEvent};

    /// What is selected, from where to where, counted in UTF-16.
    pub fn selection(field: &HtmlTextAreaElement) -> (usize, usize) {
        let place = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(0) as usize;
        (place(field.selection_start()), place(field.selection_end()))
    }

    /// Gives the field a text, selects a part of it and gives it the focus.
    pub fn select(field: &HtmlTextAreaElement, text: &str, start: usize, end: usize) {
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        field.set_value(text);
        // Without focus one can still press it.
        let _ = field.focus();
        let _ = field.set_selection_range(place(start), place(end));
    }

    /// Ends the listening when dropped.
    pub struct Listening {
        target: EventTarget,
        name: &'static str,
        heard: Closure<dyn Fn(KeyboardEvent)>,
    }

    impl Drop for Listening {
        fn drop(&mut self) {
            // Fails only for a listener that was never there.
            let _ = self.target.remove_event_listener_with_callback_and_bool(
                self.name,
                self.heard.as_ref().unchecked_ref(),
                true,
            );
        }
    }

    /// Hears what happens to a field before whatever else listens to it. Of events without keys only the name counts.
    pub fn listen(
        field: &HtmlTextAreaElement,
        name: &'static str,
        hear: impl Fn(KeyboardEvent) + 'static,
    ) -> Listening {
        let heard = Closure::<dyn Fn(KeyboardEvent)>::new(hear);
        let options = AddEventListenerOptions::new();
        options.set_capture(true);
        // Fails only for functions that are none.
        let _ = field.add_event_listener_with_callback_and_add_event_listener_options(
            name,
            heard.as_ref().unchecked_ref(),
            &options,
        );
        Listening {
            target: field.clone().into(),
            name,
            heard,
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod server {
    use leptos::web_sys::{HtmlTextAreaElement, KeyboardEvent};

    /// Nothing is selected on the server.
    pub fn selection(_field: &HtmlTextAreaElement) -> (usize, usize) {
        (0, 0)
    }

    /// Does nothing.
    pub fn select(_field: &HtmlTextAreaElement, _text: &str, _start: usize, _end: usize) {}

    /// Nothing is heard on the server.
    pub struct Listening;

    /// Hears nothing.
    pub fn listen(
        _field: &HtmlTextAreaElement,
        _name: &'static str,
        _hear: impl Fn(KeyboardEvent) + 'static,
    ) -> Listening {
        Listening
    }
}

//! Signs of life: the page shown and hidden, the network gone and back, the person at the keyboard.

/// What the browser says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// The page can be seen (again).
    Shown,
    /// It cannot be seen any more.
    Hidden,
    /// The window has the focus.
    Focused,
    /// The device has a network again.
    Online,
    /// It has none.
    Offline,
    /// The page may be gone after this: save.
    Leaving,
    /// A key or pointer moved.
    Input,
}

/// Hears signs as long as the page lives.
pub fn listen(on_sign: impl Fn(Sign) + 'static) {
    #[cfg(feature = "hydrate")]
    {
        use std::rc::Rc;

        use leptos::prelude::{document, window};
        use wasm_bindgen::{JsCast, closure::Closure};

        let on_sign = Rc::new(on_sign);
        let add = |target: &web_sys::EventTarget, event: &str, sign: fn() -> Sign| {
            let on_sign = Rc::clone(&on_sign);
            let listener = Closure::<dyn Fn()>::new(move || on_sign(sign()));
            // Fails only for names that are not names.
            let _ =
                target.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
            // As long as the page.
            listener.forget();
        };
        let (window, document) = (window(), document());
        add(&document, "visibilitychange", || {
            if is_visible() {
                Sign::Shown
            } else {
                Sign::Hidden
            }
        });
        add(&window, "focus", || Sign::Focused);
        add(&window, "online", || Sign::Online);
        add(&window, "offline", || Sign::Offline);
        add(&window, "pageshow", || Sign::Shown);
        add(&window, "pagehide", || Sign::Leaving);
        for event in ["keydown", "pointerdown", "pointermove", "wheel"] {
            add(&window, event, || Sign::Input);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    drop(on_sign);
}

/// The page can be seen.
#[must_use]
pub fn is_visible() -> bool {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document().visibility_state() == web_sys::VisibilityState::Visible;
    #[cfg(not(feature = "hydrate"))]
    return false;
}

/// The page can be seen and has the focus: what is on screen is being read.
#[must_use]
pub fn is_attended() -> bool {
    #[cfg(feature = "hydrate")]
    return is_visible() && leptos::prelude::document().has_focus().unwrap_or(true);
    #[cfg(not(feature = "hydrate"))]
    return false;
}

/// The device says that it has a network.
#[must_use]
pub fn is_online() -> bool {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::window().navigator().on_line();
    #[cfg(not(feature = "hydrate"))]
    return false;
}

/// The person asked for less motion.
#[must_use]
pub fn prefers_reduced_motion() -> bool {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    #[cfg(not(feature = "hydrate"))]
    return false;
}

/// Marks the document, for style and tests: `data-…` on `<html>`; `None` takes the mark away.
pub fn mark(name: &str, value: Option<&str>) {
    #[cfg(feature = "hydrate")]
    if let Some(html) = leptos::prelude::document().document_element() {
        // Fails only for names that are not names.
        let _ = match value {
            Some(value) => html.set_attribute(name, value),
            None => html.remove_attribute(name),
        };
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, value);
}

/// What the server wrote into `data-…` on `<html>`.
#[must_use]
pub fn told(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document()
        .document_element()?
        .get_attribute(&format!("data-{name}"));
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = name;
        None
    }
}

/// Loads this page afresh.
pub fn reload() {
    #[cfg(feature = "hydrate")]
    {
        // Fails only where the browser is closing the page anyway.
        let _ = leptos::prelude::window().location().reload();
    }
}

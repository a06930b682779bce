//! The document: going elsewhere, scrolling, the pointer, the clipboard. On the server each does nothing.

#[cfg(feature = "hydrate")]
use leptos::prelude::{request_animation_frame, window};
use leptos::web_sys::HtmlElement;

/// Loads another page afresh: who is signed in has changed, so nothing of this page may stay.
pub fn load(path: &str) {
    #[cfg(feature = "hydrate")]
    {
        // Fails only for addresses that are none.
        let _ = window().location().set_href(path);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = path;
}

/// Whether one taps first of all: writing then brings up a keyboard that hides half of the page.
#[must_use]
pub fn is_touched() -> bool {
    #[cfg(feature = "hydrate")]
    return window()
        .match_media("(pointer: coarse)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    #[cfg(not(feature = "hydrate"))]
    return false;
}

/// Waits for the next frame; as long as the page is hidden there is none.
pub async fn next_frame() {
    #[cfg(feature = "hydrate")]
    {
        let (begun, waits) = futures::channel::oneshot::channel();
        request_animation_frame(move || {
            // Fails only when nobody waits any more.
            let _ = begun.send(());
        });
        // Fails only when the page goes.
        let _ = waits.await;
    }
}

/// Waits for typefaces that are on their way, as long as `patience_ms`: when one arrives, the whole page is laid out anew,
/// and nothing else should happen in that frame. Returns the patience that is left: none, or all of it.
pub async fn typefaces(patience_ms: u32) -> u32 {
    #[cfg(feature = "hydrate")]
    if patience_ms > 0 {
        use futures::future::{Either, select};

        let fonts = leptos::prelude::document().fonts();
        if fonts.status() == web_sys::FontFaceSetLoadStatus::Loading
            && let Ok(ready) = fonts.ready()
        {
            let patience = std::pin::pin!(super::clock::sleep(patience_ms));
            match select(wasm_bindgen_futures::JsFuture::from(ready), patience).await {
                Either::Left(_) => next_frame().await,
                Either::Right(_) => return 0,
            }
        }
    }
    patience_ms
}

/// Runs something when the page has taken up what was changed.
pub fn after_paint(then: impl FnOnce() + 'static) {
    #[cfg(feature = "hydrate")]
    request_animation_frame(move || request_animation_frame(then));
    #[cfg(not(feature = "hydrate"))]
    drop(then);
}

/// Moves the focus to an element that was just made, once it stands in the page; not if it has been moved elsewhere until
/// then: what someone is typing stays where they type it.
pub fn focus_soon(element: HtmlElement) {
    #[cfg(feature = "hydrate")]
    {
        let focused = || leptos::prelude::document().active_element();
        let before = focused();
        after_paint(move || {
            let now = focused();
            // The page that was left took its focus along; the body has it then.
            let is_free = now == before || now.is_none_or(|now| now.tag_name() == "BODY");
            if is_free {
                // Without focus one can still click.
                let _ = element.focus();
            }
        });
    }
    #[cfg(not(feature = "hydrate"))]
    drop(element);
}

/// Moves the focus to the element of this id, which then is where Tab goes on from.
pub fn focus(id: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(element) = leptos::prelude::document().get_element_by_id(id) {
        use wasm_bindgen::JsCast;
        // Without focus one is where one was.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Scrolls so that the first element inside that fits the selector stands in the upper third.
pub fn show_first(scroller: &HtmlElement, selector: &str) {
    #[cfg(feature = "hydrate")]
    if let Ok(Some(element)) = scroller.query_selector(selector) {
        let frame = scroller.get_bounding_client_rect();
        let wanted = frame.top() + frame.height() / 4.0;
        let by = element.get_bounding_client_rect().top() - wanted;
        #[expect(clippy::cast_possible_truncation, reason = "pixels on a screen")]
        scroller.set_scroll_top(scroller.scroll_top() + by.round() as i32);
        // The browser tells it in a later frame, and rows may come before: who holds the place has to know it now.
        if let Ok(told) = web_sys::Event::new("scroll") {
            let _ = scroller.dispatch_event(&told);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (scroller, selector);
}

/// Holds the row in which something was pressed where it begins, while it grows or shrinks.
pub fn hold_row(event: &leptos::web_sys::MouseEvent) {
    #[cfg(feature = "hydrate")]
    {
        use leptos::web_sys::Element;
        use wasm_bindgen::JsCast;
        let pressed = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let around = |selector| pressed.as_ref()?.closest(selector).ok().flatten();
        let (Some(row), Some(scroller)) = (around(".timeline-row"), around(".timeline")) else {
            return;
        };
        let before = row.get_bounding_client_rect().top();
        request_animation_frame(move || {
            let by = row.get_bounding_client_rect().top() - before;
            #[expect(clippy::cast_possible_truncation, reason = "pixels on a screen")]
            scroller.set_scroll_top(scroller.scroll_top() + by.round() as i32);
            // As in `show_first`.
            if let Ok(told) = web_sys::Event::new("scroll") {
                let _ = scroller.dispatch_event(&told);
            }
        });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = event;
}

/// Scrolls so that the row of this id stands in the upper third, and marks it for a moment.
pub fn reveal(scroller: &HtmlElement, id: &str) {
    #[cfg(feature = "hydrate")]
    {
        show_first(scroller, &format!("#{id}"));
        if let Some(row) = leptos::prelude::document().get_element_by_id(id) {
            // Without the mark it still stands there.
            let _ = row.remove_attribute("data-revealed");
            after_paint(move || {
                let _ = row.set_attribute("data-revealed", "");
            });
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (scroller, id);
}

/// Moves the focus among those inside that fit the selector, by an arrow key: to the next or the previous one, or to the
/// one that stands above or below. False: there is none in that direction.
pub fn walk(inside: &HtmlElement, selector: &str, key: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let Ok(found) = inside.query_selector_all(selector) else {
            return false;
        };
        let all: Vec<HtmlElement> = (0..found.length())
            .filter_map(|at| found.get(at)?.dyn_into().ok())
            .collect();
        let focused = leptos::prelude::document().active_element();
        let here = all
            .iter()
            .position(|element| focused.as_ref() == Some(element.as_ref()));
        let next = match (here, key) {
            (None, "ArrowDown") => all.first(),
            (Some(here), "ArrowRight") => all.get(here + 1),
            (Some(here), "ArrowLeft") => here.checked_sub(1).and_then(|at| all.get(at)),
            (Some(here), "ArrowDown" | "ArrowUp") => {
                let (left, top) = (all[here].offset_left(), all[here].offset_top());
                let is_there = |element: &&HtmlElement| {
                    let is_beyond = if key == "ArrowDown" {
                        element.offset_top() > top
                    } else {
                        element.offset_top() < top
                    };
                    is_beyond && element.offset_left() == left
                };
                if key == "ArrowDown" {
                    all[here..].iter().find(is_there)
                } else {
                    all[..here].iter().rev().find(is_there)
                }
            }
            _ => None,
        };
        next.is_some_and(|next| next.focus().is_ok())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (inside, selector, key);
        false
    }
}

/// Moves the focus from message to message by the arrow keys, where the talk itself or a message has it; from the talk to the
/// newest one. False: this key is not for that.
pub fn walk_rows(scroller: &HtmlElement, event: &leptos::web_sys::KeyboardEvent) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let key = event.key();
        if event.alt_key() || event.ctrl_key() || event.meta_key() {
            return false;
        }
        let focused = leptos::prelude::document().active_element();
        let is_talk = focused.as_ref() == Some(scroller.as_ref());
        let here = focused.filter(|focused| focused.matches(".message").unwrap_or(false));
        let Ok(all) = scroller.query_selector_all(".message") else {
            return false;
        };
        let at =
            (0..all.length()).find(|at| all.get(*at).as_ref() == here.as_ref().map(AsRef::as_ref));
        let next = match (key.as_str(), here.is_some(), at) {
            ("ArrowUp", false, _) if is_talk => all.length().checked_sub(1),
            ("ArrowUp", true, Some(at)) => at.checked_sub(1),
            ("ArrowDown", true, Some(at)) => Some(at + 1),
            ("Home", true, _) => Some(0),
            ("End", true, _) => all.length().checked_sub(1),
            _ => return false,
        };
        let next = next.and_then(|at| all.get(at)?.dyn_into::<HtmlElement>().ok());
        // At either end one stays where one is.
        next.is_none_or(|next| next.focus().is_ok())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (scroller, event);
        false
    }
}

/// Scrolls what fits the selector into view within its list, once it has changed.
pub fn show_chosen(selector: &'static str) {
    #[cfg(feature = "hydrate")]
    after_paint(move || {
        if let Ok(Some(chosen)) = leptos::prelude::document().query_selector(selector) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            chosen.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = selector;
}

/// Whether something in the page fits the selector.
#[must_use]
pub fn holds(selector: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        let found = leptos::prelude::document().query_selector(selector);
        found.is_ok_and(|found| found.is_some())
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = selector;
        false
    }
}

/// Whether what fits the selector has the focus, or something in it.
#[must_use]
pub fn has_focus(selector: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        let focused = leptos::prelude::document().active_element();
        focused.is_some_and(|focused| focused.closest(selector).is_ok_and(|found| found.is_some()))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = selector;
        false
    }
}

/// Whether a click was meant for something that does something itself.
#[must_use]
pub fn is_control(event: &leptos::web_sys::MouseEvent) -> bool {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let target = event.target();
        let element = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        element.is_some_and(|element| {
            let control = element.closest("a, button, summary, input, textarea, [role=toolbar]");
            control.is_ok_and(|found| found.is_some())
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = event;
        false
    }
}

/// Whether a key was pressed alone, not with one that gives it another meaning, nor for what an input method composes.
#[must_use]
pub fn is_bare(event: &leptos::web_sys::KeyboardEvent) -> bool {
    !(event.alt_key()
        || event.ctrl_key()
        || event.meta_key()
        || event.shift_key()
        || event.is_composing())
}

/// Whether the element of this id stands in the lower half of the window.
#[must_use]
pub fn is_low(id: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        let height = window()
            .inner_height()
            .ok()
            .and_then(|height| height.as_f64());
        let element = leptos::prelude::document().get_element_by_id(id);
        element.zip(height).is_some_and(|(element, height)| {
            element.get_bounding_client_rect().top() > height / 2.0
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = id;
        false
    }
}

/// The address of this place, for links that are sent to others: `https://chat.example.org`.
#[must_use]
pub fn origin() -> String {
    #[cfg(feature = "hydrate")]
    return window().location().origin().unwrap_or_default();
    #[cfg(not(feature = "hydrate"))]
    return String::new();
}

/// Puts a text on the clipboard; false where the browser does not let us.
pub async fn copy(text: &str) -> bool {
    #[cfg(feature = "hydrate")]
    {
        // Absent on pages that are not served over TLS, whatever the type says.
        let navigator = window().navigator();
        if !js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false) {
            return false;
        }
        let writing = navigator.clipboard().write_text(text);
        wasm_bindgen_futures::JsFuture::from(writing).await.is_ok()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = text;
        false
    }
}

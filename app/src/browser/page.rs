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
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (scroller, selector);
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

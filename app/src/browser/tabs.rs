//! The other tabs of the same browser: telling them things, and agreeing on one that does what needs doing once.

#[cfg(feature = "hydrate")]
use std::cell::RefCell;

#[cfg(feature = "hydrate")]
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

#[cfg(feature = "hydrate")]
thread_local! {
    static CHANNEL: RefCell<Option<web_sys::BroadcastChannel>> = const { RefCell::new(None) };
}

/// Hears what other tabs post under this name, as long as the page lives. A second call takes the place of the first.
pub fn listen(name: &str, on_text: impl Fn(String) + 'static) {
    #[cfg(feature = "hydrate")]
    {
        let Ok(channel) = web_sys::BroadcastChannel::new(name) else {
            return;
        };
        let on_message =
            Closure::<dyn Fn(web_sys::MessageEvent)>::new(move |event: web_sys::MessageEvent| {
                if let Some(text) = event.data().as_string() {
                    on_text(text);
                }
            });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // As long as the page.
        on_message.forget();
        if let Some(former) = CHANNEL.replace(Some(channel)) {
            former.close();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, on_text);
}

/// Posts a text to the other tabs. Only they hear it.
pub fn post(text: &str) {
    #[cfg(feature = "hydrate")]
    CHANNEL.with_borrow(|channel| {
        if let Some(channel) = channel {
            // Strings can always be cloned, which is the one thing that can fail.
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = text;
}

/// Calls back once this tab is the one that leads, which it then is until it closes. Without the Web Locks API (pages
/// not served over TLS) every tab leads.
pub fn when_leading(name: &str, lead: impl FnOnce() + 'static) {
    #[cfg(feature = "hydrate")]
    {
        let navigator = leptos::prelude::window().navigator();
        // Not in web_sys' stable part.
        let locks = js_sys::Reflect::get(&navigator, &"locks".into()).unwrap_or_default();
        let request = js_sys::Reflect::get(&locks, &"request".into())
            .ok()
            .and_then(|request| request.dyn_into::<js_sys::Function>().ok());
        let Some(request) = request else {
            lead();
            return;
        };
        let granted = Closure::once_into_js(move || {
            lead();
            // Held until this promise settles: never.
            js_sys::Promise::new(&mut |_, _| {})
        });
        // A refusal (the page is going away) comes through the promise and needs no answer.
        let _ = request.call2(&locks, &name.into(), &granted);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, lead);
}

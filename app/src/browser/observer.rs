//! Whether an element is near the visible part of its scroller.

#[cfg(feature = "hydrate")]
pub use hydrate::{Observation, observe};
#[cfg(not(feature = "hydrate"))]
pub use server::{Observation, observe};

#[cfg(feature = "hydrate")]
mod hydrate {
    use js_sys::Array;
    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{
        Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit,
    };

    /// Ends the watching when dropped.
    pub struct Observation {
        observer: Option<IntersectionObserver>,
        _heard: Closure<dyn Fn(Array)>,
    }

    impl Drop for Observation {
        fn drop(&mut self) {
            if let Some(observer) = &self.observer {
                observer.disconnect();
                // What was seen and not told yet would be told to a closure that is gone.
                observer.take_records();
            }
        }
    }

    /// Tells, at once and at every change, whether `element` is within `margin` of what `root` shows.
    pub fn observe(
        root: &Element,
        element: &Element,
        margin: &str,
        tell: impl Fn(bool) + 'static,
    ) -> Observation {
        let heard = Closure::<dyn Fn(Array)>::new(move |entries: Array| {
            // The last entry is the latest.
            if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
                tell(entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root(Some(root));
        options.set_root_margin(margin);
        let observer =
            IntersectionObserver::new_with_options(heard.as_ref().unchecked_ref(), &options).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Observation {
            observer,
            _heard: heard,
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod server {
    use leptos::web_sys::Element;

    /// Nothing is watched on the server.
    pub struct Observation;

    /// Never tells anything.
    pub fn observe(
        _root: &Element,
        _element: &Element,
        _margin: &str,
        _tell: impl Fn(bool) + 'static,
    ) -> Observation {
        Observation
    }
}

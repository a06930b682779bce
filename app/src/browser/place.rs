//! Holds still what one reads while rows come and go around it. Browsers try the same by themselves, but not in a
//! reversed column, and not all of them try.

#[cfg(feature = "hydrate")]
pub use hydrate::{Keeping, keep_place};
#[cfg(not(feature = "hydrate"))]
pub use server::{Keeping, keep_place};

#[cfg(feature = "hydrate")]
mod hydrate {
    use std::{cell::RefCell, rc::Rc};

    use wasm_bindgen::{JsCast, prelude::Closure};
    use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit, ResizeObserver};

    /// Ends the holding when dropped.
    pub struct Keeping {
        scroller: HtmlElement,
        observer: Option<ResizeObserver>,
        mutations: Option<MutationObserver>,
        scrolled: Closure<dyn Fn()>,
        _resized: Closure<dyn Fn()>,
    }

    impl Drop for Keeping {
        fn drop(&mut self) {
            if let Some(observer) = &self.observer {
                observer.disconnect();
            }
            if let Some(mutations) = &self.mutations {
                mutations.disconnect();
            }
            // Fails only for a listener that was never there.
            let _ = self.scroller.remove_event_listener_with_callback(
                "scroll",
                self.scrolled.as_ref().unchecked_ref(),
            );
        }
    }

    /// The row at the top of what is shown, where it ends, how far the scroller was scrolled then, and of how much.
    /// Its end, as its beginning may change: the first row of what is loaded has the day and the name above it, until
    /// there are rows before it.
    struct Anchor {
        row: Element,
        bottom: f64,
        scrolled: i32,
        height: i32,
    }

    /// Holds the rows of `content` (its children that fit `rows`) still inside `scroller`, a reversed column. At its end
    /// the end is what is held.
    pub fn keep_place(scroller: &HtmlElement, content: &Element, rows: &'static str) -> Keeping {
        let anchor = Rc::new(RefCell::new(find_anchor(scroller, content, rows)));
        let look_again = {
            let (scroller, content) = (scroller.clone(), content.clone());
            move || {
                if let Some(anchor) = &*anchor.borrow() {
                    put_back(&scroller, anchor);
                }
                *anchor.borrow_mut() = find_anchor(&scroller, &content, rows);
            }
        };
        // Rows may have come or gone before a scrolling is told, in the same frame; so both times it is looked for what
        // moved the rows besides the scrolling.
        let scrolled = Closure::<dyn Fn()>::new(look_again.clone());
        let resized = Closure::<dyn Fn()>::new(look_again);
        // Where rows come or go the browser may have to scroll, for want of them. It is put right at once: by the next frame
        // the hand may have scrolled too, and nothing tells the one from the other.
        let mutations = MutationObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(mutations) = &mutations {
            let rows_only = MutationObserverInit::new();
            rows_only.set_child_list(true);
            // Fails only for options that contradict each other.
            let _ = mutations.observe_with_options(content, &rows_only);
        }
        // After layout and before paint: nobody sees the rows out of their place.
        let observer = ResizeObserver::new(resized.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(content);
        }
        // Fails only for functions that are none.
        let _ =
            scroller.add_event_listener_with_callback("scroll", scrolled.as_ref().unchecked_ref());
        Keeping {
            scroller: scroller.clone(),
            observer,
            mutations,
            scrolled,
            _resized: resized,
        }
    }

    fn bottom_in(scroller: &HtmlElement, row: &Element) -> f64 {
        row.get_bounding_client_rect().bottom() - scroller.get_bounding_client_rect().top()
    }

    fn find_anchor(scroller: &HtmlElement, content: &Element, rows: &str) -> Option<Anchor> {
        // The origin of a reversed column is its end, and it stays there by itself.
        if scroller.scroll_top() >= -1 {
            return None;
        }
        let edge = scroller.get_bounding_client_rect().top();
        let children = content.children();
        let (mut above, mut below) = (0, children.length());
        while above < below {
            let middle = above + (below - above) / 2;
            let ends_above = children
                .item(middle)
                .is_some_and(|child| child.get_bounding_client_rect().bottom() <= edge);
            if ends_above {
                above = middle + 1;
            } else {
                below = middle;
            }
        }
        // Skeletons go again: only a row will do.
        (above..children.length())
            .filter_map(|index| children.item(index))
            .find(|child| child.matches(rows).unwrap_or(false))
            .map(|row| Anchor {
                bottom: bottom_in(scroller, &row),
                scrolled: scroller.scroll_top(),
                height: scroller.scroll_height(),
                row,
            })
    }

    fn put_back(scroller: &HtmlElement, anchor: &Anchor) {
        if !anchor.row.is_connected() {
            return;
        }
        let height = scroller.scroll_height();
        let is_furthest = scroller.scroll_top() <= scroller.client_height() - height + 1;
        let scrolled = if is_furthest && height < anchor.height {
            // It was the browser that scrolled, for want of rows, and not a hand.
            0.0
        } else {
            f64::from(scroller.scroll_top() - anchor.scrolled)
        };
        let by = bottom_in(scroller, &anchor.row) - (anchor.bottom - scrolled);
        // Less comes from rounding.
        if by.abs() >= 1.5 {
            #[expect(clippy::cast_possible_truncation, reason = "pixels on a screen")]
            scroller.set_scroll_top(scroller.scroll_top() + by.round() as i32);
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod server {
    use leptos::web_sys::{Element, HtmlElement};

    /// Nothing moves on the server.
    pub struct Keeping;

    /// Holds nothing.
    pub fn keep_place(_scroller: &HtmlElement, _content: &Element, _rows: &'static str) -> Keeping {
        Keeping
    }
}

//! Moves the focus among the items of a list that is one stop for the Tab key.

use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

/// Gives the focus to the first item.
pub fn first(list: &Element) {
    focus_from(list.first_element_child(), true);
}

/// Gives the focus to the last item.
pub fn last(list: &Element) {
    focus_from(list.last_element_child(), false);
}

/// Gives the focus to the next or the previous item, round the ends.
pub fn step(list: &Element, forwards: bool) {
    let inside = document()
        .active_element()
        .filter(|active| active.parent_element().as_ref() == Some(list));
    let next = inside.and_then(|active| {
        if forwards {
            active.next_element_sibling()
        } else {
            active.previous_element_sibling()
        }
    });
    match (next, forwards) {
        (Some(next), forwards) => focus_from(Some(next), forwards),
        (None, true) => first(list),
        (None, false) => last(list),
    }
}

/// The first element from `start` on that takes the focus: separators and unavailable items do not.
fn focus_from(start: Option<Element>, forwards: bool) {
    let mut candidate = start;
    while let Some(element) = candidate {
        let takes_focus = element.has_attribute("tabindex") && !element.has_attribute("disabled");
        if takes_focus && let Some(element) = element.dyn_ref::<HtmlElement>() {
            // Fails only if the element has left the document.
            let _ = element.focus();
            return;
        }
        candidate = if forwards {
            element.next_element_sibling()
        } else {
            element.previous_element_sibling()
        };
    }
}

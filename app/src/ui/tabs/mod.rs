//! Two to five views of one thing. Arrow keys walk, and the view follows.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::{ev::KeyboardEvent, html, prelude::*, wasm_bindgen::JsCast, web_sys};

/// One tab.
#[derive(Clone, Debug)]
pub struct Tab {
    /// Its name in code; also the end of its ids.
    pub id: &'static str,
    /// Its words.
    pub label: String,
}

impl Tab {
    /// A tab.
    #[must_use]
    pub fn new(id: &'static str, label: impl Into<String>) -> Self {
        Self {
            id,
            label: label.into(),
        }
    }
}

/// The row of tabs; the views are [`TabPanel`]s with the same `group`.
#[component]
pub fn Tabs(
    /// What the views have in common.
    #[prop(into)]
    label: Signal<String>,
    /// Joins tabs and panels; unique on the page.
    group: &'static str,
    /// The tabs.
    tabs: Vec<Tab>,
    /// The one that is chosen.
    active: RwSignal<&'static str>,
) -> impl IntoView {
    let ids: Vec<_> = tabs.iter().map(|tab| tab.id).collect();
    let row = NodeRef::<html::Div>::new();
    let keys = move |event: KeyboardEvent| {
        let Some(here) = ids.iter().position(|id| *id == active.get_untracked()) else {
            return;
        };
        let count = ids.len();
        let next = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (here + 1) % count,
            "ArrowLeft" | "ArrowUp" => (here + count - 1) % count,
            "Home" => 0,
            "End" => count - 1,
            _ => return,
        };
        event.prevent_default();
        active.set(ids[next]);
        let tab = row
            .get_untracked()
            .and_then(|row| row.children().item(u32::try_from(next).unwrap_or(0)));
        if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = tab.focus();
        }
    };
    let buttons = tabs
        .into_iter()
        .map(|Tab { id, label }| {
            view! {
                <button
                    class="tab"
                    type="button"
                    role="tab"
                    id=format!("{group}-tab-{id}")
                    aria-controls=format!("{group}-panel-{id}")
                    aria-selected=move || (active.get() == id).to_string()
                    tabindex=move || if active.get() == id { "0" } else { "-1" }
                    on:click=move |_| active.set(id)
                >
                    {label}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="tabs" role="tablist" aria-label=move || label.get() node_ref=row on:keydown=keys>
            {buttons}
        </div>
    }
    .into_any()
}

/// The view of one tab. It stays in the page while hidden, so what was written in it is kept.
#[component]
pub fn TabPanel(
    /// As in [`Tabs`].
    group: &'static str,
    /// As in [`Tab`].
    id: &'static str,
    /// The chosen tab.
    #[prop(into)]
    active: Signal<&'static str>,
    /// The view.
    children: Children,
) -> impl IntoView {
    view! {
        <div
            class="tab-panel"
            role="tabpanel"
            id=format!("{group}-panel-{id}")
            aria-labelledby=format!("{group}-tab-{id}")
            tabindex="0"
            hidden=move || active.get() != id
        >
            {children()}
        </div>
    }
    .into_any()
}

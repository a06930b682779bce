//! Windows above the page, on the native `<dialog>`: the browser keeps the focus inside, gives it back afterwards and closes
//! on Escape.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::{children::ViewFnOnce, html, prelude::*, wasm_bindgen::JsCast, web_sys};

use super::{button::IconButton, icon::IconName};
use crate::{
    browser::page,
    ui::{effect, live},
};

/// A question or a short form in the middle of the page.
#[component]
pub fn Dialog(
    /// Whether it is open; closing it by Escape or the corner button sets this to false.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Called after it was closed in any way.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The buttons at its foot, the main one last.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    modal("dialog", open, title, on_close, actions, testid, children)
}

/// A page's worth beside the talk: from the end side on a wide screen, from below on a phone.
#[component]
pub fn Sheet(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Called after it was closed in any way.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The buttons at its foot.
    #[prop(optional, into)]
    actions: Option<ViewFnOnce>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    modal("sheet", open, title, on_close, actions, testid, children)
}

fn modal(
    kind: &'static str,
    open: RwSignal<bool>,
    title: Signal<String>,
    on_close: Option<Callback<()>>,
    actions: Option<ViewFnOnce>,
    testid: Option<&'static str>,
    children: Children,
) -> AnyView {
    let node_ref = NodeRef::<html::Dialog>::new();
    effect(move || {
        let wanted = open.get();
        let Some(dialog) = node_ref.get() else { return };
        if wanted && !dialog.open() {
            if dialog.show_modal().is_err() {
                // Made open, it may not stand in the document yet.
                page::after_paint(move || {
                    if open.try_get_untracked() == Some(true) && !dialog.open() {
                        // It has left the document: there is nothing to open.
                        let _ = dialog.show_modal();
                    }
                });
            }
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let closed = move |_| {
        // Browsers tell it with their next frame, and by then it may be open again.
        if node_ref.get_untracked().is_some_and(|dialog| dialog.open()) {
            return;
        }
        open.set(false);
        if let Some(on_close) = on_close {
            on_close.run(());
        }
    };
    let press_beside = move |event: leptos::ev::MouseEvent| {
        // The backdrop belongs to the dialog element itself; everything inside is a descendant.
        let on_backdrop = event
            .target()
            .is_some_and(|target| target.dyn_ref::<web_sys::HtmlDialogElement>().is_some());
        if on_backdrop {
            open.set(false);
        }
    };
    // What is behind the dialog stays as it is.
    let keys = |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
        }
    };
    view! {
        <dialog
            class="dialog"
            data-kind=kind
            aria-label=move || title.get()
            data-testid=testid
            node_ref=node_ref
            on:close=closed
            on:keydown=keys
            on:mousedown=press_beside
        >
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 class="dialog-title">{live(move || title.get())}</h2>
                    <IconButton icon=IconName::X label="Close" on_click=move |_| open.set(false)/>
                </header>
                <div class="dialog-content">{children()}</div>
                {actions.map(|actions| view! { <footer class="dialog-actions">{actions.run()}</footer> })}
            </div>
        </dialog>
    }
    .into_any()
}

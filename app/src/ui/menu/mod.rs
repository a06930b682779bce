//! A few more acts behind a button. Arrow keys walk, Escape closes and gives the focus back.

#[cfg(feature = "gallery")]
pub mod examples;
mod focus;

use leptos::{
    context::Provider,
    ev::{FocusEvent, KeyboardEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys,
};

use super::{
    button::ButtonSize,
    icon::{Icon, IconName},
};
use crate::{
    browser::{self, clock},
    ui::{effect, live},
};

/// Lets an item close the menu it stands in.
#[derive(Clone, Copy)]
struct OpenMenu {
    open: RwSignal<bool>,
    button: NodeRef<html::Button>,
}

impl OpenMenu {
    /// The focus goes back to the button, as what has it goes away.
    fn close(self) {
        self.open.set(false);
        if let Some(button) = self.button.get_untracked() {
            // Fails only if it has left the document.
            let _ = button.focus();
        }
    }
}

/// A button and the list behind it.
#[component]
pub fn Menu(
    /// What the acts are about; read aloud and shown on hover.
    #[prop(into)]
    label: Signal<String>,
    /// The drawing on the button.
    #[prop(default = IconName::MoreHorizontal)]
    icon: IconName,
    /// How large the button is.
    #[prop(optional)]
    size: ButtonSize,
    /// Opens upwards, for menus near the foot of the page.
    #[prop(optional)]
    upwards: bool,
    /// For journeys; set on the button.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// The items.
    children: ChildrenFn,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let root = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    let menu = OpenMenu { open, button };

    effect(move || {
        if open.get()
            && let Some(list) = list.get()
        {
            focus::first(&list);
        }
    });
    let keys = move |event: KeyboardEvent| {
        if !open.get_untracked() {
            return;
        }
        let Some(list) = list.get_untracked() else {
            return;
        };
        match event.key().as_str() {
            "ArrowDown" => focus::step(&list, true),
            "ArrowUp" => focus::step(&list, false),
            "Home" => focus::first(&list),
            "End" => focus::last(&list),
            "Escape" => menu.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let left = move |event: FocusEvent| {
        let next = event
            .related_target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let is_open = open.try_get_untracked() == Some(true);
        if let Some(root) = root.try_get_untracked().flatten().filter(|_| is_open)
            && !root.contains(next.as_ref())
        {
            // The focus also leaves what is being taken out of the page, and then this menu is gone a moment later.
            browser::spawn(async move {
                clock::sleep(0).await;
                let _ = open.try_set(false);
            });
        }
    };
    view! {
        <div class="menu" data-upwards=upwards node_ref=root on:keydown=keys on:focusout=left>
            <button
                class="button icon-button"
                type="button"
                data-variant="plain"
                data-size=size.attribute()
                data-tip=move || (!open.get()).then(|| label.get())
                aria-label=move || label.get()
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                data-testid=testid
                node_ref=button
                on:click=move |_| open.update(|open| *open = !*open)
            >
                <Icon name=icon/>
            </button>
            {live(move || {
                open.get()
                    .then(|| {
                        let children = children.clone();
                        view! {
                            <div class="menu-list" role="menu" aria-label=move || label.get() node_ref=list tabindex="-1">
                                <Provider value=menu>{children()}</Provider>
                            </div>
                        }
                    })
            })}
        </div>
    }
    .into_any()
}

/// An act in a menu.
#[component]
pub fn MenuItem(
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: MaybeProp<IconName>,
    /// Marks acts that take something away.
    #[prop(optional)]
    danger: bool,
    /// When it cannot be done now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What it does; the menu closes first.
    #[prop(into)]
    on_select: Callback<()>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    view! {
        <button
            class="menu-item"
            type="button"
            role="menuitem"
            tabindex="-1"
            data-danger=danger
            data-testid=testid
            disabled=move || disabled.get()
            on:click=move |_| {
                if let Some(menu) = menu {
                    menu.close();
                }
                on_select.run(());
            }
        >
            {live(move || icon.get().map(|icon| view! { <Icon name=icon/> }))}
            <span>{children()}</span>
        </button>
    }
    .into_any()
}

/// A place to go to in a menu.
#[component]
pub fn MenuLink(
    /// Where it goes.
    #[prop(into)]
    href: Signal<String>,
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: MaybeProp<IconName>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let menu = use_context::<OpenMenu>();
    view! {
        <a
            class="menu-item"
            role="menuitem"
            tabindex="-1"
            href=move || href.get()
            data-testid=testid
            on:click=move |_| {
                if let Some(menu) = menu {
                    menu.close();
                }
            }
        >
            {live(move || icon.get().map(|icon| view! { <Icon name=icon/> }))}
            <span>{children()}</span>
        </a>
    }
    .into_any()
}

/// A line between groups of acts.
#[component]
pub fn MenuSeparator() -> impl IntoView {
    view! { <div class="menu-separator" role="separator"></div> }.into_any()
}

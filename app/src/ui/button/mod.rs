//! Things to press. One primary action per view; everything else is quiet.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::{ev::MouseEvent, prelude::*};

use super::icon::{Icon, IconName};
use crate::ui::live;

/// How much a button asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// The one thing to do here.
    #[default]
    Primary,
    /// Something else that can be done.
    Quiet,
    /// An act among text, without a shape until touched.
    Plain,
    /// An act that takes something away.
    Danger,
}

impl ButtonVariant {
    pub(super) fn attribute(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Quiet => "quiet",
            Self::Plain => "plain",
            Self::Danger => "danger",
        }
    }
}

/// How large a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// In rows and bubbles.
    Small,
    /// Everywhere else.
    #[default]
    Medium,
    /// Alone at the end of a form.
    Large,
}

impl ButtonSize {
    pub(super) fn attribute(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

/// What a button does in a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonType {
    /// Nothing by itself.
    #[default]
    Button,
    /// Sends the form, with or without JavaScript.
    Submit,
}

impl ButtonType {
    fn attribute(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Submit => "submit",
        }
    }
}

/// A button with a word on it.
#[component]
pub fn Button(
    /// How much it asks for.
    #[prop(optional)]
    variant: ButtonVariant,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// What it does in a form.
    #[prop(optional)]
    kind: ButtonType,
    /// A drawing before the word.
    #[prop(optional, into)]
    icon: MaybeProp<IconName>,
    /// While its act is under way: it keeps its place and its word, and takes no second press.
    #[prop(optional, into)]
    loading: Signal<bool>,
    /// When it cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Spreads over the whole width.
    #[prop(optional)]
    wide: bool,
    /// The name under which a form sends `value`.
    #[prop(optional)]
    name: Option<&'static str>,
    /// What a form sends when this button sent it.
    #[prop(optional, into)]
    value: Option<String>,
    /// What pressing it does.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            class="button"
            type=kind.attribute()
            data-variant=variant.attribute()
            data-size=size.attribute()
            data-wide=wide
            data-loading=move || loading.get()
            data-testid=testid
            name=name
            value=value
            disabled=move || disabled.get()
            aria-busy=move || loading.get().then_some("true")
            aria-disabled=move || loading.get().then_some("true")
            on:click=move |event| {
                if loading.get_untracked() {
                    event.prevent_default();
                } else if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            {live(move || icon.get().map(|icon| view! { <Icon name=icon/> }))}
            <span class="button-label">{children()}</span>
        </button>
    }
    .into_any()
}

/// A button with only a drawing; its name is read aloud and shown on hover and focus.
#[component]
pub fn IconButton(
    /// The drawing.
    #[prop(into)]
    icon: Signal<IconName>,
    /// What it does, in two or three words.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks for.
    #[prop(default = ButtonVariant::Plain)]
    variant: ButtonVariant,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// What it does in a form.
    #[prop(optional)]
    kind: ButtonType,
    /// When it cannot be pressed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// For buttons that stay down: whether it is down now.
    #[prop(optional, into)]
    pressed: MaybeProp<bool>,
    /// What pressing it does.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <button
            class="button icon-button"
            type=kind.attribute()
            data-variant=variant.attribute()
            data-size=size.attribute()
            data-testid=testid
            data-tip=move || label.get()
            aria-label=move || label.get()
            aria-pressed=move || pressed.get().map(|pressed| pressed.to_string())
            disabled=move || disabled.get()
            on:click=move |event| {
                if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            <Icon name=icon/>
        </button>
    }
    .into_any()
}

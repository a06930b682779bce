//! A button that asks for a file.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::{ev::Event, prelude::*};

use super::{
    button::{ButtonSize, ButtonVariant},
    icon::{Icon, IconName},
};
use crate::ui::live;

/// The browser's own field for a file, in a button's clothes.
#[component]
pub fn FileButton(
    /// What kinds of files it offers, as `accept` spells them.
    accept: &'static str,
    /// Called when a file was chosen; `browser::files` reads it.
    #[prop(into)]
    on_change: Callback<Event>,
    /// How much it asks for.
    #[prop(optional)]
    variant: ButtonVariant,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// A drawing before the word.
    #[prop(optional, into)]
    icon: MaybeProp<IconName>,
    /// For journeys; set on the `<input>`.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! {
        <label class="button" data-variant=variant.attribute() data-size=size.attribute()>
            {live(move || icon.get().map(|icon| view! { <Icon name=icon/> }))}
            <span class="button-label">{children()}</span>
            <input
                class="visually-hidden"
                type="file"
                accept=accept
                data-testid=testid
                on:change=move |event| on_change.run(event)
            />
        </label>
    }
    .into_any()
}

//! A link that looks like a button: it goes somewhere, so it is an `<a>`.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use super::{
    button::{ButtonSize, ButtonVariant},
    icon::{Icon, IconName},
};
use crate::ui::live;

/// A link in a button's clothes.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: Signal<String>,
    /// How much it asks for.
    #[prop(optional)]
    variant: ButtonVariant,
    /// How large it is.
    #[prop(optional)]
    size: ButtonSize,
    /// A drawing before the word.
    #[prop(optional, into)]
    icon: MaybeProp<IconName>,
    /// Spreads over the whole width.
    #[prop(optional)]
    wide: bool,
    /// The name, where there is only a drawing.
    #[prop(optional, into)]
    label: MaybeProp<String>,
    /// It saves what it leads to as a file of this name.
    #[prop(optional)]
    download: Option<&'static str>,
    /// So that the focus can be moved to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// The word; leave it out for a round link with a drawing, and give `label` instead.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = if children.is_some() {
        "button"
    } else {
        "button icon-button"
    };
    view! {
        <a
            class=class
            id=id
            href=move || href.get()
            download=download
            data-variant=variant.attribute()
            data-size=size.attribute()
            data-wide=wide
            data-testid=testid
            data-tip=move || label.get()
            aria-label=move || label.get()
        >
            {live(move || icon.get().map(|icon| view! { <Icon name=icon/> }))}
            {children.map(|children| view! { <span class="button-label">{children()}</span> })}
        </a>
    }
    .into_any()
}

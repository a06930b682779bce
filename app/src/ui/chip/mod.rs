//! A person or a word that was picked and can be taken back.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use super::{
    avatar::{Avatar, AvatarSize},
    icon::{Icon, IconName, IconSize},
};
use crate::ui::live;

/// A picked thing.
#[component]
pub fn Chip(
    /// What it is.
    #[prop(into)]
    label: Signal<String>,
    /// Shows the face that belongs to the label.
    #[prop(optional)]
    face: bool,
    /// A drawing before the words.
    #[prop(optional, into)]
    icon: MaybeProp<IconName>,
    /// Takes it back; without it the chip only shows.
    #[prop(optional, into)]
    on_remove: Option<Callback<()>>,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    view! {
        <span class="chip" data-testid=testid>
            {face.then(|| view! { <Avatar name=label size=AvatarSize::Small/> })}
            {live(move || icon.get().map(|icon| view! { <Icon name=icon size=IconSize::Small/> }))}
            <span class="chip-label" dir="auto">{live(move || label.get())}</span>
            {on_remove
                .map(|on_remove| {
                    view! {
                        <button
                            class="chip-remove"
                            type="button"
                            aria-label=move || format!("Remove {}", label.get())
                            on:click=move |_| on_remove.run(())
                        >
                            <Icon name=IconName::X size=IconSize::Small/>
                        </button>
                    }
                })}
        </span>
    }
    .into_any()
}

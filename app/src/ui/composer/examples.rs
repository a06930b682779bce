//! The composer empty, with a draft, long, and closed.

use leptos::prelude::*;

use super::Composer;
use crate::ui::{Example, IconButton, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "composer",
    about: "A calm field that grows. Enter sends, Shift+Enter breaks the line.",
    examples: &[
        Example {
            title: "Empty",
            view: empty,
        },
        Example {
            title: "With a draft",
            view: draft,
        },
        Example {
            title: "Several lines",
            view: long,
        },
        Example {
            title: "Closed",
            view: closed,
        },
    ],
};

fn composer(text: &str, closed: Option<String>) -> AnyView {
    let value = RwSignal::new(text.to_owned());
    view! {
        <div class="talk gallery-talk" data-mood="neutral" data-mood-level="full">
            <Composer value=value on_send=move |()| value.set(String::new()) label="Message Ada" closed=closed/>
        </div>
    }
    .into_any()
}

fn empty() -> AnyView {
    let value = RwSignal::new(String::new());
    view! {
        <div class="talk gallery-talk" data-mood="neutral" data-mood-level="full">
            <Composer
                value=value
                on_send=move |()| value.set(String::new())
                label="Message Garden Club"
                tools=|| view! { <IconButton icon=IconName::Smile label="Add an emoji"/> }
            />
        </div>
    }
    .into_any()
}

fn draft() -> AnyView {
    composer("I was thinking we could", None)
}

fn long() -> AnyView {
    composer(
        "Three things before Saturday:\n– who has the key to the shed\n– whether the hose is long enough\n– Оля спрашивает, можно ли с собакой",
        None,
    )
}

fn closed() -> AnyView {
    composer("", Some("Only a few people write in this room.".to_owned()))
}

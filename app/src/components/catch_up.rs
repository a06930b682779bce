//! Going through what is unread: where one is on the way, and on to the next room.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::{
    state::{Client, TimelineStore, ToastKind, use_client},
    ui::{Button, ButtonSize, ButtonVariant, IconButton, IconName, derived, live},
};

/// An act that begins to go through what is unread.
pub fn use_catch_up() -> impl Fn() + Clone + Send + Sync + 'static {
    let client = use_client();
    let navigate = use_navigate();
    move || {
        if let Some(room) = client.catch_up.begin(client.rooms) {
            navigate(&format!("/rooms/{room}"), Default::default());
        }
    }
}

/// An act that goes on to the next room, or home behind the last one.
pub fn use_go_on() -> impl Fn() + Clone + Send + Sync + 'static {
    let client = use_client();
    let navigate = use_navigate();
    move || {
        let path = match client.catch_up.go_on(client.rooms) {
            Some(room) => format!("/rooms/{room}"),
            None => {
                let words = match untrack(|| client.rooms.unread_rooms()) {
                    0 => "You have caught up.",
                    _ => "That was all. Something is still unread.",
                };
                client.toasts.show(ToastKind::Success, words);
                "/".to_owned()
            }
        };
        navigate(&path, Default::default());
    }
}

/// The bar over where one writes.
#[component]
pub fn CatchUpBar(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let client = use_client();
    let Client { catch_up, .. } = client;
    let go_on = use_go_on();
    let keep = {
        let go_on = go_on.clone();
        move |_| {
            if let Some(stop) = untrack(|| catch_up.now()) {
                timeline.mark_unread_from(stop.read + 1);
            }
            go_on();
        }
    };
    let words = derived(move || {
        let (at, count) = catch_up.progress();
        format!("{} of {count}", at + 1)
    });
    let next = derived(move || {
        let next = catch_up.next().and_then(|room| client.rooms.get(room));
        next.map_or_else(
            || "Done".to_owned(),
            |summary| format!("Next: {}", summary.title()),
        )
    });
    view! {
        <section class="catch-up" aria-label="Catching up" data-testid="catch-up">
            <p class="catch-up-words" role="status">
                <span class="catch-up-title">"Catching up"</span>
                <span class="catch-up-count" data-testid="catch-up-count">{live(move || words.get())}</span>
            </p>
            <Button variant=ButtonVariant::Plain size=ButtonSize::Small on_click=keep testid="catch-up-keep">"Keep unread"</Button>
            <Button variant=ButtonVariant::Quiet size=ButtonSize::Small on_click=move |_| go_on() testid="catch-up-next">
                <span class="catch-up-next" dir="auto">
                    {live(move || next.get())}
                </span>
            </Button>
            <IconButton icon=IconName::X label="Stop catching up" size=ButtonSize::Small on_click=move |_| catch_up.end() testid="catch-up-end"/>
        </section>
    }
    .into_any()
}

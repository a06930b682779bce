//! `/`: the rooms. On a phone the list alone; beside it, where there is room, a calm word.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    browser::page,
    components::{catch_up::use_catch_up, hydration::use_hydrated},
    state::use_client,
    ui::{Button, ButtonVariant, Drawing, EmptyState, LinkButton, derived, live, memo},
};

/// What stands beside the list while no room is open.
#[component]
pub fn DashboardPage() -> impl IntoView {
    let client = use_client();
    let account = client.session.account();
    let catch_up = use_catch_up();
    let unread = memo(move || client.rooms.unread_rooms());
    let has_rooms = memo(move || client.rooms.order().with(|order| !order.is_empty()));
    let text = derived(move || {
        let name = account
            .with(|account| {
                account
                    .as_ref()
                    .map(|account| account.person.first_name.clone())
            })
            .unwrap_or_default();
        if has_rooms.get() {
            format!("Good to see you, {name}. Pick a room, or find someone to talk with.")
        } else {
            format!(
                "Good to see you, {name}. Find someone to talk with, or open a room for several."
            )
        }
    });
    // Whoever comes back from a room is at the list: the rest is not even shown on a phone.
    if use_hydrated().get_untracked() {
        page::after_paint(|| page::focus("rooms"));
    }
    view! {
        <Title text="Rooms"/>
        <main class="shell-talk alone" id="main" tabindex="-1">
            <h1 class="visually-hidden">"Rooms"</h1>
            <EmptyState drawing=Drawing::Rooms text=text testid="welcome">
                {live(move || {
                    let catch_up = catch_up.clone();
                    let words = match unread.get() {
                        0 => return view! { <LinkButton href="/people">"Find people"</LinkButton> }.into_any(),
                        1 => "Read what is new".to_owned(),
                        unread => format!("Catch up with {unread} rooms"),
                    };
                    view! {
                        <Button on_click=move |_| catch_up() testid="welcome-catch-up">{words}</Button>
                        <LinkButton href="/people" variant=ButtonVariant::Quiet>"Find people"</LinkButton>
                    }
                    .into_any()
                })}
                <LinkButton href="/rooms/new" variant=ButtonVariant::Quiet>"New room"</LinkButton>
            </EmptyState>
        </main>
    }
}

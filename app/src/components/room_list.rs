//! The pane with the viewer's rooms and the ways to new ones. It is the whole dashboard on a phone.

use leptos::prelude::*;

use super::{catch_up::use_catch_up, feeling::OwnFeeling, room_row::RoomRow};
use crate::{
    state::use_client,
    ui::{
        Avatar, AvatarSize, ButtonVariant, Drawing, EmptyState, Icon, IconButton, IconName,
        LinkButton, derived, live, memo, rows,
    },
};

/// The list with its head and foot.
#[component]
pub fn RoomListPane() -> impl IntoView {
    let client = use_client();
    let catch_up = use_catch_up();
    // Summaries change with every message; how many rooms call, seldom.
    let unread = memo(move || client.rooms.unread_rooms());
    let place = client.session.place();
    let account = client.session.account();
    let place_name = move || place.with(|place| place.as_ref().map(|place| place.name.clone()));
    let own_name = derived(move || {
        account.with(|account| {
            account
                .as_ref()
                .map(|account| account.person.full_name())
                .unwrap_or_default()
        })
    });
    view! {
        <nav class="shell-rooms pane" id="rooms" tabindex="-1" aria-label="Rooms">
            <header class="pane-head">
                <a class="brand pane-title" href="/">
                    <Icon name=IconName::Lamp/>
                    <span dir="auto">{place_name}</span>
                </a>
                <LinkButton href="/rooms/new" variant=ButtonVariant::Plain icon=IconName::Plus label="New room" testid="new-room"/>
                <LinkButton href="/people" variant=ButtonVariant::Plain icon=IconName::MessagePlus label="New chat" testid="new-chat"/>
            </header>
            <div class="room-search">
                <a class="search-link" href="/search" data-testid="search-open">
                    <Icon name=IconName::Search/>
                    <span>"Search"</span>
                </a>
                {live(move || {
                    let unread = unread.get();
                    let catch_up = catch_up.clone();
                    (unread > 1).then(|| {
                        view! {
                            <IconButton
                                icon=IconName::CheckCheck
                                label=format!("Catch up with {unread} rooms")
                                on_click=move |_| catch_up()
                                testid="catch-up-begin"
                            />
                        }
                    })
                })}
            </div>
            <div class="pane-scroll">
                <RoomList/>
            </div>
            <footer class="pane-foot">
                <a class="me" href="/settings" data-testid="settings-nav">
                    <Avatar name=own_name size=AvatarSize::Small/>
                    <span class="me-name" dir="auto">{live(move || own_name.get())}</span>
                    <span class="visually-hidden">": settings"</span>
                    <Icon name=IconName::Settings/>
                </a>
                <OwnFeeling/>
                <LinkButton href="/rooms" variant=ButtonVariant::Plain icon=IconName::Globe label="Browse rooms" testid="browse-rooms"/>
            </footer>
        </nav>
    }
    .into_any()
}

#[component]
fn RoomList() -> impl IntoView {
    let rooms = use_client().rooms;
    let order = rooms.order();
    let is_empty = memo(move || order.with(Vec::is_empty));
    move || {
        if is_empty.get() {
            view! {
                <EmptyState drawing=Drawing::Talk text="No talks yet. Find someone to talk with." testid="no-rooms">
                    <LinkButton href="/people">"Find people"</LinkButton>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <ul class="room-list" role="list" data-testid="room-list">
                    {rows(
                        move || order.get(),
                        |room| (0, room.0.as_u128()),
                        |room| view! { <RoomRow room=room/> }.into_any(),
                    )}
                </ul>
            }
            .into_any()
        }
    }
}

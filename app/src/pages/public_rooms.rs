//! `/rooms`: rooms that anyone here may join.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use protocol::rooms::PublicRoom;

use crate::{
    api::{
        load::load,
        rooms::{join_room, list_public_rooms},
    },
    browser::{self, clock},
    components::{
        answered::{answered, refusal},
        page_frame::PageFrame,
        requests::use_requests,
    },
    state::use_client,
    ui::{
        Avatar, AvatarKind, Button, ButtonSize, ButtonVariant, Drawing, EmptyState, Field,
        InputType, LinkButton,
    },
};

/// So long after the last key the server is asked, in milliseconds.
const PAUSE_MS: u32 = 200;

/// The directory.
#[component]
pub fn PublicRoomsPage() -> impl IntoView {
    let query = use_query_map();
    let first = query.with_untracked(|query| query.get("q").unwrap_or_default());
    let typed = RwSignal::new(first.clone());
    let asked = RwSignal::new(first);
    let rooms = load(move || asked.get(), list_public_rooms);
    let ask_soon = move |text: String| {
        browser::spawn(async move {
            clock::sleep(PAUSE_MS).await;
            if typed.try_get_untracked().is_some_and(|now| now == text) {
                asked.try_set(text);
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        asked.set(typed.get_untracked());
    };
    view! {
        <PageFrame title="Browse rooms">
            <form class="search-form" role="search" method="get" on:submit=submit>
                <Field
                    label="Find rooms"
                    name="q"
                    kind=InputType::Search
                    value=typed
                    on_input=ask_soon
                    placeholder="Name or topic"
                    hide_label=true
                    autocomplete="off"
                    testid="rooms-search"
                />
            </form>
            {answered(rooms, move |answer| match answer {
                Ok(rooms) => list(rooms, &asked.get_untracked()),
                Err(failure) => refusal(&failure),
            })}
        </PageFrame>
    }
}

fn list(rooms: Vec<PublicRoom>, asked: &str) -> AnyView {
    if rooms.is_empty() {
        let text = if asked.trim().is_empty() {
            "No public rooms yet. Open the first one.".to_owned()
        } else {
            format!("No room here is called “{}”.", asked.trim())
        };
        return view! {
            <EmptyState drawing=Drawing::Rooms text=text testid="no-public-rooms">
                <LinkButton href="/rooms/new">"New room"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    let rows = rooms
        .into_iter()
        .map(|room| view! { <Row room=room/> })
        .collect_view();
    view! { <ul class="people" role="list">{rows}</ul> }.into_any()
}

#[component]
fn Row(room: PublicRoom) -> impl IntoView {
    let client = use_client();
    let requests = use_requests();
    let navigate = use_navigate();
    let id = room.id;
    let href = format!("/rooms/{id}");
    let join = {
        let href = href.clone();
        move |_| {
            let (navigate, href) = (navigate.clone(), href.clone());
            requests.run(join_room(id), move |()| {
                client.rooms.refresh(vec![id]);
                navigate(&href, NavigateOptions::default());
            });
        }
    };
    let members = match room.member_count {
        1 => "1 member".to_owned(),
        count => format!("{count} members"),
    };
    let under = if room.topic.is_empty() {
        members
    } else {
        format!("{members} · {}", room.topic)
    };
    view! {
        <li class="found" data-testid="public-room-row" data-room-id=id.to_string()>
            <Avatar name=room.name.clone() kind=AvatarKind::Room/>
            <span class="found-main">
                <span class="found-name" dir="auto">{room.name.clone()}</span>
                <span class="found-about" dir="auto">{under}</span>
            </span>
            <span class="found-acts">
                {if room.is_member {
                    view! { <LinkButton href=href variant=ButtonVariant::Quiet size=ButtonSize::Small testid="open-room">"Open"</LinkButton> }.into_any()
                } else {
                    view! { <Button size=ButtonSize::Small loading=requests.busy() on_click=join testid="join-room">"Join"</Button> }.into_any()
                }}
            </span>
        </li>
    }
    .into_any()
}

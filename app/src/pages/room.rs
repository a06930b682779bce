//! `/rooms/:id`: the talk, and its details beside it with `?details`.

use domain::RoomId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use protocol::{ApiError, rooms::RoomPage as Body};

use crate::{
    api::{Failure, load::load_once, rooms::load_room},
    components::{details_pane::DetailsPane, page_title::PageTitle, talk::Talk},
    state::{ConnectionState, use_client},
    ui::{
        Button, Drawing, EmptyState, Followed, LinkButton, SkeletonTalk, derived, effect, live,
        memo, rows,
    },
    words,
};

/// The room that the path names. Another room is another page: nothing of the one before stays.
#[component]
pub fn RoomPage() -> impl IntoView {
    let params = use_params_map();
    let room = memo(move || {
        params.with(|params| {
            params
                .get_str("id")
                .and_then(|id| id.parse::<RoomId>().ok())
        })
    });
    // Keyed, so that the page of the former room is gone at once: kept until the next one has loaded, it would hear of
    // changes with its own signals disposed of.
    view! {
        {rows(
            move || room.get().into_iter().collect(),
            |room: &RoomId| (0, room.0.as_u128()),
            |room| view! { <OneRoom room=room/> }.into_any(),
        )}
        {live(move || {
            room.get()
                .is_none()
                .then(|| view! { <Nothing error=ApiError::NotFound on_retry=|()| ()/> })
        })}
    }
}

#[component]
fn OneRoom(room: RoomId) -> impl IntoView {
    let query = use_query_map();
    let at = memo(move || query.with(|query| query.get_str("at")?.parse::<u64>().ok()));
    // Read once: who is here already goes there without loading the room anew.
    let first = at.get_untracked();
    let page = load_once(move || load_room(room, first));
    view! {
        <Suspense fallback=TalkSkeleton>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(body) => view! { <Open body=body at=at/> }.into_any(),
                    Err(Failure(error)) => view! { <Nothing error=error on_retry=move |()| page.refetch()/> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

#[component]
fn Open(body: Body, at: Followed<Option<u64>>) -> impl IntoView {
    let client = use_client();
    let timeline = client.timelines.open(client, &body);
    on_cleanup(move || timeline.close());
    effect(move || {
        if let Some(seq) = at.get() {
            timeline.go_to(seq);
        }
    });
    let room = body.summary.room.id;
    let title = body.summary.title();
    view! {
        <PageTitle text=derived(move || client.rooms.get(room).map_or_else(|| title.clone(), |summary| summary.title()))/>
        <main class="shell-talk" id="main" tabindex="-1">
            <Talk timeline=timeline/>
        </main>
        <DetailsPane timeline=timeline/>
    }
    .into_any()
}

/// There is no such room, or it cannot be shown now.
#[component]
fn Nothing(error: ApiError, #[prop(into)] on_retry: Callback<()>) -> impl IntoView {
    let text = match error {
        ApiError::NotAMember | ApiError::NotFound => {
            "There is no such room, or you are not in it.".to_owned()
        }
        _ => words::explain(&error),
    };
    let can_retry = error.is_temporary();
    let connection = use_client().connection.state();
    let mut was_connected = connection.get_untracked() == ConnectionState::Open;
    effect(move || {
        let is_connected = connection.get() == ConnectionState::Open;
        let came_back = !std::mem::replace(&mut was_connected, is_connected) && is_connected;
        if can_retry && came_back {
            on_retry.run(());
        }
    });
    view! {
        <Title text="No room"/>
        <main class="shell-talk alone" id="main" tabindex="-1">
            <EmptyState drawing=Drawing::Dark text=text testid="load-error">
                {if can_retry {
                    view! { <Button on_click=move |_| on_retry.run(())>"Try again"</Button> }.into_any()
                } else {
                    view! { <LinkButton href="/">"To your rooms"</LinkButton> }.into_any()
                }}
            </EmptyState>
        </main>
    }
    .into_any()
}

#[component]
fn TalkSkeleton() -> impl IntoView {
    view! {
        <main class="shell-talk">
            <section class="talk" data-mood="neutral" data-mood-level="off">
                <div class="timeline-frame">
                    <SkeletonTalk/>
                </div>
            </section>
        </main>
    }
    .into_any()
}

//! Leaving a group: asked twice, and not by the last owner.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use domain::{permissions, room::Role};

use super::facts;
use crate::{
    api::rooms::leave_room,
    components::{confirm::Confirm, requests::use_requests},
    state::{TimelineStore, use_client},
    ui::{Button, ButtonVariant, IconName, derived, live, memo},
    words,
};

/// The button and the question.
#[component]
pub fn LeaveRoom(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let requests = use_requests();
    let navigate = use_navigate();
    let open = RwSignal::new(false);
    // Why not, while that is so.
    let obstacle = memo(move || {
        let summary = client.rooms.get(room)?;
        let owners = timeline.members().with(|members| {
            members
                .iter()
                .filter(|member| member.role == Role::Owner)
                .count()
        });
        let owners = u64::try_from(owners).unwrap_or(u64::MAX);
        permissions::leave(
            facts(&summary),
            Some(summary.role),
            owners,
            summary.member_count.into(),
        )
        .err()
        .map(|error| words::explain(&error.into()))
    });
    let leave = move |()| {
        let navigate = navigate.clone();
        requests.run(leave_room(room), move |()| {
            open.try_set(false);
            navigate("/", NavigateOptions::default());
        });
    };
    view! {
        <section class="details-section" aria-label="Leaving">
            <Button
                variant=ButtonVariant::Quiet
                icon=IconName::Door
                wide=true
                disabled=derived(move || obstacle.with(Option::is_some))
                on_click=move |_| open.set(true)
                testid="leave-room"
            >
                "Leave this room"
            </Button>
            {live(move || obstacle.get().map(|why| view! { <p class="quiet-line" data-testid="leave-obstacle">{why}</p> }))}
        </section>
        <Confirm
            open=open
            title="Leave this room?"
            text="You won't see what is said here any more. Someone inside can add you again."
            act="Leave"
            on_confirm=leave
            busy=requests.busy()
        />
    }
    .into_any()
}

//! `/rooms/new`: a group or a public room. `?with=` names people to begin with, `?from=` the direct chat it grows out of.

use domain::{
    RoomId, UserId,
    room::{HistoryAccess, Posting, Visibility},
    text,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use protocol::{
    error::{ApiError, Field as Slot},
    rooms::CreateRoom,
};

use crate::{
    api::{Failure, rooms::create_room},
    components::{
        page_frame::{PageFrame, Section},
        person_picker::PersonPicker,
        problems::{FormError, Problems},
        requests::use_requests,
        room_fields::{RoomChoiceFields, RoomChoices},
    },
    state::use_client,
    ui::{Banner, Button, ButtonSize, ButtonType, Field, IconName},
};

/// A form for a new room.
#[component]
pub fn NewRoomPage() -> impl IntoView {
    let client = use_client();
    let query = use_query_map();
    let requests = use_requests();
    let navigate = use_navigate();
    let started_from = query.with_untracked(|query| {
        query
            .get_str("from")
            .and_then(|id| id.parse::<RoomId>().ok())
    });
    let with: Vec<UserId> = query.with_untracked(|query| {
        query
            .get_str("with")
            .map(|ids| ids.split(',').filter_map(|id| id.parse().ok()).collect())
            .unwrap_or_default()
    });
    let chosen = RwSignal::new(with);
    let [name, topic] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let choices = RoomChoices::new(Visibility::Private, Posting::Everyone, HistoryAccess::All);
    let answer = RwSignal::new(None::<ApiError>);
    let problems = Problems::new(&[Slot::Name, Slot::Topic], move || {
        answer.get().map(|error| Err::<(), _>(Failure(error)))
    });
    let me = client.session.me_untracked();
    let without = Signal::stored(me.into_iter().collect::<Vec<_>>());

    let create = move |event: SubmitEvent| {
        event.prevent_default();
        answer.set(None);
        let (name, topic) = (name.get_untracked(), topic.get_untracked());
        if problems.found([
            (Slot::Name, text::room_name(&name)),
            (Slot::Topic, text::topic(&topic)),
        ]) {
            return;
        }
        let body = CreateRoom {
            name,
            topic,
            visibility: choices.visibility.get_untracked(),
            posting: choices.posting.get_untracked(),
            history: choices.history.get_untracked(),
            people: chosen.get_untracked(),
            started_from,
        };
        let navigate = navigate.clone();
        requests.run_or(
            create_room(body),
            move |room| {
                client.rooms.refresh(vec![room]);
                navigate(&format!("/rooms/{room}"), NavigateOptions::default());
            },
            move |error| {
                answer.try_set(Some(error));
            },
        );
    };
    let origin = started_from
        .and_then(|room| client.rooms.get_untracked(room))
        .and_then(|summary| summary.other);
    view! {
        <PageFrame title="New room">
            {origin
                .map(|other| {
                    view! {
                        <Banner icon=IconName::Lock>
                            {format!("A new room with {}. What was said between you two stays between you two.", other.first_name)}
                        </Banner>
                    }
                })}
            <form class="form" on:submit=create novalidate data-testid="new-room-form">
                <Field label="Name" name="name" value=name required=true error=problems.beside(Slot::Name) testid="room-name"/>
                <Field
                    label="Topic"
                    name="topic"
                    value=topic
                    hint="One line, if you like."
                    error=problems.beside(Slot::Topic)
                    testid="room-topic"
                />
                <Section title="Who is in it?" id="people">
                    <PersonPicker chosen=chosen without=without/>
                </Section>
                <RoomChoiceFields choices=choices/>
                <FormError text=problems.general()/>
                <div class="form-acts">
                    <Button kind=ButtonType::Submit size=ButtonSize::Large loading=requests.busy() testid="room-create">
                        "Open the room"
                    </Button>
                </div>
            </form>
        </PageFrame>
    }
}

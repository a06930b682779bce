//! Name, topic and settings of a group, for those who may change them.

use domain::text;
use leptos::{ev::SubmitEvent, prelude::*};
use protocol::{
    error::{ApiError, Field as Slot},
    rooms::UpdateRoom,
};

use crate::{
    api::{Failure, rooms::update_room},
    components::{
        problems::{FormError, Problems},
        requests::use_requests,
        room_fields::{RoomChoiceFields, RoomChoices},
    },
    state::{TimelineStore, ToastKind, use_client},
    ui::{Button, ButtonType, Field},
};

/// The form, folded until wanted.
#[component]
pub fn SettingsForm(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let Some(summary) = client.rooms.get_untracked(room) else {
        return ().into_any();
    };
    let now = summary.room;
    let requests = use_requests();
    let [name, topic] = [RwSignal::new(now.name), RwSignal::new(now.topic)];
    let choices = RoomChoices::new(now.visibility, now.posting, now.history);
    let answer = RwSignal::new(None::<ApiError>);
    let problems = Problems::new(&[Slot::Name, Slot::Topic], move || {
        answer.get().map(|error| Err::<(), _>(Failure(error)))
    });

    let save = move |event: SubmitEvent| {
        event.prevent_default();
        answer.set(None);
        let (new_name, new_topic) = (name.get_untracked(), topic.get_untracked());
        if problems.found([
            (Slot::Name, text::room_name(&new_name)),
            (Slot::Topic, text::topic(&new_topic)),
        ]) {
            return;
        }
        let body = UpdateRoom {
            name: Some(new_name),
            topic: Some(new_topic),
            visibility: Some(choices.visibility.get_untracked()),
            posting: Some(choices.posting.get_untracked()),
            history: Some(choices.history.get_untracked()),
        };
        requests.run_or(
            update_room(room, body),
            move |()| {
                client.rooms.refresh(vec![room]);
                client.toasts.show(ToastKind::Success, "Saved.");
            },
            move |error| {
                answer.try_set(Some(error));
            },
        );
    };
    view! {
        <details class="details-section">
            <summary class="details-head" data-testid="room-settings">"Name and settings"</summary>
            <form class="form" on:submit=save novalidate data-testid="room-settings-form">
                <Field label="Name" name="name" id="settings-name" value=name error=problems.beside(Slot::Name) testid="room-settings-name"/>
                <Field label="Topic" name="topic" id="settings-topic" value=topic error=problems.beside(Slot::Topic) testid="room-settings-topic"/>
                <RoomChoiceFields choices=choices/>
                <FormError text=problems.general()/>
                <Button kind=ButtonType::Submit loading=requests.busy() testid="room-settings-save">"Save"</Button>
            </form>
        </details>
    }
    .into_any()
}

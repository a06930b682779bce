//! Adding people to a group.

use leptos::prelude::*;

use crate::{
    api::rooms::add_members,
    components::{person_picker::PersonPicker, requests::use_requests},
    state::{TimelineStore, use_client},
    ui::{Button, ButtonVariant, Dialog, IconName, derived, live},
};

/// The button and the window that it opens.
#[component]
pub fn AddPeople(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let requests = use_requests();
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(Vec::new());
    let members = timeline.members();
    let inside = derived(move || {
        members.with(|members| members.iter().map(|member| member.person.id).collect())
    });
    let add = move |_| {
        requests.run(add_members(room, chosen.get_untracked()), move |()| {
            open.try_set(false);
            chosen.try_set(Vec::new());
            client.rooms.refresh(vec![room]);
        });
    };
    view! {
        <Button variant=ButtonVariant::Quiet icon=IconName::UserPlus wide=true on_click=move |_| open.set(true) testid="add-people">
            "Add people"
        </Button>
        <Dialog
            open=open
            title="Add people"
            testid="add-people-dialog"
            actions=move || {
                view! {
                    <Button
                        loading=requests.busy()
                        disabled=derived(move || chosen.with(Vec::is_empty))
                        on_click=add
                        testid="add-people-confirm"
                    >
                        {live(move || match chosen.with(Vec::len) {
                            0 | 1 => "Add".to_owned(),
                            count => format!("Add {count} people"),
                        })}
                    </Button>
                }
            }
        >
            // Nobody is looked for before someone wants to add them.
            {move || open.get().then(|| view! { <PersonPicker chosen=chosen without=inside/> })}
        </Dialog>
    }
    .into_any()
}

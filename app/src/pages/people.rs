//! `/people`: find someone, talk with them, or choose several for a group.

use domain::{UserId, people::Person};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    api::rooms::open_direct,
    components::{
        page_frame::PageFrame,
        people_search::{FoundPeople, PeopleSearchField, use_people_search},
        person_picker::{ChosenPeople, PickBox},
        person_row::PersonRow,
        requests::use_requests,
    },
    state::use_client,
    ui::{
        Button, ButtonSize, ButtonVariant, Drawing, EmptyState, IconName, LinkButton, derived,
        live, memo,
    },
};

/// The people of the place.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let search = use_people_search(true);
    let chosen = RwSignal::new(Vec::<UserId>::new());
    let has_chosen = memo(move || chosen.with(|chosen| !chosen.is_empty()));
    let group = derived(move || {
        let ids: Vec<_> = chosen.with(|chosen| chosen.iter().map(ToString::to_string).collect());
        format!("/rooms/new?with={}", ids.join(","))
    });
    view! {
        <PageFrame title="People">
            <PeopleSearchField search=search autofocus=true/>
            {live(move || {
                has_chosen
                    .get()
                    .then(|| {
                        view! {
                            <div class="chosen-bar">
                                <ChosenPeople chosen=chosen/>
                                <LinkButton href=group icon=IconName::Users testid="create-group">"Create a group"</LinkButton>
                            </div>
                        }
                    })
            })}
            <FoundPeople
                search=search
                row=move |person| view! { <Row person=person chosen=chosen/> }.into_any()
                nobody=nobody
            />
        </PageFrame>
    }
}

fn nobody(asked: String) -> AnyView {
    let text = match asked.trim() {
        "" => "You are the only one here so far. Send the invitation link to someone.".to_owned(),
        asked => format!("Nobody here is called “{asked}”."),
    };
    view! { <EmptyState drawing=Drawing::People text=text testid="no-people"/> }.into_any()
}

#[component]
fn Row(person: Person, chosen: RwSignal<Vec<UserId>>) -> impl IntoView {
    let id = person.id;
    let name = person.full_name();
    let is_me = use_client().session.me_untracked() == Some(id);
    view! {
        <PersonRow person=person>
            {(!is_me)
                .then(|| {
                    view! {
                        <MessageButton person=id/>
                        <PickBox person=id name=name chosen=chosen/>
                    }
                })}
        </PersonRow>
    }
    .into_any()
}

/// Opens the direct chat with someone; makes it if there is none.
#[component]
pub fn MessageButton(
    /// Who.
    person: UserId,
    /// The page's main act.
    #[prop(optional)]
    main: bool,
) -> impl IntoView {
    let client = use_client();
    let requests = use_requests();
    let navigate = use_navigate();
    let open = move |_| {
        let navigate = navigate.clone();
        requests.run(open_direct(person), move |room| {
            client.rooms.refresh(vec![room]);
            navigate(&format!("/rooms/{room}"), NavigateOptions::default());
        });
    };
    let (variant, size) = if main {
        (ButtonVariant::Primary, ButtonSize::Medium)
    } else {
        (ButtonVariant::Quiet, ButtonSize::Small)
    };
    view! {
        <Button variant=variant size=size icon=IconName::MessageCircle loading=requests.busy() on_click=open testid="person-message">
            "Message"
        </Button>
    }
    .into_any()
}

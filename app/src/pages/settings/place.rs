//! The place, for its owner: name, purpose, who may join, and the invitation link.

use domain::text;
use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};
use protocol::{
    accounts::OwnPlace,
    error::{ApiError, Field as Slot},
};

use crate::{
    api::{
        Failure,
        exchange::send_form,
        load::load_once,
        place::{SetUpPlace, load_own_place, renew_invitation},
    },
    browser::{self, page},
    components::{
        answered::{answered, refusal},
        confirm::Confirm,
        hydration::use_hydrated,
        page_frame::Section,
        place_fields::PlaceChoiceFields,
        problems::{FormError, Problems},
        requests::use_requests,
    },
    state::{ToastKind, use_client},
    ui::{Button, ButtonType, ButtonVariant, Field, IconName, derived, live},
};

/// The owner's section.
#[component]
pub fn PlaceSection() -> impl IntoView {
    let own = load_once(load_own_place);
    view! {
        <Section title="The place" id="place">
            {answered(own, |answer| match answer {
                Ok(own) => {
                    view! {
                        <Invitation path=own.invitation_path.clone()/>
                        <PlaceForm own=own/>
                    }
                    .into_any()
                }
                Err(failure) => refusal(&failure),
            })}
        </Section>
    }
    .into_any()
}

/// The link that lets people in.
#[component]
fn Invitation(path: String) -> impl IntoView {
    let client = use_client();
    let requests = use_requests();
    let hydrated = use_hydrated();
    let path = RwSignal::new(path);
    let asking = RwSignal::new(false);
    // The server may not know under which address people reach it; the browser does.
    let link = derived(move || {
        let origin = if hydrated.get() {
            page::origin()
        } else {
            String::new()
        };
        format!("{origin}{}", path.get())
    });
    let copy = move |_| {
        let link = link.get_untracked();
        browser::spawn(async move {
            if page::copy(&link).await {
                client
                    .toasts
                    .show(ToastKind::Success, "The link is copied.");
            } else {
                client.toasts.show(
                    ToastKind::Info,
                    "Your browser does not let us copy. Please mark the link and copy it.",
                );
            }
        });
    };
    let renew = move |()| {
        requests.run(renew_invitation(), move |own| {
            path.try_set(own.invitation_path);
            asking.try_set(false);
        });
    };
    view! {
        <div class="invitation">
            <p class="field-label" id="invitation-label">"Invitation link"</p>
            <p class="invitation-link" data-testid="invitation-link" aria-labelledby="invitation-label">{live(move || link.get())}</p>
            <div class="invitation-acts">
                <Button variant=ButtonVariant::Quiet icon=IconName::Copy on_click=copy testid="invitation-copy">"Copy"</Button>
                <Button variant=ButtonVariant::Quiet icon=IconName::Rotate on_click=move |_| asking.set(true) testid="invitation-renew">
                    "Make a new one"
                </Button>
            </div>
        </div>
        <Confirm
            open=asking
            title="Make a new link?"
            text="The old link stops working at once."
            act="Make a new one"
            on_confirm=renew
            busy=requests.busy()
        />
    }
    .into_any()
}

#[component]
fn PlaceForm(own: OwnPlace) -> impl IntoView {
    let client = use_client();
    let requests = use_requests();
    let now = own.place;
    let name = RwSignal::new(now.name.clone());
    let purpose = RwSignal::new(now.purpose);
    let join_policy = RwSignal::new(now.join_policy);
    let answer = RwSignal::new(None::<ApiError>);
    let problems = Problems::new(&[Slot::Name], move || {
        answer.get().map(|error| Err::<(), _>(Failure(error)))
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        answer.set(None);
        let new_name = name.get_untracked();
        if problems.found([(Slot::Name, text::room_name(&new_name))]) {
            return;
        }
        let mut place = now.clone();
        (place.purpose, place.join_policy) = (purpose.get_untracked(), join_policy.get_untracked());
        place.name = new_name;
        requests.run_or(
            send_form(SetUpPlace::url(), &event_target(&event)),
            move |()| {
                client.session.set_place(place);
                client.toasts.show(ToastKind::Success, "Saved.");
            },
            move |error| {
                answer.try_set(Some(error));
            },
        );
    };
    view! {
        <form class="form" action=SetUpPlace::url() method="post" on:submit=save novalidate data-testid="place-form">
            <Field label="Name of the place" name="name" value=name error=problems.beside(Slot::Name) testid="place-name"/>
            <PlaceChoiceFields purpose=purpose join_policy=join_policy/>
            <FormError text=problems.general()/>
            <div class="form-acts">
                <Button kind=ButtonType::Submit loading=requests.busy() testid="place-save">"Save"</Button>
            </div>
        </form>
    }
    .into_any()
}

//! `/set-up`: the owner's three questions, until they are answered.

use domain::{
    place::{JoinPolicy, Place, Purpose},
    text,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use protocol::{ApiError, error::Field as Slot};

use crate::{
    api::{
        Failure,
        load::load_once,
        place::{SetUpPlace, load_own_place},
    },
    components::{
        answered::refusal,
        place_fields::PlaceChoiceFields,
        problems::{FormError, Problems},
        server_form::{ServerForm, Submission},
    },
    ui::{Button, ButtonSize, ButtonType, Field, Skeleton},
};

/// Three questions, then the dashboard.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let place = load_once(load_own_place);
    view! {
        <Title text="Set up"/>
        <main class="auth" data-wide="true">
            <div class="auth-panel">
                <Suspense fallback=|| view! { <Skeleton/> }>
                    {move || Suspend::new(async move {
                        match place.await {
                            Ok(own) if own.place.is_set_up => view! { <Redirect path="/"/> }.into_any(),
                            Ok(own) => view! { <SetUpForm place=own.place/> }.into_any(),
                            Err(Failure(ApiError::NotSignedIn)) => view! { <Redirect path="/start"/> }.into_any(),
                            // The owner's business: others go on.
                            Err(Failure(ApiError::Forbidden)) => view! { <Redirect path="/"/> }.into_any(),
                            Err(failure) => refusal(&failure),
                        }
                    })}
                </Suspense>
            </div>
        </main>
    }
}

#[component]
fn SetUpForm(place: Place) -> impl IntoView {
    let submission = Submission::to::<SetUpPlace>();
    let problems = Problems::new(&[Slot::Name], move || submission.answer());
    let first_name = if place.name == DEFAULT_NAME {
        String::new()
    } else {
        place.name
    };
    let name = RwSignal::new(first_name);
    let refuses = move || problems.found([(Slot::Name, text::room_name(&name.get_untracked()))]);
    view! {
        <h1 class="auth-title">"Three questions"</h1>
        <p class="auth-lead">"You can change the answers later, in the settings."</p>
        <ServerForm submission=submission refuses=refuses testid="set-up-form">
            <Field
                label="What is this place called?"
                name="name"
                value=name
                required=true
                error=problems.beside(Slot::Name)
                testid="place-name"
            />
            <PlaceChoiceFields purpose=RwSignal::new(Purpose::Friends) join_policy=RwSignal::new(JoinPolicy::Invitation)/>
            <FormError text=problems.general()/>
            <Button kind=ButtonType::Submit size=ButtonSize::Large wide=true loading=submission.is_pending() testid="submit">
                "Open the place"
            </Button>
        </ServerForm>
    }
    .into_any()
}

/// What a place is called until its owner names it: no suggestion.
const DEFAULT_NAME: &str = "Moodlight";

//! Names and the line about oneself.

use domain::text;
use leptos::{ev::SubmitEvent, prelude::*};
use protocol::error::{ApiError, Field as Slot};

use crate::{
    api::{Failure, accounts::update_profile},
    components::{
        page_frame::Section,
        problems::{FormError, Problems},
        requests::use_requests,
    },
    state::{ToastKind, use_client},
    ui::{Avatar, AvatarSize, Button, ButtonType, Field},
};

/// The form.
#[component]
pub fn ProfileSection() -> impl IntoView {
    let client = use_client();
    let Some(account) = client.session.account().get_untracked() else {
        return ().into_any();
    };
    let person = account.person;
    let full_name = person.full_name();
    let [first, last, about] =
        [person.first_name, person.last_name, person.about].map(RwSignal::new);
    let requests = use_requests();
    let answer = RwSignal::new(None::<ApiError>);
    let problems = Problems::new(&[Slot::FirstName, Slot::LastName, Slot::About], move || {
        answer.get().map(|error| Err::<(), _>(Failure(error)))
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        answer.set(None);
        let (first, last, about) = (
            first.get_untracked(),
            last.get_untracked(),
            about.get_untracked(),
        );
        let refused = problems.found([
            (Slot::FirstName, text::person_name(&first)),
            (Slot::LastName, text::person_name(&last)),
            (Slot::About, text::topic(&about)),
        ]);
        if refused {
            return;
        }
        requests.run_or(
            update_profile(first, last, about),
            move |account| {
                client.session.set_account(account);
                client.toasts.show(ToastKind::Success, "Saved.");
            },
            move |error| {
                answer.try_set(Some(error));
            },
        );
    };
    view! {
        <Section title="You" id="you">
            <div class="settings-self">
                <Avatar name=full_name size=AvatarSize::Large/>
                <p>
                    <span class="person-username" data-testid="own-username">{format!("@{}", person.username)}</span>
                    <span class="quiet-line">{account.email} " · only you see it"</span>
                </p>
            </div>
            <form class="form" on:submit=save novalidate data-testid="profile-form">
                <div class="form-pair">
                    <Field
                        label="First name"
                        name="first_name"
                        value=first
                        autocomplete="given-name"
                        error=problems.beside(Slot::FirstName)
                        testid="field-first-name"
                    />
                    <Field
                        label="Last name"
                        name="last_name"
                        value=last
                        autocomplete="family-name"
                        error=problems.beside(Slot::LastName)
                        testid="field-last-name"
                    />
                </div>
                <Field
                    label="About you"
                    name="about"
                    value=about
                    hint="One line that others see on your profile."
                    error=problems.beside(Slot::About)
                    testid="field-about"
                />
                <FormError text=problems.general()/>
                <div class="form-acts">
                    <Button kind=ButtonType::Submit loading=requests.busy() testid="profile-save">"Save"</Button>
                </div>
            </form>
        </Section>
    }
    .into_any()
}

//! `/sign-up` and `/join/:code`: a new account.

use domain::{
    password::{self, Strength},
    place::JoinPolicy,
    text,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use protocol::error::{ApiError, Field as Slot};

use crate::{
    api::{accounts::SignUp, place::Door},
    components::{
        door::AtDoor,
        problems::{FormError, Problems},
        server_form::{ServerForm, Submission},
        strength::{check_password, meter},
    },
    ui::{
        Button, ButtonSize, ButtonType, Drawing, EmptyState, Field, InputType, LinkButton,
        PasswordField, StrengthMeter, derived,
    },
    words,
};

/// A new account, at an open place or with an invitation's code.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let params = use_params_map();
    let code = derived(move || params.with(|params| params.get("code").unwrap_or_default()));
    view! {
        <Title text="Create an account"/>
        <AtDoor invitation=code screen=move |door| screen(&door, code.get_untracked())/>
    }
}

fn screen(door: &Door, invitation: String) -> AnyView {
    let closed = door.place.join_policy == JoinPolicy::Invitation
        && !door.is_invited
        && !door.place.is_empty;
    if closed {
        let text = if invitation.is_empty() {
            words::explain(&ApiError::InvitationNeeded)
        } else {
            "This invitation link does not work any more. Please ask for a new one.".to_owned()
        };
        return view! {
            <EmptyState drawing=Drawing::Dark text=text>
                <LinkButton href="/sign-in">"I have an account"</LinkButton>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <h1 class="auth-title">"Create an account"</h1>
        <SignUpForm invitation=invitation needs_setup_code=door.needs_setup_code/>
        <p class="auth-other">"Have an account? " <a href="/sign-in">"Log in"</a></p>
    }
    .into_any()
}

/// The fields that problems can be told beside.
const FIELDS: &[Slot] = &[
    Slot::FirstName,
    Slot::LastName,
    Slot::Username,
    Slot::Email,
    Slot::Password,
];

#[component]
fn SignUpForm(invitation: String, needs_setup_code: bool) -> impl IntoView {
    let submission = Submission::to::<SignUp>();
    let problems = Problems::new(FIELDS, move || submission.answer());
    let [first, last, username, email, password] =
        std::array::from_fn(|_| RwSignal::new(String::new()));

    let refuses = move || {
        problems.found([
            (Slot::FirstName, text::person_name(&first.get_untracked())),
            (Slot::LastName, text::person_name(&last.get_untracked())),
            (Slot::Username, text::username(&username.get_untracked())),
            (Slot::Email, text::email(&email.get_untracked())),
            (Slot::Password, check_password(&password.get_untracked())),
        ])
    };
    let strength = derived(move || {
        let own = [first.get(), last.get(), username.get(), email.get()];
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        password.with(|password| (!password.is_empty()).then(|| password::estimate(password, &own)))
    });
    let advice = derived(move || {
        (strength.get() == Some(Strength::TooWeak)).then(|| {
            "A few words that do not belong together are easy to keep and hard to guess.".to_owned()
        })
    });

    view! {
        <ServerForm submission=submission refuses=refuses testid="sign-up-form">
            <input type="hidden" name="invitation" value=invitation/>
            {needs_setup_code
                .then(|| {
                    view! {
                        <Field
                            label="Set-up code"
                            name="setup_code"
                            hint="The server printed it when it started. It makes sure that you are the owner."
                            autocomplete="off"
                            required=true
                            testid="field-setup-code"
                        />
                    }
                })}
            <div class="form-pair">
                <Field
                    label="First name"
                    name="first_name"
                    value=first
                    autocomplete="given-name"
                    required=true
                    error=problems.beside(Slot::FirstName)
                    testid="field-first-name"
                />
                <Field
                    label="Last name"
                    name="last_name"
                    value=last
                    autocomplete="family-name"
                    required=true
                    error=problems.beside(Slot::LastName)
                    testid="field-last-name"
                />
            </div>
            <Field
                label="Username"
                name="username"
                value=username
                hint="People find you by it."
                autocomplete="username"
                required=true
                error=problems.beside(Slot::Username)
                testid="field-username"
            />
            <Field
                label="E-mail"
                name="email"
                kind=InputType::Email
                value=email
                hint="Only you see it."
                autocomplete="email"
                required=true
                error=problems.beside(Slot::Email)
                testid="field-email"
            />
            <PasswordField
                label="Password"
                name="password"
                value=password
                autocomplete="new-password"
                required=true
                error=problems.beside(Slot::Password)
                testid="field-password"
            />
            <StrengthMeter score=derived(move || strength.get().map(meter)) advice=advice/>
            <FormError text=problems.general()/>
            <Button kind=ButtonType::Submit size=ButtonSize::Large wide=true loading=submission.is_pending() testid="submit">
                "Create account"
            </Button>
        </ServerForm>
    }
    .into_any()
}

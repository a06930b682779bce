//! `/sign-in`: by username or e-mail.

use domain::{place::JoinPolicy, text::TextError};
use leptos::prelude::*;
use leptos_meta::Title;
use protocol::error::Field as Slot;

use crate::{
    api::{accounts::SignIn, place::Door},
    components::{
        door::AtDoor,
        problems::{FormError, Problems},
        server_form::{ServerForm, Submission},
    },
    ui::{Button, ButtonSize, ButtonType, Field, PasswordField},
};

/// For those who have an account.
#[component]
pub fn SignInPage() -> impl IntoView {
    view! {
        <Title text="Log in"/>
        <AtDoor screen=screen/>
    }
}

fn screen(door: Door) -> AnyView {
    let open = door.place.is_empty || door.place.join_policy == JoinPolicy::Anyone;
    view! {
        <h1 class="auth-title">"Log in"</h1>
        <SignInForm/>
        {if open {
            view! { <p class="auth-other">"No account? " <a href="/sign-up">"Create one"</a></p> }.into_any()
        } else {
            view! { <p class="auth-other">"New accounts are by invitation here."</p> }.into_any()
        }}
    }
    .into_any()
}

#[component]
fn SignInForm() -> impl IntoView {
    let submission = Submission::to::<SignIn>();
    let problems = Problems::new(&[Slot::Username, Slot::Password], move || {
        submission.answer()
    });
    let [login, password] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let filled = |text: String| {
        if text.trim().is_empty() {
            Err(TextError::Empty)
        } else {
            Ok(text)
        }
    };
    let refuses = move || {
        problems.found([
            (Slot::Username, filled(login.get_untracked())),
            (Slot::Password, filled(password.get_untracked())),
        ])
    };
    view! {
        <ServerForm submission=submission refuses=refuses testid="sign-in-form">
            <Field
                label="Username or e-mail"
                name="login"
                value=login
                autocomplete="username"
                required=true
                error=problems.beside(Slot::Username)
                testid="field-login"
            />
            <PasswordField
                label="Password"
                name="password"
                value=password
                autocomplete="current-password"
                required=true
                error=problems.beside(Slot::Password)
                testid="field-password"
            />
            <FormError text=problems.general()/>
            <Button kind=ButtonType::Submit size=ButtonSize::Large wide=true loading=submission.is_pending() testid="submit">
                "Log in"
            </Button>
        </ServerForm>
    }
    .into_any()
}

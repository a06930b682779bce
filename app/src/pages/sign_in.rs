//! `/sign-in`: by username or e-mail.

use domain::{place::JoinPolicy, text::TextError};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_meta::Title;
use protocol::error::Field as Slot;

use crate::{
    api::{accounts::SignIn, place::Door},
    components::{
        door::AtDoor,
        hydration::use_hydrated,
        problems::{FormError, Problems},
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
    let action = ServerAction::<SignIn>::new();
    let problems = Problems::new(&[Slot::Username, Slot::Password], move || {
        action.value().get()
    });
    let hydrated = use_hydrated();
    let [login, password] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let filled = |text: String| {
        if text.trim().is_empty() {
            Err(TextError::Empty)
        } else {
            Ok(text)
        }
    };
    let check = move |event: SubmitEvent| {
        let refused = problems.found([
            (Slot::Username, filled(login.get_untracked())),
            (Slot::Password, filled(password.get_untracked())),
        ]);
        if refused || action.pending().get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <ActionForm action=action on:submit:capture=check attr:class="form" attr:data-testid="sign-in-form" attr:novalidate=move || hydrated.get()>
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
            <Button kind=ButtonType::Submit size=ButtonSize::Large wide=true loading=action.pending() testid="submit">
                "Log in"
            </Button>
        </ActionForm>
    }
    .into_any()
}

//! A new password.

use domain::{password, text::TextError};
use leptos::{ev::SubmitEvent, prelude::*};
use protocol::error::{ApiError, Field as Slot};

use crate::{
    api::{Failure, accounts::change_password},
    components::{
        page_frame::Section,
        problems::{FormError, Problems},
        requests::use_requests,
        strength::{check_password, meter},
    },
    state::{ToastKind, use_client},
    ui::{Button, ButtonType, PasswordField, StrengthMeter, derived},
};

/// The form.
#[component]
pub fn PasswordSection() -> impl IntoView {
    let client = use_client();
    let requests = use_requests();
    let [current, new] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let answer = RwSignal::new(None::<ApiError>);
    let problems = Problems::new(&[Slot::CurrentPassword, Slot::Password], move || {
        answer.get().map(|error| {
            // Here there is only one thing that can be wrong about credentials.
            let error = match error {
                ApiError::WrongCredentials => {
                    ApiError::invalid(Slot::CurrentPassword, TextError::Malformed)
                }
                other => other,
            };
            Err::<(), _>(Failure(error))
        })
    });
    let wrong = derived(move || match answer.get() {
        Some(ApiError::WrongCredentials) => Some("That is not your password.".to_owned()),
        _ => problems.beside(Slot::CurrentPassword).get(),
    });
    let strength = derived(move || {
        new.with(|new| (!new.is_empty()).then(|| meter(password::estimate(new, &[]))))
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        answer.set(None);
        let (old, fresh) = (current.get_untracked(), new.get_untracked());
        let filled = if old.is_empty() {
            Err(TextError::Empty)
        } else {
            Ok(String::new())
        };
        if problems.found([
            (Slot::CurrentPassword, filled),
            (Slot::Password, check_password(&fresh)),
        ]) {
            return;
        }
        requests.run_or(
            change_password(old, fresh),
            move |()| {
                current.try_set(String::new());
                new.try_set(String::new());
                client.toasts.show(
                    ToastKind::Success,
                    "Your password is changed. Your other devices are signed out.",
                );
            },
            move |error| {
                answer.try_set(Some(error));
            },
        );
    };
    view! {
        <Section title="Password" id="password">
            <form class="form" on:submit=save novalidate data-testid="change-password-form">
                <PasswordField
                    label="Current password"
                    name="current"
                    value=current
                    autocomplete="current-password"
                    error=wrong
                    testid="field-current-password"
                />
                <PasswordField
                    label="New password"
                    name="new"
                    value=new
                    autocomplete="new-password"
                    error=problems.beside(Slot::Password)
                    testid="field-new-password"
                />
                <StrengthMeter score=strength/>
                <FormError text=problems.general()/>
                <div class="form-acts">
                    <Button kind=ButtonType::Submit loading=requests.busy() testid="change-password">"Change password"</Button>
                </div>
            </form>
        </Section>
    }
    .into_any()
}

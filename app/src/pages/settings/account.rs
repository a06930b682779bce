//! Going: signing out here, or leaving for good.

use leptos::{ev::SubmitEvent, html, prelude::*, server_fn::ServerFn};
use protocol::error::ApiError;

use crate::{
    api::{
        Failure,
        accounts::{SignOut, delete_account, load_account},
    },
    browser,
    components::{confirm::Confirm, page_frame::Section, requests::use_requests},
    state::{mood::Diary, use_client},
    ui::{Button, ButtonType, ButtonVariant, Dialog, IconName, PasswordField, derived},
    words,
};

/// Sign-out and deletion.
#[component]
pub fn AccountSection() -> impl IntoView {
    view! {
        <Section title="Leaving" id="leaving">
            <div class="form-acts">
                <SignOutForm/>
                <DeleteAccount/>
            </div>
        </Section>
    }
    .into_any()
}

/// A plain form: the answer is a new page, without JavaScript too. With it, what this device keeps is cleared first, and
/// unsent messages are not dropped without asking.
#[component]
fn SignOutForm() -> impl IntoView {
    let client = use_client();
    let form = NodeRef::<html::Form>::new();
    let asking = RwSignal::new(false);
    let unsent = client.outbox.waiting();
    let leave = move |()| {
        let form = form.get_untracked();
        browser::spawn(async move {
            // Nothing is cleared for a sign-out that will not arrive.
            if !client.connection.is_open()
                && let Err(Failure(ApiError::NoConnection)) = load_account().await
            {
                client.toasts.error(&ApiError::NoConnection);
                return;
            }
            client.forget_device().await;
            if let Some(form) = form {
                // `submit` asks no handler again.
                let _ = form.submit();
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        browser::spawn(async move {
            if client.unsent().await > 0 || !client.mood.diary().with_untracked(Diary::is_empty) {
                // The form may be gone meanwhile.
                asking.try_set(true);
            } else {
                leave(());
            }
        });
    };
    let text = derived(move || {
        let unsent = match unsent.get() {
            0 => None,
            1 => Some("One message has not been sent yet. It will be lost.".to_owned()),
            count => Some(format!(
                "{count} messages have not been sent yet. They will be lost."
            )),
        };
        let moods = (!client.mood.diary().with(Diary::is_empty)).then(|| {
            "What was counted of your moods goes from this device; under “Your moods” you can save it."
                .to_owned()
        });
        let parts: Vec<String> = unsent.into_iter().chain(moods).collect();
        parts.join(" ")
    });
    view! {
        <form action=SignOut::url() method="post" on:submit=submit node_ref=form>
            <Button kind=ButtonType::Submit variant=ButtonVariant::Quiet icon=IconName::LogOut testid="sign-out">"Sign out"</Button>
        </form>
        <Confirm open=asking title="Sign out now?" text=text act="Sign out anyway" on_confirm=leave/>
    }
    .into_any()
}

#[component]
fn DeleteAccount() -> impl IntoView {
    let client = use_client();
    let requests = use_requests();
    let open = RwSignal::new(false);
    let password = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let delete = move |event: SubmitEvent| {
        event.prevent_default();
        wrong.set(None);
        let password = password.get_untracked();
        client.set_leaving(true);
        requests.run_or(
            delete_account(password),
            move |()| {
                browser::spawn(async move {
                    client.forget_device().await;
                    browser::page::load("/start");
                });
            },
            move |error| {
                client.set_leaving(false);
                let text = match error {
                    ApiError::WrongCredentials => "That is not your password.".to_owned(),
                    other => words::explain(&other),
                };
                wrong.try_set(Some(text));
            },
        );
    };
    view! {
        <Button variant=ButtonVariant::Danger icon=IconName::Trash on_click=move |_| open.set(true) testid="delete-account">
            "Delete my account"
        </Button>
        <Dialog open=open title="Delete your account?" testid="delete-account-dialog">
            <form class="form" on:submit=delete novalidate data-testid="delete-account-form">
                <p>"Your name, address and password are deleted, and you are signed out everywhere. What you said in rooms stays, without your name."</p>
                <PasswordField
                    label="Your password"
                    name="password"
                    id="field-delete-password"
                    value=password
                    autocomplete="current-password"
                    error=wrong
                    testid="delete-account-password"
                />
                <div class="form-acts">
                    <Button kind=ButtonType::Submit variant=ButtonVariant::Danger loading=requests.busy() testid="delete-account-confirm">
                        "Delete for good"
                    </Button>
                </div>
            </form>
        </Dialog>
    }
    .into_any()
}

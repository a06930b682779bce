//! Forms that work without script: the browser sends them to a server function, which answers with the page to go to.
//! With script the page sends them itself and stays where it is while something is wrong.

use leptos::{
    ev::SubmitEvent,
    prelude::*,
    server::ServerActionError,
    server_fn::{ServerFn, error::ServerFnUrlError},
    web_sys::HtmlFormElement,
};

use super::hydration::use_hydrated;
use crate::{
    api::{Answer, Failure, exchange::send_form},
    browser,
};

/// What becomes of one form.
#[derive(Clone, Copy)]
pub struct Submission {
    path: &'static str,
    is_pending: RwSignal<bool>,
    answer: RwSignal<Option<Answer<()>>>,
}

impl Submission {
    /// To the server function `F`. Its first answer is the one that came with the page, if the form was sent without
    /// script.
    #[must_use]
    pub fn to<F: ServerFn<Error = Failure>>() -> Self {
        let refused = use_context::<ServerActionError>()
            .filter(|error| error.path() == F::PATH)
            .map(|error| Err(ServerFnUrlError::<Failure>::decode_err(error.err())));
        Self {
            path: F::PATH,
            is_pending: RwSignal::new(false),
            answer: RwSignal::new(refused),
        }
    }

    /// It was sent, and the answer is not there yet.
    #[must_use]
    pub fn is_pending(self) -> Signal<bool> {
        self.is_pending.into()
    }

    /// The last answer.
    #[must_use]
    pub fn answer(self) -> Option<Answer<()>> {
        self.answer.get()
    }

    fn send(self, form: &HtmlFormElement) {
        self.is_pending.set(true);
        let answer = send_form(self.path, form);
        browser::spawn(async move {
            let answer = answer.await;
            self.is_pending.try_set(false);
            self.answer.try_set(Some(answer));
        });
    }
}

/// The form.
#[component]
pub fn ServerForm(
    /// Where it goes, and what became of it.
    submission: Submission,
    /// Looks at the fields before they are sent. True: they stay here.
    refuses: impl Fn() -> bool + 'static,
    /// Its `data-testid`.
    testid: &'static str,
    /// The fields, and a button that submits.
    children: Children,
) -> impl IntoView {
    let hydrated = use_hydrated();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !refuses() && !submission.is_pending.get_untracked() {
            submission.send(&event_target(&event));
        }
    };
    view! {
        <form
            action=submission.path
            method="post"
            class="form"
            data-testid=testid
            novalidate=move || hydrated.get()
            on:submit=submit
        >
            {children()}
        </form>
    }
    .into_any()
}

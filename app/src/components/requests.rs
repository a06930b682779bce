//! Acts that ask the server: one at a time, and what goes wrong is said in a notice.

use std::{future::Future, pin::Pin};

use leptos::prelude::*;
use protocol::ApiError;

use crate::{
    api::{Answer, Failure},
    browser,
    state::{Client, use_client},
};

/// One component's requests.
#[derive(Clone, Copy)]
pub struct Requests {
    client: Client,
    busy: RwSignal<bool>,
}

/// Call it in a component's body.
#[must_use]
pub fn use_requests() -> Requests {
    Requests {
        client: use_client(),
        busy: RwSignal::new(false),
    }
}

impl Requests {
    /// A request is under way: buttons show it and take no second press.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// Runs a request; `then` hears of success. The component may be gone by then, so `then` writes with `try_set`.
    pub fn run<T: 'static>(
        self,
        request: impl Future<Output = Answer<T>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        let toasts = self.client.toasts;
        self.run_or(request, then, move |error| toasts.error(&error));
    }

    /// As [`Requests::run`], for forms that show what went wrong themselves.
    pub fn run_or<T: 'static>(
        self,
        request: impl Future<Output = Answer<T>> + 'static,
        then: impl FnOnce(T) + 'static,
        otherwise: impl FnOnce(ApiError) + 'static,
    ) {
        self.run_boxed(Box::pin(request), Box::new(then), Box::new(otherwise));
    }

    /// Compiled once for each type of answer, not for each request.
    fn run_boxed<T: 'static>(
        self,
        request: Pin<Box<dyn Future<Output = Answer<T>>>>,
        then: Box<dyn FnOnce(T)>,
        otherwise: Box<dyn FnOnce(ApiError)>,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        browser::spawn(async move {
            let answer = request.await;
            self.busy.try_set(false);
            match answer {
                Ok(value) => then(value),
                Err(Failure(error)) => otherwise(error),
            }
        });
    }
}

//! Asking once in a request.
//!
//! To find out what a page waits for, Leptos makes parts of it again and again, each time with new resources in them
//! (`dry_resolve` in leptos 0.8). The browser takes over the answer of the first, the HTML is drawn from the last: were each
//! of them to ask for itself, a message that comes in between would be in one answer only, and the page could not come alive.
//! So they share one.

use std::{
    collections::HashMap,
    panic::Location,
    sync::{Arc, Mutex, PoisonError},
};

use futures::{FutureExt, future::Shared};
use leptos::prelude::*;

use super::{Arriving, Fetch};

/// Who asks: a place in the code.
type Asker = &'static Location<'static>;

/// What one request has asked for, by whom and about what.
#[derive(Clone, Default)]
struct Loading(Arc<Mutex<HashMap<Question, Shared<Arriving>>>>);

type Question = (Asker, String);

/// Begins a request.
pub fn provide_loading() {
    provide_context(Loading::default());
}

/// Asks as `fetch` does, but only once in this request.
pub(super) fn in_request(by: Asker, fetch: Fetch) -> Fetch {
    let Some(Loading(all)) = use_context() else {
        return fetch;
    };
    Box::new(move |about| {
        // What is in it is whole after any panic.
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        let shared = all
            .entry((by, about.clone()))
            .or_insert_with(|| fetch(about).shared());
        Box::pin(shared.clone())
    })
}

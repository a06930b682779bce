//! What shows an answer of the server that may be asked for anew.
//!
//! `Suspend` is not for that: when an answer comes, it lets go of the signals in the former view at once, and of the view
//! itself a moment later. What that view hears of in between takes the page down. Here both go in one step.

use leptos::prelude::*;

use crate::{
    api::{
        Answer, Failure,
        load::{Loadable, Loaded},
    },
    ui::{SkeletonRooms, live},
    words,
};

/// `view` of the last answer, and skeletons until the first. The server draws it more than once, so nothing in it may
/// load on its own.
#[must_use]
pub fn answered<T: Loadable>(
    loaded: Loaded<T>,
    view: impl Fn(Answer<T>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    view! { <Transition fallback=SkeletonRooms>{live(move || loaded.get().map(&view))}</Transition> }
        .into_any()
}

/// Why there is no answer, in a line.
#[must_use]
pub fn refusal(failure: &Failure) -> AnyView {
    view! { <p class="form-error" role="alert">{words::explain(&failure.0)}</p> }.into_any()
}

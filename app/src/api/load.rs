//! What a page loads: asked for on the server, carried along in the HTML, asked for again in the browser when what it
//! depends on changes.

use std::{any::Any, future::Future, marker::PhantomData, pin::Pin, sync::Arc};

use leptos::{
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use protocol::ApiError;
use serde::{Serialize, de::DeserializeOwned};

use super::{Answer, Failure};

#[cfg(feature = "ssr")]
mod once;
#[cfg(feature = "ssr")]
pub use once::provide_loading;

/// Loads the answer to `fetch` once.
#[must_use]
#[cfg_attr(feature = "ssr", track_caller)]
pub fn load_once<T, F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Loaded<T>
where
    T: Loadable,
    F: Future<Output = Answer<T>> + Send + 'static,
{
    load(String::new, move |_| fetch())
}

/// Loads the answer to `fetch` for what `about` says, anew whenever that changes. On the server it is asked for once in a
/// request, by each place in the code: what else it depends on must be the same wherever that place is in one page.
#[must_use]
#[cfg_attr(feature = "ssr", track_caller)]
pub fn load<T, F>(
    about: impl Fn() -> String + Send + Sync + 'static,
    fetch: impl Fn(String) -> F + Send + Sync + 'static,
) -> Loaded<T>
where
    T: Loadable,
    F: Future<Output = Answer<T>> + Send + 'static,
{
    let about: About = Box::new(about);
    let fetch: Fetch = Box::new(move |about| {
        let answer = fetch(about);
        Box::pin(async move { Carried::of(answer.await) })
    });
    #[cfg(feature = "ssr")]
    let fetch = once::in_request(std::panic::Location::caller(), fetch);
    Loaded {
        carried: Resource::new_with_options(about, fetch, true),
        kind: PhantomData,
    }
}

/// What can be loaded.
pub trait Loadable: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {}
impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Loadable for T {}

/// The answer of a server function, as a page shows it: read it under a `<Transition/>`, as `components::answered` does, or
/// `.await` it under a `<Suspense/>` where it is never asked for anew.
pub struct Loaded<T> {
    carried: Resource<Carried, Carried>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loaded<T> {}

impl<T> Loaded<T> {
    /// Asks again.
    pub fn refetch(self) {
        self.carried.refetch();
    }
}

impl<T: Loadable> Loaded<T> {
    /// The last answer; none before the first. Tracked.
    #[must_use]
    pub fn get(self) -> Option<Answer<T>> {
        self.carried.get().map(|carried| carried.answer())
    }
}

impl<T: Loadable> IntoFuture for Loaded<T> {
    type Output = Answer<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let carried = arrival(self.carried);
        Box::pin(async move { carried.await.answer() })
    }
}

/// Compiled once, not for each type of answer.
fn arrival(carried: Resource<Carried, Carried>) -> Arriving {
    Box::pin(carried.into_future())
}

type About = Box<dyn Fn() -> String + Send + Sync>;
type Arriving = Pin<Box<dyn Future<Output = Carried> + Send>>;
type Fetch = Box<dyn Fn(String) -> Arriving + Send + Sync>;

/// An answer of any type. Leptos compiles a resource once for every type of answer, source and fetcher, some 12 KB of the
/// page's program each; so all of ours are of this one.
#[derive(Clone)]
enum Carried {
    /// From a server function, and how it is written down.
    Answer(Arc<dyn Any + Send + Sync>, fn(&dyn Any) -> Option<String>),
    /// From the HTML, in JSON.
    Text(Arc<str>),
}

impl Carried {
    fn of<T: Loadable>(answer: Answer<T>) -> Self {
        let written = |answer: &dyn Any| {
            let answer = answer.downcast_ref::<Answer<T>>()?;
            serde_json::to_string(answer).ok()
        };
        Self::Answer(Arc::new(answer), written)
    }

    fn answer<T: Loadable>(&self) -> Answer<T> {
        match self {
            Self::Answer(answer, _) => answer.downcast_ref().cloned(),
            Self::Text(text) => crate::json::read_json(text.as_bytes()),
        }
        .unwrap_or(Err(Failure(ApiError::Malformed)))
    }
}

/// An answer that JSON cannot hold.
#[derive(Debug)]
struct Unwritable;

impl Encoder<Self> for Carried {
    type Error = Unwritable;
    type Encoded = String;

    fn encode(value: &Self) -> Result<String, Unwritable> {
        match value {
            Self::Answer(answer, written) => written(&**answer).ok_or(Unwritable),
            Self::Text(text) => Ok(text.to_string()),
        }
    }
}

impl Decoder<Self> for Carried {
    type Error = std::convert::Infallible;
    type Encoded = str;

    fn decode(text: &str) -> Result<Self, Self::Error> {
        Ok(Self::Text(text.into()))
    }
}

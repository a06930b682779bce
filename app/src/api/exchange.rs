//! How the page calls server functions.

use std::{future::Future, pin::Pin};

use leptos::{
    server_fn::{
        Http, Protocol, client::Client, codec::Json, error::FromServerFnError, server::Server,
    },
    web_sys::HtmlFormElement,
};
use protocol::ApiError;
use send_wrapper::SendWrapper;
use serde::{Serialize, de::DeserializeOwned};

use super::{Answer, Failure};
use crate::{
    browser::{
        http::{self, FORM, JSON},
        page,
    },
    json::read_json,
};

/// JSON both ways, as Leptos's own [`Http`] sends and takes it; the server's side is that. In the browser Leptos compiles
/// all that a request is for each server function anew, some 1.5 KB of the page's program each; here only what writes the
/// arguments and reads the answer is.
pub struct Exchange;

impl<Arguments, T, C, S> Protocol<Arguments, T, C, S, Failure> for Exchange
where
    Http<Json, Json>: Protocol<Arguments, T, C, S, Failure>,
    Arguments: Serialize + Send,
    T: DeserializeOwned + Send,
    C: Client<Failure>,
    S: Server<Failure>,
{
    const METHOD: ::http::Method = <Http<Json, Json> as Protocol<_, T, C, S, Failure>>::METHOD;

    fn run_server<F, Fut>(
        request: S::Request,
        server_fn: F,
    ) -> impl Future<Output = Answer<S::Response>> + Send
    where
        F: Fn(Arguments) -> Fut + Send,
        Fut: Future<Output = Answer<T>> + Send,
    {
        <Http<Json, Json> as Protocol<_, T, C, S, Failure>>::run_server(request, server_fn)
    }

    fn run_client(path: &str, arguments: Arguments) -> impl Future<Output = Answer<T>> + Send {
        let answer =
            serde_json::to_string(&arguments).map(|body| post(path.to_owned(), JSON, body));
        async move {
            let answer = answer.map_err(|_| Failure(ApiError::Malformed))?.await?;
            read_json(&answer).ok_or(Failure(ApiError::Malformed))
        }
    }
}

/// Sends a form to the server function at `path`, as the browser would without script.
pub fn send_form(
    path: &'static str,
    form: &HtmlFormElement,
) -> impl Future<Output = Answer<()>> + use<> {
    let answer = post(path.to_owned(), FORM, http::fields(form));
    async move { answer.await.map(|_| ()) }
}

/// The body of an answer that is on its way. It stays on the page's one thread.
type Underway = SendWrapper<Pin<Box<dyn Future<Output = Answer<Vec<u8>>>>>>;

/// Posts, and goes where the answer says.
fn post(path: String, content_type: &'static str, body: String) -> Underway {
    SendWrapper::new(Box::pin(async move {
        let response = http::post(&path, content_type, body)
            .await
            .ok_or(Failure(ApiError::NoConnection))?;
        if let Some(location) = response.location {
            // Who is signed in has changed, or the place was opened: the document is loaded afresh.
            page::load(&location);
        }
        if response.is_ok {
            Ok(response.body)
        } else {
            Err(Failure::de(response.body.into()))
        }
    }))
}

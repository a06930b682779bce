//! Requests besides the socket: what the page asks of its server. On the server itself nothing is asked.

use leptos::web_sys::HtmlFormElement;

/// What came back.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status is one of success.
    pub is_ok: bool,
    /// Whatever it says.
    pub body: Vec<u8>,
    /// Where the page is to go next.
    pub location: Option<String>,
}

/// How a browser sends a form's fields.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// How everything else is sent.
pub const JSON: &str = "application/json";

/// Gets a file. `None` if it cannot be had now.
pub async fn get(path: &str) -> Option<Vec<u8>> {
    #[cfg(feature = "hydrate")]
    {
        let answer = gloo_net::http::Request::get(path).send().await.ok()?;
        if !answer.ok() {
            return None;
        }
        answer.binary().await.ok()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = path;
        None
    }
}

/// Posts `body`. `None` if the server cannot be reached.
pub async fn post(path: &str, content_type: &str, body: String) -> Option<Response> {
    #[cfg(feature = "hydrate")]
    {
        use leptos::server_fn::redirect::REDIRECT_HEADER;

        let request = gloo_net::http::Request::post(path)
            .header("content-type", content_type)
            .header("accept", JSON)
            .body(body)
            .ok()?;
        let answer = request.send().await.ok()?;
        let headers = answer.headers();
        let goes_on = headers.has(REDIRECT_HEADER);
        Some(Response {
            is_ok: answer.ok(),
            location: headers.get("location").filter(|_| goes_on),
            body: answer.binary().await.ok()?,
        })
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (path, content_type, body);
        None
    }
}

/// A form's fields as a browser without script would send them, in [`FORM`].
#[must_use]
pub fn fields(form: &HtmlFormElement) -> String {
    #[cfg(feature = "hydrate")]
    {
        let data = web_sys::FormData::new_with_form(form).ok();
        data.and_then(|data| web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok())
            .map(|fields| String::from(fields.to_string()))
            .unwrap_or_default()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = form;
        String::new()
    }
}

//! Files of the page that it fetches itself, once it is alive.

/// The bytes of the file whose address stands in `data-…` on `<html>`; `None` if it cannot be had now. On the server:
/// none.
pub async fn fetch(name: &str) -> Option<Vec<u8>> {
    #[cfg(feature = "hydrate")]
    {
        let html = leptos::prelude::document().document_element()?;
        let path = html.get_attribute(&format!("data-{name}"))?;
        let answer = gloo_net::http::Request::get(&path).send().await.ok()?;
        if !answer.ok() {
            return None;
        }
        answer.binary().await.ok()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = name;
        None
    }
}

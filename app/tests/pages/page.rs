//! Asks for a page the way a browser does.

use app::PageAssets;
use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use leptos::prelude::provide_context;

use crate::fake::Fake;

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub location: Option<String>,
    pub html: String,
}

/// The page at `path` as `who` (`ada`, `bo`, or nobody) gets it.
pub async fn get(fake: Fake, who: &str, path: &str) -> Page {
    // The second test finds it set, and that is as good.
    let _ = any_spawner::Executor::init_tokio();
    let backend = fake.backend();
    let assets = PageAssets {
        js: "/pkg/page.js".to_owned(),
        wasm: "/pkg/page.wasm".to_owned(),
        model: "/pkg/moodlight.model".to_owned(),
        languages: "ru=/pkg/moodlight-ru.model".to_owned(),
        css: "/pkg/page.css".to_owned(),
        reload: None,
    };
    let render = leptos_axum::render_app_async_with_context(
        move || provide_context(backend.clone()),
        move || app::shell(&assets, None),
    );
    let request = Request::get(path)
        .header(header::ACCEPT, "text/html")
        .header(header::COOKIE, format!("who={who}"))
        .body(Body::empty())
        .expect("a request");
    let response = render(request).await;
    let status = response.status();
    let location = response
        .headers()
        .get(header::LOCATION)
        .map(|value| value.to_str().expect("text").to_owned());
    let body = to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("a body");
    Page {
        status,
        location,
        html: String::from_utf8(body.to_vec()).expect("UTF-8"),
    }
}

impl Page {
    /// Without the marks between nodes that only the living page needs.
    pub fn unmarked(mut self) -> Self {
        self.html = self.html.replace("<!>", "");
        self
    }

    /// How many elements carry this `data-testid`.
    pub fn count(&self, testid: &str) -> usize {
        self.html
            .matches(&format!("data-testid=\"{testid}\""))
            .count()
    }

    /// The start tag of the first element with this `data-testid`.
    pub fn tag(&self, testid: &str) -> &str {
        let at = self
            .html
            .find(&format!("data-testid=\"{testid}\""))
            .unwrap_or_else(|| panic!("no {testid} in {}", self.html));
        let start = self.html[..at].rfind('<').expect("it is in a tag");
        let end = self.html[at..].find('>').expect("a tag ends") + at + 1;
        &self.html[start..end]
    }

    #[track_caller]
    pub fn shows(&self, text: &str) {
        assert!(self.html.contains(text), "{text:?} is not in {}", self.html);
    }

    #[track_caller]
    pub fn hides(&self, text: &str) {
        assert!(!self.html.contains(text), "{text:?} is in {}", self.html);
    }

    #[track_caller]
    pub fn leads_to(&self, path: &str) {
        assert_eq!(
            (self.status, self.location.as_deref()),
            (StatusCode::FOUND, Some(path))
        );
    }
}

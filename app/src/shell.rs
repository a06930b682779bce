//! The HTML document around the app, made on the server only (the browser hydrates what is in its body).

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::App;

/// Where the built page's files are: their names carry a hash of their content in a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageAssets {
    /// URL path of the script made by wasm-bindgen.
    pub js: String,
    /// URL path of the WASM module.
    pub wasm: String,
    /// URL path of the style sheet.
    pub css: String,
    /// URL path of what the mood engine knows about words, which the living page fetches.
    pub model: String,
    /// The same for each other language that is read, parted by blanks: its two letters, `=` and the path.
    pub languages: String,
    /// URL path of the file that reloads the page in development; absent in a release.
    pub reload: Option<String>,
}

/// The document. `theme` is the person's choice if a cookie told it (`light` or `dark`), so that the first paint is right.
pub fn shell(assets: &PageAssets, theme: Option<&'static str>) -> impl IntoView + use<> {
    let nonce = use_nonce();
    let start = format!(
        "import init,{{hydrate}} from {js:?};init({{module_or_path:{wasm:?}}}).then(()=>hydrate());",
        js = assets.js,
        wasm = assets.wasm
    );
    view! {
        <!DOCTYPE html>
        <html lang="en" dir="ltr" data-theme=theme data-model=assets.model.clone() data-languages=assets.languages.clone()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content" />
                <meta name="color-scheme" content="light dark" />
                <meta name="referrer" content="same-origin" />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icons/apple-touch-180.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="stylesheet" href=assets.css.clone() />
                <link rel="modulepreload" href=assets.js.clone() nonce=nonce.clone() />
                <link rel="preload" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="" />
                <MetaTags />
            </head>
            <body>
                <App />
                <script type="module" nonce=nonce.clone() inner_html=start></script>
                {assets.reload.clone().map(|reload| view! { <script type="module" nonce=nonce src=reload></script> })}
            </body>
        </html>
    }
}

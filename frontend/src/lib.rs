//! The browser's entry: says where panics go and hands the page to the application.

use leptos::prelude::window;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the program is loaded: gives life to the HTML that the server rendered.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    let location = window().location();
    let [path, query] = [location.pathname(), location.search()].map(Result::unwrap_or_default);
    app::ready_for(&(path + &query)).await;
    leptos::mount::hydrate_body(app::App);
}

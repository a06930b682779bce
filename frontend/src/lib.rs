//! The browser's entry: says where panics go and hands the page to the application.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page once the program is loaded: gives life to the HTML that the server rendered.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}

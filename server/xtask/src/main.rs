//! `cargo xtask`: builds the page and the one binary that carries it.
//!
//! The steps: `frontend` compiled for the browser, its JavaScript by wasm-bindgen's own library, wasm-opt, Lightning
//! CSS, the public files, names with a content hash, brotli and gzip beside each file; then the server with all
//! of that inside. Every step whose input did not change is skipped. Names and paths come from
//! `[[workspace.metadata.leptos]]`, which cargo-leptos (`make dev`) reads as well.

mod cache;
mod compress;
mod names;
mod options;
mod order;
mod process;
mod server;
mod settings;
mod site;
mod size;
mod snip;
mod split;
mod style;
mod wasm;

use anyhow::Result;
use options::{Options, Task};
use settings::Settings;

fn main() -> Result<()> {
    let Some(options) = Options::parse(std::env::args().skip(1))? else {
        println!("{}", options::USAGE);
        return Ok(());
    };
    let settings = Settings::load()?;
    match options.task {
        Task::Site => site::build(&settings, &options).map(|_| ()),
        Task::Build => server::build(&settings, &options, &site::build(&settings, &options)?),
        Task::Size => size::print(&site::folder(&settings, &options)),
    }
}

//! The page's program in parts: the talk, what stands beside it (`app/src/pages/beside.rs`), and the mood engine
//! (`app/src/state/mood/engine.rs`), which are fetched when they are needed.
//!
//! The crate `wasm_split_cli_support` takes the linked program apart; it needs the linker's relocations for that.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use wasm_split_cli_support::{Options, transform};

/// What makes the linker keep its relocations.
pub const LINKER_FLAG: &str = "-Clink-args=--emit-relocs";
/// The feature of `frontend` that marks where to split.
pub const FEATURE: &str = "split";
/// The script that loads the other files, as the program imports it and as [`apart`] leaves it in its folder.
/// It imports the main script as [`main_script`].
pub const LOADER: &str = "__wasm_split.js";

/// A program taken apart.
pub struct Split {
    /// What every page needs; wasm-bindgen has not seen it yet.
    pub main: Vec<u8>,
    /// The other files, by the names under which the loader fetches them.
    pub parts: Vec<(String, Vec<u8>)>,
}

/// The main script's name, as the loader imports it.
pub fn main_script(project: &str) -> String {
    format!("{project}.js")
}

/// Takes the linked `wasm` apart, with `folder` for what is in between.
pub fn apart(wasm: &[u8], project: &str, folder: &Path) -> Result<Split> {
    fs::create_dir_all(folder)?;
    for old in fs::read_dir(folder)? {
        fs::remove_file(old?.path())?;
    }
    let main = folder.join("main.wasm");
    let (loader, script) = (format!("./{LOADER}"), format!("./{}", main_script(project)));
    let mut options = Options::new(wasm);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = &loader;
    options.main_module = &script;
    let outcome = transform(options)
        .map_err(|error| anyhow::anyhow!("{error:?}"))
        .context("the program could not be taken apart")?;
    let parts = outcome
        .split_modules
        .iter()
        .map(|path| {
            let name = path.file_name().and_then(|name| name.to_str());
            Ok((name.context("a part's name")?.to_owned(), fs::read(path)?))
        })
        .collect::<Result<Vec<_>>>()?;
    ensure!(
        !parts.is_empty(),
        "the program has no part beside the main one"
    );
    Ok(Split {
        main: fs::read(&main)?,
        parts,
    })
}

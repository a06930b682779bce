//! Puts the built page into the binary.
//!
//! `cargo xtask build` names the page's folder in `MOODLIGHT_SITE_DIR`; its manifest becomes a table of
//! `include_bytes!` that `src/site.rs` includes. Without the variable (a plain `cargo build` or `cargo test`) the
//! table is empty, and the server says so at its start.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const SITE_DIR: &str = "MOODLIGHT_SITE_DIR";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-env-changed={SITE_DIR}");
    println!("cargo::rerun-if-changed=build.rs");
    let mut table = Table::default();
    if let Some(site) = env::var_os(SITE_DIR).map(PathBuf::from) {
        let manifest = site.join("manifest.tsv");
        println!("cargo::rerun-if-changed={}", manifest.display());
        let lines = fs::read_to_string(&manifest)
            .map_err(|error| format!("{}: {error}", manifest.display()))?;
        for line in lines.lines() {
            table.add(&site, line)?;
        }
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("site.rs"), table.into_source())?;
    Ok(())
}

/// The generated source: an array of assets in the manifest's order (by path), and the page's parts.
#[derive(Default)]
struct Table {
    assets: String,
    script: Option<String>,
    wasm: Option<String>,
    style: Option<String>,
    model: Option<String>,
    /// The languages' letters, and the files of what reads them.
    languages: Vec<(String, String)>,
}

impl Table {
    fn add(&mut self, site: &Path, line: &str) -> Result<(), Box<dyn Error>> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [path, tag, content_type, caching, part] = columns[..] else {
            return Err(format!("not a line of the manifest: {line}").into());
        };
        writeln!(
            self.assets,
            "Asset {{ path: {path:?}, tag: {tag:?}, content_type: {content_type:?}, immutable: {}, \
             plain: include_bytes!({:?}), brotli: {}, gzip: {} }},",
            caching == "immutable",
            site.join(path),
            compressed(site, path, "br"),
            compressed(site, path, "gz"),
        )?;
        match part {
            "script" => self.script = Some(format!("/{path}")),
            "wasm" => self.wasm = Some(format!("/{path}")),
            "style" => self.style = Some(format!("/{path}")),
            "model" => self.model = Some(format!("/{path}")),
            other => {
                if let Some(code) = other.strip_prefix("model-") {
                    self.languages.push((code.to_owned(), format!("/{path}")));
                }
            }
        }
        Ok(())
    }

    fn into_source(self) -> String {
        let parts = match (self.script, self.wasm, self.style, self.model) {
            (Some(script), Some(wasm), Some(style), Some(model)) => {
                format!(
                    "Some(Parts {{ script: {script:?}, wasm: {wasm:?}, style: {style:?}, model: {model:?}, languages: &{:?} }})",
                    self.languages
                )
            }
            _ => "None".to_owned(),
        };
        format!(
            "static ASSETS: &[Asset] = &[\n{}];\nconst EMBEDDED: Option<Parts> = {parts};\n",
            self.assets
        )
    }
}

/// The smaller copy of a file, where the build kept one.
fn compressed(site: &Path, path: &str, extension: &str) -> String {
    let copy = site.join(format!("{path}.{extension}"));
    if copy.exists() {
        format!("Some(include_bytes!({copy:?}))")
    } else {
        "None".to_owned()
    }
}

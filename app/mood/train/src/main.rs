//! Trains the mood engine's net, makes it small, and reports how well it reads.
//!
//! `cargo run --release -p mood-train -- <folder with the labelled texts>` writes `app/mood/data/net.bin`, `app/mood/data/languages`
//! and `docs/accuracy.md`; the same folder gives the same files. With `--report` behind it the net that is there is measured (the
//! other languages take seconds and are made anew), and with `--only ru,es` only these languages are made, without a report.

mod corpus;
mod counts;
mod crops;
mod languages;
mod linear;
mod measure;
mod net;
mod noise;
mod readings;
mod replay;
mod report;
mod report_languages;
mod sample;
mod signs;
mod small;
mod training;
mod words;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use mood::Model;

fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().map(PathBuf::from);
    let folder = folder.context("the folder with the labelled texts is missing")?;
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let net = crate_folder.join("data/net.bin");
    let option = arguments.next();
    let only = match option.as_deref() {
        Some("--only") => Some(arguments.next().context("--only which languages?")?),
        Some("--report") => None,
        _ => {
            fs::write(&net, training::train(&folder)?)
                .with_context(|| net.display().to_string())?;
            None
        }
    };
    let others = languages::make(
        &folder,
        &crate_folder.join("data/languages"),
        only.as_deref(),
    )?;
    if only.is_some() {
        return Ok(());
    }
    let bytes = fs::read(&net).with_context(|| net.display().to_string())?;
    let model = Model::with(mood::net::Net::from_bytes(&bytes)?);
    let root = crate_folder.join("../..");
    let readers = languages::readers(&model, &others)?;
    readings::write(&root.join("end2end/fixtures"), &readers)?;
    report::write(
        &root.join("docs/accuracy.md"),
        &folder,
        &model,
        &others,
        &bytes,
    )
}

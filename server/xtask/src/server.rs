//! The one binary: the server, compiled with the built page inside.

use crate::{options::Options, process, settings::Settings};
use anyhow::Result;
use std::path::Path;

/// Read by `server/build.rs`.
const SITE_DIR: &str = "MOODLIGHT_SITE_DIR";

pub fn build(settings: &Settings, options: &Options, site: &Path) -> Result<()> {
    let project = &settings.project;
    let mut cargo = process::cargo();
    cargo.args([
        "build",
        "--package",
        &project.bin_package,
        "--bin",
        &project.bin_target,
    ]);
    cargo
        .args(options.release.then_some("--release"))
        .args(options.feature_arguments());
    process::run(cargo.env(SITE_DIR, site).current_dir(&settings.root))
}

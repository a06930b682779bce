//! The style sheet: all of `style/` bundled into one file by Lightning CSS.

use crate::{process, settings::Settings};
use anyhow::{Context, Result};
use std::process::Command;

/// Bundles what `style-file` imports, and minifies it for a release.
///
/// No browser targets are given: the sheets use what current browsers know, and rewriting it for older ones would
/// undo colours in OKLCH and registered properties.
pub fn bundle(settings: &Settings, release: bool) -> Result<Vec<u8>> {
    let mut command = Command::new(settings.node_tool("lightningcss"));
    command
        .arg("--bundle")
        .args(release.then_some("--minify"))
        .arg(settings.style_file());
    process::output_of(&mut command)
        .context("the style sheet could not be built (scripts/setup.sh installs the tool)")
}

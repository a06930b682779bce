//! What the built page weighs, file by file and over the wire.

use crate::site::MANIFEST;
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Prints the plain and the brotli size of what every visitor loads first (script, WASM, style) and of the rest.
pub fn print(site: &Path) -> Result<()> {
    let manifest = fs::read_to_string(site.join(MANIFEST)).with_context(|| {
        format!(
            "no page in {}: run `cargo xtask site` first",
            site.display()
        )
    })?;
    let mut first_load = 0;
    println!("{:>10} {:>10}  file", "bytes", "brotli");
    for line in manifest.lines() {
        let (path, part) = (
            line.split('\t').next().unwrap_or(line),
            line.rsplit('\t').next().unwrap_or("-"),
        );
        let plain = length(&site.join(path))?;
        let over_the_wire = length(&site.join(format!("{path}.br"))).unwrap_or(plain);
        if matches!(part, "script" | "wasm" | "style") {
            first_load += over_the_wire;
        }
        println!("{plain:>10} {over_the_wire:>10}  {path}");
    }
    println!(
        "{:>10} {first_load:>10}  script, WASM and style over the wire",
        ""
    );
    Ok(())
}

fn length(path: &Path) -> Result<u64> {
    Ok(fs::metadata(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .len())
}

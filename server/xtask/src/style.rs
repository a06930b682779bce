//! The style sheet: all of `style/` bundled into one file by Lightning CSS.

use crate::{process, settings::Settings};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Pictures below this path stand in the sheet itself.
const INLINED: &str = "/mood/";

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
    let sheet = process::output_of(&mut command)
        .context("the style sheet could not be built (scripts/setup.sh installs the tool)")?;
    Ok(with_pictures(&String::from_utf8(sheet)?, &settings.assets_dir())?.into_bytes())
}

/// Puts the pictures that follow the mood into the sheet. A browser fetches a picture when a rule first needs it, so the
/// server would be told which mood is shown by which picture is asked for.
fn with_pictures(sheet: &str, assets: &Path) -> Result<String> {
    let mut parts = sheet.split("url(");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (address, rest) = part
            .split_once(')')
            .context("an open url( in the style sheet")?;
        let path = address.trim_matches(['"', '\'']);
        if path.starts_with(INLINED) {
            let file = assets.join(path.trim_start_matches('/'));
            let picture = fs::read_to_string(&file)
                .with_context(|| format!("{} is named by the style sheet", file.display()))?;
            out += &format!("url(\"data:image/svg+xml,{}\"){rest}", escaped(&picture));
        } else {
            out += &format!("url({address}){rest}");
        }
    }
    Ok(out)
}

/// An SVG as the rest of a data URL between double quotes.
fn escaped(svg: &str) -> String {
    svg.trim()
        .replace('%', "%25")
        .replace('#', "%23")
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('"', "'")
        .replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_moods_stand_in_the_sheet() {
        let assets = tempfile::tempdir().expect("a folder");
        fs::create_dir(assets.path().join("mood")).expect("a folder");
        fs::write(assets.path().join("mood/sun.svg"), "<svg fill=\"#fff\"/>\n").expect("a file");
        let sheet = r#"a{mask:url(/mood/sun.svg) 0 0}b{mask:url("/mood/sun.svg")}c{src:url(/fonts/a.woff2)}"#;
        let data = r#"url("data:image/svg+xml,%3Csvg fill='%23fff'/%3E")"#;
        assert_eq!(
            with_pictures(sheet, assets.path()).expect("a sheet"),
            format!("a{{mask:{data} 0 0}}b{{mask:{data}}}c{{src:url(/fonts/a.woff2)}}")
        );
        assert!(with_pictures("a{mask:url(/mood/moon.svg)}", assets.path()).is_err());
    }
}

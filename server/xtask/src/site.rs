//! The page as a folder of files: names with a content hash, smaller copies beside them, and a manifest.
//!
//! The manifest has a line for each file, its columns separated by tabs: path, entity tag, content type, `immutable`
//! or `revalidate`, and the part it plays for the page (`script`, `wasm`, `style`, `model`, `model-ru` and its like for each other language, or `-`). `server/build.rs` reads it.

use crate::cache::{Cache, short_hash, write_whole};
use crate::{compress, options::Options, settings::Settings, style, wasm};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The manifest's name inside the folder.
pub const MANIFEST: &str = "manifest.tsv";

/// A file of the page, before it is written.
struct File {
    content: Vec<u8>,
    part: String,
    /// Whether its name changes with its content, so that browsers may keep it for ever.
    immutable: bool,
}

/// By path, as browsers ask for it but without the leading slash.
type Files = BTreeMap<String, File>;

/// Where the page of these options is put; each choice has its own folder, so that they do not undo one another.
pub fn folder(settings: &Settings, options: &Options) -> PathBuf {
    let mut path = settings.site_root().into_os_string();
    for feature in &options.features {
        path.push("-");
        path.push(feature);
    }
    if !options.release {
        path.push("-dev");
    }
    PathBuf::from(path)
}

/// Builds the page and returns its folder.
pub fn build(settings: &Settings, options: &Options) -> Result<PathBuf> {
    let folder = folder(settings, options);
    let cache = Cache::open(folder.with_extension("cache"))?;
    let mut files = Files::new();
    add_program(
        &mut files,
        settings,
        wasm::build(settings, options, &cache)?,
    )?;
    add_hashed(
        &mut files,
        settings,
        "style",
        "css",
        style::bundle(settings, options.release)?,
    );
    add_hashed(
        &mut files,
        settings,
        "model",
        "model",
        mood::Model::BYTES.to_vec(),
    );
    for (code, content) in mood::LANGUAGE_FILES {
        let part = format!("model-{code}");
        add_hashed(&mut files, settings, &part, "model", content.to_vec());
    }
    add_public(&mut files, &settings.assets_dir(), "")?;
    write(&folder, &files, options, &cache)?;
    cache.forget_the_rest()?;
    println!("    The page is in {}", folder.display());
    Ok(folder)
}

fn add_program(files: &mut Files, settings: &Settings, program: wasm::Program) -> Result<()> {
    add_hashed(files, settings, "wasm", "wasm", program.wasm);
    let mut script = program.script;
    // The page tells the script where the program is; where the parts are, the script knows itself.
    for (name, content) in program.parts {
        ensure!(script.contains(&name), "the script does not name {name}");
        let hashed = add_hashed(files, settings, "-", "wasm", content);
        script = script.replace(&name, &hashed);
    }
    add_hashed(files, settings, "script", "js", script.into_bytes());
    Ok(())
}

/// Returns the file's name, which tells its content.
fn add_hashed(
    files: &mut Files,
    settings: &Settings,
    part: &str,
    extension: &str,
    content: Vec<u8>,
) -> String {
    let name = format!(
        "{}.{}.{extension}",
        settings.project.name,
        short_hash(&content)
    );
    files.insert(
        format!("{}/{name}", settings.project.site_pkg_dir),
        File {
            content,
            part: part.to_owned(),
            immutable: true,
        },
    );
    name
}

/// Everything below `public/`, under the names it has there.
fn add_public(files: &mut Files, folder: &Path, prefix: &str) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry
            .file_name()
            .into_string()
            .ok()
            .context("a public file's name is not UTF-8")?;
        if name.starts_with('.') {
            continue;
        }
        if entry.file_type()?.is_dir() {
            add_public(files, &entry.path(), &format!("{prefix}{name}/"))?;
        } else {
            let file = File {
                content: fs::read(entry.path())?,
                part: "-".to_owned(),
                immutable: false,
            };
            files.insert(format!("{prefix}{name}"), file);
        }
    }
    Ok(())
}

/// Writes the folder anew unless it already holds exactly these files.
fn write(folder: &Path, files: &Files, options: &Options, cache: &Cache) -> Result<()> {
    let manifest = manifest(files);
    let unchanged = fs::read_to_string(folder.join(MANIFEST)).is_ok_and(|old| old == manifest);
    if !unchanged {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        println!(
            "  Compressing {} files",
            files
                .values()
                .filter(|file| !file.content.is_empty())
                .count()
        );
    }
    for (path, file) in files {
        let content = &file.content;
        let to = folder.join(path);
        let small = if is_compressible(path) {
            let brotli = cache.bytes("brotli", content, || {
                compress::brotli(content, options.release)
            })?;
            let gzip = cache.bytes("gzip", content, || compress::gzip(content))?;
            vec![("br", brotli), ("gz", gzip)]
        } else {
            Vec::new()
        };
        if unchanged {
            continue;
        }
        fs::create_dir_all(to.parent().unwrap_or(folder))?;
        fs::write(&to, content).with_context(|| format!("cannot write {}", to.display()))?;
        for (extension, compressed) in small
            .into_iter()
            .filter(|(_, small)| small.len() < content.len())
        {
            fs::write(folder.join(format!("{path}.{extension}")), compressed)?;
        }
    }
    // Last, because its presence says that the folder is whole.
    if unchanged {
        Ok(())
    } else {
        write_whole(&folder.join(MANIFEST), manifest.as_bytes())
    }
}

fn manifest(files: &Files) -> String {
    files.iter().fold(String::new(), |lines, (path, file)| {
        let caching = if file.immutable {
            "immutable"
        } else {
            "revalidate"
        };
        let line = [
            path,
            &*short_hash(&file.content),
            content_type(path),
            caching,
            &file.part,
        ]
        .join("\t");
        lines + &line + "\n"
    })
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn content_type(path: &str) -> &'static str {
    match extension(path) {
        "css" => "text/css; charset=utf-8",
        "gif" => "image/gif",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// Pictures, sound and fonts are compressed already.
fn is_compressible(path: &str) -> bool {
    matches!(
        extension(path),
        "css" | "html" | "ico" | "js" | "json" | "model" | "svg" | "txt" | "wasm" | "webmanifest"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_tells_all_that_the_server_needs() {
        let mut files = Files::new();
        files.insert(
            "favicon.svg".into(),
            File {
                content: b"<svg/>".to_vec(),
                part: "-".to_owned(),
                immutable: false,
            },
        );
        files.insert(
            "pkg/a.1.css".into(),
            File {
                content: b"a{}".to_vec(),
                part: "style".to_owned(),
                immutable: true,
            },
        );
        let icon = short_hash(b"<svg/>");
        let sheet = short_hash(b"a{}");
        assert_eq!(
            manifest(&files),
            format!(
                "favicon.svg\t{icon}\timage/svg+xml\trevalidate\t-\n\
                 pkg/a.1.css\t{sheet}\ttext/css; charset=utf-8\timmutable\tstyle\n"
            )
        );
    }

    #[test]
    fn what_is_compressed_already_is_left_alone() {
        assert!(is_compressible("pkg/moodlight.0123.wasm"));
        assert!(!is_compressible("fonts/text.woff2"));
        assert!(!is_compressible("LICENSE"));
    }
}

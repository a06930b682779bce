//! The page's program: `frontend` compiled for the browser, with the JavaScript that starts it.

use crate::{cache::Cache, names, options::Options, order, process, settings::Settings, snip};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

/// What rustc uses on this target without being asked; wasm-opt must know it to read the module.
const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The browser's program.
pub struct Program {
    pub wasm: Vec<u8>,
    pub script: String,
    /// JavaScript that crates bring along: path below the script's folder, and content.
    pub snippets: Vec<(String, Vec<u8>)>,
}

pub fn build(settings: &Settings, options: &Options, cache: &Cache) -> Result<Program> {
    let compiled = compile(settings, options)?;
    let mut output = Bindgen::new()
        .input_bytes(&settings.project.name, fs::read(&compiled)?)
        .web(true)?
        .typescript(false)
        .remove_name_section(options.release)
        .remove_producers_section(options.release)
        .generate_output()
        .with_context(|| format!("wasm-bindgen could not read {}", compiled.display()))?;
    let mut script = output.js().to_owned();
    if options.release {
        snip::unreached(&mut output);
        let short = names::shorten(output.wasm_mut(), &script);
        script = minify(settings, &short)?;
    }
    let bound = output.wasm_mut().emit_wasm();
    let wasm = if options.release {
        cache.bytes("ordered", &bound, || {
            println!("   Optimizing {} KB of WASM", bound.len() / 1024);
            optimize(settings, &bound)
        })?
    } else {
        bound
    };
    Ok(Program {
        wasm,
        script,
        snippets: snippets(&output),
    })
}

/// Cargo compiles; returns the `.wasm` file.
fn compile(settings: &Settings, options: &Options) -> Result<PathBuf> {
    let project = &settings.project;
    let profile = if options.release {
        &project.lib_profile_release
    } else {
        "dev"
    };
    let mut cargo = process::cargo();
    cargo.args([
        "build",
        "--lib",
        "--package",
        &project.lib_package,
        "--target",
        TARGET,
        "--profile",
        profile,
    ]);
    process::run(
        cargo
            .args(options.feature_arguments())
            .current_dir(&settings.root),
    )?;
    let folder = if options.release { profile } else { "debug" };
    let file = format!("{}.wasm", project.lib_package.replace('-', "_"));
    Ok(settings.target.join(TARGET).join(folder).join(file))
}

fn optimize(settings: &Settings, wasm: &[u8]) -> Result<Vec<u8>> {
    let folder = settings.target.join("wasm-opt");
    fs::create_dir_all(&folder)?;
    let (before, after) = (folder.join("before.wasm"), folder.join("after.wasm"));
    let pass = |wasm: &[u8], arguments: &[&str]| -> Result<Vec<u8>> {
        fs::write(&before, wasm)?;
        let mut command = Command::new(settings.node_tool("wasm-opt"));
        command.args(arguments).args(WASM_FEATURES);
        process::run(command.arg(&before).arg("-o").arg(&after))
            .context("wasm-opt could not shrink the program (scripts/setup.sh installs it)")?;
        Ok(fs::read(&after)?)
    };
    let small = pass(wasm, &["-Oz"])?;
    pass(
        &order::named_by_code(&small)?,
        &["--reorder-functions-by-name", "--strip-debug"],
    )
}

/// wasm-bindgen writes for people; the script is sent to browsers.
fn minify(settings: &Settings, script: &str) -> Result<String> {
    let folder = settings.target.join("wasm-opt");
    fs::create_dir_all(&folder)?;
    let file = folder.join("script.js");
    fs::write(&file, script)?;
    let mut command = Command::new(settings.node_tool("esbuild"));
    command
        .args(["--minify", "--format=esm", "--log-level=error"])
        .arg(&file);
    let small = process::output_of(&mut command)
        .context("esbuild could not shrink the script (scripts/setup.sh installs it)")?;
    Ok(String::from_utf8(small)?)
}

fn snippets(output: &wasm_bindgen_cli_support::Output) -> Vec<(String, Vec<u8>)> {
    let inline = output.snippets().iter().flat_map(|(krate, scripts)| {
        let named = scripts.iter().enumerate();
        named.map(move |(i, script)| {
            (
                format!("snippets/{krate}/inline{i}.js"),
                script.clone().into_bytes(),
            )
        })
    });
    let modules = output.local_modules().iter();
    inline
        .chain(
            modules.map(|(path, script)| (format!("snippets/{path}"), script.clone().into_bytes())),
        )
        .collect()
}

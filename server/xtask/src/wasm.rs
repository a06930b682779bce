//! The page's program: `frontend` compiled for the browser, with the JavaScript that starts it.

use crate::{cache::Cache, options::Options, process, settings::Settings, snip};
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
    if options.release {
        snip::unreached(&mut output);
    }
    let bound = output.wasm_mut().emit_wasm();
    let wasm = if options.release {
        cache.bytes("wasm-opt", &bound, || {
            println!("   Optimizing {} KB of WASM", bound.len() / 1024);
            optimize(settings, &bound)
        })?
    } else {
        bound
    };
    Ok(Program {
        wasm,
        script: unindented(output.js()),
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
    fs::write(&before, wasm)?;
    let mut command = Command::new(settings.node_tool("wasm-opt"));
    command
        .args(["-Oz"])
        .args(WASM_FEATURES)
        .arg(&before)
        .arg("-o")
        .arg(&after);
    process::run(&mut command)
        .context("wasm-opt could not shrink the program (scripts/setup.sh installs it)")?;
    Ok(fs::read(&after)?)
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

/// wasm-bindgen indents for people; the script is sent to browsers.
fn unindented(script: &str) -> String {
    script
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .fold(String::new(), |all, line| all + line + "\n")
}

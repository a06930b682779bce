//! The page's program: `frontend` compiled for the browser, with the JavaScript that starts it.

use crate::{
    cache::{Cache, short_hash},
    names,
    options::Options,
    order, process,
    settings::Settings,
    snip, split,
};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::{Bindgen, Output};

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
    /// Names the parts as they are named here.
    pub script: String,
    /// Code that is fetched later: name, and WASM.
    pub parts: Vec<(String, Vec<u8>)>,
}

/// Quick to build and in one piece for developers, else taken apart and made small.
pub fn build(settings: &Settings, options: &Options, cache: &Cache) -> Result<Program> {
    let compiled = fs::read(compile(settings, options)?)?;
    if options.release {
        small(settings, cache, &compiled)
    } else {
        let output = bindgen(settings, &compiled, false)?;
        Ok(Program {
            script: output.js().to_owned(),
            wasm: { output }.wasm_mut().emit_wasm(),
            parts: Vec::new(),
        })
    }
}

fn small(settings: &Settings, cache: &Cache, compiled: &[u8]) -> Result<Program> {
    let project = &settings.project.name;
    let folder = settings.target.join("wasm-split");
    let split = split::apart(compiled, project, &folder)?;
    let mut output = bindgen(settings, &split.main, true)?;
    let script = output.js().to_owned();
    let [unreached, unread] = snip::unneeded(output.wasm_mut());
    ensure!(
        unreached > 0 && unread > 0,
        "what is emptied has another name now ({unreached}, {unread}): see snip.rs"
    );
    let script = names::shorten(output.wasm_mut(), &script)?;
    // Another wasm-opt, or another way of using it, makes another program of the same.
    let makers = concat!(
        include_str!("../package-lock.json"),
        include_str!("order.rs"),
        include_str!("wasm.rs")
    );
    let step = format!("wasm-opt-{}", short_hash(makers.as_bytes()));
    let optimized = |wasm: &[u8]| {
        cache.bytes(&step, wasm, || {
            println!("   Optimizing {} KB of WASM", wasm.len() / 1024);
            optimize(settings, wasm)
        })
    };
    let wasm = optimized(&output.wasm_mut().emit_wasm())?;
    let parts = split
        .parts
        .into_iter()
        .map(|(name, wasm)| Ok((name, optimized(&snip::without_unneeded(&wasm)?)?)))
        .collect::<Result<_>>()?;
    let script = bundle(settings, &folder.join(split::main_script(project)), &script)?;
    Ok(Program {
        wasm,
        script,
        parts,
    })
}

fn bindgen(settings: &Settings, wasm: &[u8], is_split: bool) -> Result<Output> {
    Bindgen::new()
        .input_bytes(&settings.project.name, wasm.to_vec())
        .web(true)?
        .typescript(false)
        .keep_lld_exports(is_split)
        .remove_name_section(false)
        .generate_output()
        .context("wasm-bindgen could not read the program")
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
        "rustc",
        "--lib",
        "--package",
        &project.lib_package,
        "--target",
        TARGET,
        "--profile",
        profile,
    ]);
    let mut features = options.features.clone();
    if options.release {
        features.push(split::FEATURE.to_owned());
    }
    cargo.args(["--features", &features.join(",")]);
    if options.release {
        cargo.args(["--", split::LINKER_FLAG]);
    }
    process::run(cargo.current_dir(&settings.root))?;
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
        &[
            "--reorder-functions-by-name",
            "--strip-debug",
            "--strip-producers",
        ],
    )
}

/// Puts the script, at `file`, and the loader beside it into one, and leaves out what only people read.
fn bundle(settings: &Settings, file: &Path, script: &str) -> Result<String> {
    fs::write(file, script)?;
    let mut command = Command::new(settings.node_tool("esbuild"));
    command
        .args(["--bundle", "--minify", "--format=esm", "--log-level=error"])
        .arg(file);
    let bundled = process::output_of(&mut command)
        .context("esbuild could not shrink the script (scripts/setup.sh installs it)")?;
    Ok(String::from_utf8(bundled)?)
}

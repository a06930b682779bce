//! The names and paths of the build, asked from cargo: `[[workspace.metadata.leptos]]` and the target directory.

use crate::process;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where things are and what they are called.
pub struct Settings {
    /// The folder of the workspace.
    pub root: PathBuf,
    /// Cargo's target directory, wherever `CARGO_TARGET_DIR` puts it.
    pub target: PathBuf,
    pub project: Project,
}

/// The part of cargo-leptos' settings that this build shares.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Project {
    /// The stem of the script, the WASM and the style sheet.
    pub name: String,
    pub bin_package: String,
    pub bin_target: String,
    pub lib_package: String,
    pub lib_profile_release: String,
    /// The folder of the built page, under `target/`.
    pub site_root: PathBuf,
    /// The folder of the script, the WASM and the style sheet inside the page.
    pub site_pkg_dir: String,
    pub style_file: PathBuf,
    pub assets_dir: PathBuf,
}

#[derive(Deserialize)]
struct CargoMetadata {
    workspace_root: PathBuf,
    target_directory: PathBuf,
    metadata: WorkspaceMetadata,
}

#[derive(Deserialize)]
struct WorkspaceMetadata {
    leptos: Vec<Project>,
}

impl Settings {
    pub fn load() -> Result<Self> {
        let json = process::output_of(process::cargo().args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
        ]))?;
        let cargo: CargoMetadata = serde_json::from_slice(&json)
            .context("[[workspace.metadata.leptos]] lacks a setting")?;
        let project = cargo
            .metadata
            .leptos
            .into_iter()
            .next()
            .context("[[workspace.metadata.leptos]] is empty")?;
        Ok(Self {
            root: cargo.workspace_root,
            target: cargo.target_directory,
            project,
        })
    }

    /// The folder of the built page: `site-root`, moved along with the target directory.
    pub fn site_root(&self) -> PathBuf {
        let below_target = self
            .project
            .site_root
            .strip_prefix("target")
            .unwrap_or(&self.project.site_root);
        self.target.join(below_target)
    }

    pub fn style_file(&self) -> PathBuf {
        self.root.join(&self.project.style_file)
    }

    pub fn assets_dir(&self) -> PathBuf {
        self.root.join(&self.project.assets_dir)
    }

    /// A tool of this crate's `package.json`; else the one on `PATH`, which may be too old.
    pub fn node_tool(&self, name: &str) -> PathBuf {
        let pinned = self.root.join("server/xtask/node_modules/.bin").join(name);
        if pinned.exists() {
            pinned
        } else {
            Path::new(name).to_owned()
        }
    }
}

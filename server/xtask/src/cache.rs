//! Results of slow steps, kept under the hash of what went in.
//!
//! wasm-opt and brotli take most of the build's time and depend on nothing but their input and themselves, so a step is looked up
//! by the hash of its input before it is done. What a build did not ask for is forgotten at its end.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// One folder of results, each named after its input.
pub struct Cache {
    folder: PathBuf,
    used: RefCell<HashSet<String>>,
}

impl Cache {
    pub fn open(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            folder,
            used: RefCell::default(),
        })
    }

    /// The bytes of step `name` for `input`, made by `make` unless an earlier build already did.
    pub fn bytes(
        &self,
        name: &str,
        input: &[u8],
        make: impl FnOnce() -> Result<Vec<u8>>,
    ) -> Result<Vec<u8>> {
        let key = format!("{name}-{}", short_hash(input));
        let path = self.folder.join(&key);
        self.used.borrow_mut().insert(key);
        match fs::read(&path) {
            Ok(known) => Ok(known),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let made = make()?;
                write_whole(&path, &made)?;
                Ok(made)
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// Removes what this build did not use.
    pub fn forget_the_rest(self) -> Result<()> {
        let used = self.used.into_inner();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if !entry
                .file_name()
                .to_str()
                .is_some_and(|name| used.contains(name))
            {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Sixteen hexadecimal digits of the content's SHA-256: enough to tell our files apart, short enough for a name.
pub fn short_hash(content: &[u8]) -> String {
    Sha256::digest(content)
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Writes beside the place and renames, so that a build stopped half-way leaves no half file.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    let unfinished = path.with_extension("unfinished");
    fs::write(&unfinished, content)
        .and_then(|()| fs::rename(&unfinished, path))
        .with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_done_once_for_an_input_and_forgotten_when_unused() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let open = || Cache::open(folder.path().to_owned()).expect("a cache");

        let first = open();
        let made = first
            .bytes("step", b"input", || Ok(b"result".to_vec()))
            .expect("made");
        assert_eq!(made, b"result");
        first.forget_the_rest().expect("swept");

        let second = open();
        let known = second
            .bytes("step", b"input", || anyhow::bail!("done again"))
            .expect("known");
        assert_eq!(known, b"result");

        open().forget_the_rest().expect("swept");
        assert!(
            open()
                .bytes("step", b"input", || anyhow::bail!("done again"))
                .is_err()
        );
    }
}

//! Engines that are reached over TLS.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use anyhow::Result;

/// Who an engine is to those who connect: a certificate and its key, as PEM.
#[derive(Clone, Debug)]
pub struct Identity {
    pub certificate: String,
    pub key: String,
}

impl Identity {
    /// Writes both into a directory, and answers their files: the certificate and the key, which only its owner may read.
    pub(crate) fn write(&self, directory: &Path) -> Result<[PathBuf; 2]> {
        let files = ["certificate.pem", "key.pem"].map(|name| directory.join(name));
        for (file, pem) in files.iter().zip([&self.certificate, &self.key]) {
            fs::write(file, pem)?;
            fs::set_permissions(file, Permissions::from_mode(0o600))?;
        }
        Ok(files)
    }
}

//! Whether an engine is the one that it says it is, where it is reached over TLS.

use std::{error::Error, fs, io, sync::Arc};

use anyhow::{Context, ensure};
use rustls::{
    CertificateError,
    pki_types::{CertificateDer, pem::PemObject},
};

use crate::config::EngineUrl;

/// The certificates of the authority that the address of an engine names, as PEM.
///
/// # Errors
/// One sentence that names the file, where it cannot be read or is none of certificates.
pub fn authority(url: &EngineUrl) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(file) = url.authority() else {
        return Ok(None);
    };
    let name = file.display();
    let pem = fs::read(&file)
        .with_context(|| format!("The file {name}, which `sslrootcert` names, cannot be read."))?;
    let certificates = CertificateDer::pem_slice_iter(&pem).collect::<Result<Vec<_>, _>>();
    ensure!(
        certificates.is_ok_and(|them| !them.is_empty()),
        "The file {name}, which `sslrootcert` names, holds no certificates in PEM."
    );
    Ok(Some(pem))
}

/// What is wrong with the certificate of an engine, where that is why there is no connection.
pub fn refusal(error: &(dyn Error + 'static)) -> Option<String> {
    use CertificateError::{
        BadSignature, Expired, ExpiredContext, NotValidForName, NotValidForNameContext,
        NotValidYet, NotValidYetContext, UnknownIssuer,
    };
    let why = match certificate_error(error)? {
        // The second where two authorities have one name.
        UnknownIssuer | BadSignature => {
            "no authority that is trusted here has issued its certificate (`?sslrootcert=FILE` in the address names one)"
        }
        NotValidForName | NotValidForNameContext { .. } => {
            "its certificate is for another name than the one in the address"
        }
        Expired | ExpiredContext { .. } => "its certificate has expired",
        NotValidYet | NotValidYetContext { .. } => "its certificate is not valid yet",
        other => return Some(format!("its certificate is refused ({other})")),
    };
    Some(why.to_owned())
}

/// Looks for the refusal of a certificate in what led to an error.
fn certificate_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CertificateError> {
    if let Some(rustls::Error::InvalidCertificate(refused)) = error.downcast_ref() {
        return Some(refused);
    }
    // Neither of these two tells of what is inside as its source.
    if let Some(inside) = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        return certificate_error(inside);
    }
    if let Some(inside) = error.downcast_ref::<Arc<dyn Error + Send + Sync>>() {
        return certificate_error(inside.as_ref());
    }
    certificate_error(error.source()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pem: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let directory = tempfile::tempdir()?;
        let file = directory.path().join("ca.pem");
        fs::write(&file, pem)?;
        let address = format!("rediss://localhost?sslrootcert={}", file.display());
        authority(&EngineUrl::parse("redis-url", &address, &["rediss"])?)
    }

    #[test]
    fn a_file_of_an_authority_is_read_at_once() {
        let none = EngineUrl::parse("redis-url", "rediss://localhost", &["rediss"]);
        assert!(matches!(authority(&none.expect("an address")), Ok(None)));
        let away = "rediss://localhost?sslrootcert=/nowhere/ca.pem";
        let away = EngineUrl::parse("redis-url", away, &["rediss"]).expect("an address");
        let error = authority(&away).expect_err("no file").to_string();
        assert!(error.contains("/nowhere/ca.pem"), "{error}");
        for wrong in ["", "not a certificate", "-----BEGIN CERTIFICATE-----\n…"] {
            let error = read(wrong).expect_err(wrong).to_string();
            assert!(error.contains("ca.pem"), "{error}");
        }
        let made = rcgen::generate_simple_self_signed(Vec::new()).expect("a certificate");
        let pem = made.cert.pem();
        assert_eq!(read(&pem).ok().flatten(), Some(pem.into_bytes()));
    }

    #[test]
    fn a_refusal_is_found_wherever_it_is_inside() {
        let inside = || rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let of_redis = redis::RedisError::from(io::Error::other(inside()));
        let of_postgres = sqlx::Error::Io(io::Error::other(inside()));
        for error in [&of_redis as &(dyn Error + 'static), &of_postgres] {
            let why = refusal(error).expect("a refusal");
            assert!(why.contains("sslrootcert"), "{why}");
        }
        let other = redis::RedisError::from(io::Error::other("the line is cut"));
        assert_eq!(refusal(&other), None);
    }
}

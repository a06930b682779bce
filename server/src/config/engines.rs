//! The engines behind a server: where everything is kept, and what carries notices between servers.

use std::{fmt, path::PathBuf};

use http::Uri;
use url::Url;

/// Where everything is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In files of this directory, which belongs to one server.
    Directory(PathBuf),
    /// In a PostgreSQL database, which several servers may share.
    Postgres(EngineUrl),
}

impl Storage {
    /// From an address: `sqlite://DIRECTORY`, with as many slashes as the path has, or `postgres://…`.
    ///
    /// # Errors
    /// One sentence that says what it should look like.
    pub fn parse(setting: &str, text: &str) -> anyhow::Result<Self> {
        match text.trim().strip_prefix("sqlite://") {
            Some("") => {
                anyhow::bail!("The setting `{setting}` must name a directory after sqlite://.")
            }
            Some(directory) => Ok(Self::Directory(PathBuf::from(directory))),
            None => {
                EngineUrl::parse(setting, text, &["postgres", "postgresql"]).map(Self::Postgres)
            }
        }
    }
}

impl fmt::Display for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(path) => path.display().fmt(f),
            Self::Postgres(url) => url.fmt(f),
        }
    }
}

/// The address of an engine. It may hold a password, so it is never shown whole.
#[derive(Clone, PartialEq, Eq)]
pub struct EngineUrl(String);

impl EngineUrl {
    /// Checks that it is an address with one of these schemes.
    ///
    /// # Errors
    /// One sentence that says what it should look like, without the address itself.
    pub fn parse(setting: &str, text: &str, schemes: &[&str]) -> anyhow::Result<Self> {
        let text = text.trim();
        let is_known = text
            .split_once("://")
            .is_some_and(|(scheme, rest)| schemes.contains(&scheme) && !rest.is_empty());
        if !is_known {
            // The address may hold a password: it is not repeated.
            anyhow::bail!(
                "The setting `{setting}` must be an address that begins with {}://.",
                schemes.join(":// or ")
            );
        }
        Ok(Self(text.to_owned()))
    }

    /// All of it, for those who connect.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The file of an authority whose certificates are trusted, where it names one: `?sslrootcert=FILE`.
    #[must_use]
    pub fn authority(&self) -> Option<PathBuf> {
        let url = Url::parse(&self.0).ok()?;
        url.query_pairs()
            .find(|(name, _)| name == "sslrootcert")
            .map(|(_, file)| PathBuf::from(file.as_ref()))
    }
}

impl fmt::Display for EngineUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, _) = self.0.split_once("://").unwrap_or_default();
        let uri: Option<Uri> = self.0.parse().ok();
        let host = uri.as_ref().and_then(Uri::host).unwrap_or("…");
        let path = uri.as_ref().map_or("", |uri| uri.path());
        write!(f, "{scheme}://{host}{path}")
    }
}

impl fmt::Debug for EngineUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EngineUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_where_everything_is_kept() {
        let parse = |text| Storage::parse("database-url", text);
        let directory = |path: &str| Storage::Directory(PathBuf::from(path));
        assert_eq!(parse("sqlite://data").ok(), Some(directory("data")));
        assert_eq!(parse("sqlite:///var/lib").ok(), Some(directory("/var/lib")));
        assert!(matches!(
            parse("postgresql://localhost/chat"),
            Ok(Storage::Postgres(_))
        ));
        for wrong in ["", "sqlite://", "mysql://localhost/chat", "chat"] {
            let error = parse(wrong).expect_err(wrong).to_string();
            assert!(error.contains("`database-url`"), "{error}");
        }
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        let url = Storage::parse("database-url", "postgres://ada:hidden@db.example:5432/chat");
        let url = url.expect("an address");
        let shown = format!("{url} {url:?}");
        assert!(shown.contains("postgres://db.example/chat"), "{shown}");
        assert!(
            !shown.contains("hidden") && !shown.contains("ada"),
            "{shown}"
        );
        let wrong = EngineUrl::parse("redis-url", "http://:hidden@host", &["redis", "rediss"]);
        let error = wrong.expect_err("no such scheme").to_string();
        assert!(!error.contains("hidden"), "{error}");
    }

    #[test]
    fn an_address_may_name_the_file_of_an_authority() {
        let authority = |text| {
            let url = EngineUrl::parse("redis-url", text, &["rediss"]).expect(text);
            url.authority()
        };
        assert_eq!(authority("rediss://:pass@redis.example.org"), None);
        assert_eq!(
            authority("rediss://:pass@redis.example.org/?sslrootcert=/etc/our%20own/ca.pem"),
            Some(PathBuf::from("/etc/our own/ca.pem"))
        );
        assert_eq!(
            authority("rediss://redis.example.org?protocol=resp3&sslrootcert=ca.pem"),
            Some(PathBuf::from("ca.pem"))
        );
    }
}

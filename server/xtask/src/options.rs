//! What was asked for on the command line.

use anyhow::{Result, bail};

pub const USAGE: &str = "\
usage: cargo xtask <task> [--dev] [--features gallery]

  site    build the page into <target>/site
  build   the same, then the server with the page inside
  size    print what the built page weighs over the wire

  --release    optimized for size and speed (the default)
  --dev        quick to build, large, with debug assertions
  --features   features of `frontend` and `server`, separated by commas";

/// Which build, and how.
#[derive(Debug, PartialEq)]
pub struct Options {
    pub task: Task,
    pub release: bool,
    /// In the order given; empty for the product as people get it.
    pub features: Vec<String>,
}

#[derive(Debug, PartialEq)]
pub enum Task {
    Site,
    Build,
    Size,
}

impl Options {
    /// `None` when help was asked for.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Option<Self>> {
        let mut arguments = arguments.into_iter();
        let task = match arguments.next().as_deref() {
            Some("site") => Task::Site,
            Some("build") => Task::Build,
            Some("size") => Task::Size,
            None | Some("help" | "--help" | "-h") => return Ok(None),
            Some(other) => bail!("unknown task '{other}'\n\n{USAGE}"),
        };
        let mut options = Self {
            task,
            release: true,
            features: Vec::new(),
        };
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--release" => options.release = true,
                "--dev" => options.release = false,
                "--features" => match arguments.next() {
                    Some(list) => options.features.extend(list.split(',').map(str::to_owned)),
                    None => bail!("--features needs a list"),
                },
                other => bail!("unknown option '{other}'\n\n{USAGE}"),
            }
        }
        Ok(Some(options))
    }

    /// The features as cargo takes them; nothing when there are none.
    pub fn feature_arguments(&self) -> Vec<String> {
        if self.features.is_empty() {
            Vec::new()
        } else {
            vec!["--features".into(), self.features.join(",")]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Option<Options>> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn the_release_is_the_default() {
        let options = parse("build").expect("a valid line").expect("a task");
        assert_eq!(
            options,
            Options {
                task: Task::Build,
                release: true,
                features: vec![]
            }
        );
        assert!(options.feature_arguments().is_empty());
    }

    #[test]
    fn features_are_handed_to_cargo() {
        let options = parse("site --dev --features gallery,extra")
            .expect("a valid line")
            .expect("a task");
        assert!(!options.release);
        assert_eq!(options.feature_arguments(), ["--features", "gallery,extra"]);
    }

    #[test]
    fn a_mistyped_word_is_an_error() {
        for line in ["sit", "site --relase", "site --features"] {
            assert!(parse(line).is_err(), "{line}");
        }
    }
}

//! Settings: flags win over the environment, the environment over the file, the file over the defaults. Everything is
//! checked once, here, so that the rest of the program can rely on it.

mod engines;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, ValueEnum};
use http::Uri;
use ipnet::IpNet;
use serde::Deserialize;

pub use engines::{EngineUrl, Storage};

/// The file that is read when no other is named, if it is there.
pub const DEFAULT_FILE: &str = "moodlight.toml";

/// Settings as they were given, each of them optional. The same names serve as flags (`--base-url`), in the
/// environment (`MOODLIGHT_BASE_URL`) and in the file (`base-url = "…"`).
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// Address and port to listen on. `0.0.0.0:3000` is reachable from other machines. [default: 127.0.0.1:3000]
    #[arg(long, env = "MOODLIGHT_LISTEN", value_name = "ADDRESS:PORT")]
    pub listen: Option<String>,

    /// Directory that holds everything: the database and its copies. Made if it is not there. [default: data]
    #[arg(long, env = "MOODLIGHT_DATA", value_name = "DIRECTORY")]
    pub data: Option<PathBuf>,

    /// PostgreSQL database in place of the directory, such as `postgres://moodlight@db.example.org/moodlight`; with
    /// `?sslmode=verify-full` over TLS. Several servers may share it. [default: the directory]
    #[arg(long, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// Redis that carries what happens between several servers, such as `redis://:password@redis.example.org` or, with
    /// TLS, `rediss://…`. Both addresses may name an authority of your own: `sslrootcert=FILE`. [default: none, for one server]
    #[arg(long, env = "REDIS_URL", value_name = "URL", hide_env_values = true)]
    pub redis_url: Option<String>,

    /// Address at which people reach this place, such as `https://chat.example.org`. With `https` the cookies become
    /// Secure. Requests from pages of any other address are refused. [default: whatever the browser asked for]
    #[arg(long, env = "MOODLIGHT_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,

    /// Networks whose `X-Forwarded-For` is believed, such as `127.0.0.1,10.0.0.0/8`: your reverse proxies. [default: none]
    #[arg(
        long,
        env = "MOODLIGHT_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        value_delimiter = ','
    )]
    pub trusted_proxies: Option<Vec<String>>,

    /// Address and port for `GET /metrics`, such as `127.0.0.1:9464`. There is no password: whoever reaches it reads
    /// how much is going on, though never what is said. [default: none, not served]
    #[arg(long, env = "MOODLIGHT_METRICS_LISTEN", value_name = "ADDRESS:PORT")]
    pub metrics_listen: Option<String>,

    /// What is logged, as a filter: `info`, or `info,server=debug`. Never the text of messages, tokens or addresses. [default: info]
    #[arg(long, env = "MOODLIGHT_LOG", value_name = "FILTER")]
    pub log: Option<String>,

    /// How the log is written. [default: text]
    #[arg(long, env = "MOODLIGHT_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,

    /// A sign-in that is not used for so many days ends. [default: 30]
    #[arg(long, env = "MOODLIGHT_SESSION_IDLE_DAYS", value_name = "DAYS")]
    pub session_idle_days: Option<u32>,

    /// A sign-in ends after so many days, used or not. [default: 180]
    #[arg(long, env = "MOODLIGHT_SESSION_ABSOLUTE_DAYS", value_name = "DAYS")]
    pub session_absolute_days: Option<u32>,

    /// How many accounts one network address may make in an hour. [default: 20]
    #[arg(long, env = "MOODLIGHT_SIGN_UPS_PER_HOUR", value_name = "NUMBER")]
    pub sign_ups_per_hour: Option<u32>,

    /// Multiplies every limit on how many requests one address or person may make: 2 allows twice as many. [default: 1]
    #[arg(long, env = "MOODLIGHT_RATE_LIMIT_FACTOR", value_name = "FACTOR")]
    pub rate_limit_factor: Option<f64>,

    /// Memory for one password hash, in KiB. Less than the default is for tests only. [default: 19456]
    #[arg(
        long,
        env = "MOODLIGHT_PASSWORD_MEMORY_KIB",
        value_name = "KIB",
        hide = true
    )]
    pub password_memory_kib: Option<u32>,

    /// Passes over that memory. Less than the default is for tests only. [default: 2]
    #[arg(
        long,
        env = "MOODLIGHT_PASSWORD_ITERATIONS",
        value_name = "NUMBER",
        hide = true
    )]
    pub password_iterations: Option<u32>,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object per line, for programs.
    Json,
}

impl Settings {
    /// These settings, and where they say nothing, those of the file at `path` (or of [`DEFAULT_FILE`], if it is there).
    ///
    /// # Errors
    /// Where the file cannot be read or holds what is no setting.
    pub fn with_file(self, path: Option<&Path>) -> anyhow::Result<Self> {
        let found = path.or_else(|| {
            let default = Path::new(DEFAULT_FILE);
            default.exists().then_some(default)
        });
        let Some(path) = found else { return Ok(self) };
        let text = std::fs::read_to_string(path).map_err(|error| {
            anyhow::anyhow!(
                "The settings file {} cannot be read: {error}.",
                path.display()
            )
        })?;
        let file: Self = toml::from_str(&text).map_err(|error| {
            anyhow::anyhow!("The settings file {} is not valid: {error}", path.display())
        })?;
        Ok(self.or(file))
    }

    fn or(self, other: Self) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            data: self.data.or(other.data),
            database_url: self.database_url.or(other.database_url),
            redis_url: self.redis_url.or(other.redis_url),
            base_url: self.base_url.or(other.base_url),
            trusted_proxies: self.trusted_proxies.or(other.trusted_proxies),
            metrics_listen: self.metrics_listen.or(other.metrics_listen),
            log: self.log.or(other.log),
            log_format: self.log_format.or(other.log_format),
            session_idle_days: self.session_idle_days.or(other.session_idle_days),
            session_absolute_days: self.session_absolute_days.or(other.session_absolute_days),
            sign_ups_per_hour: self.sign_ups_per_hour.or(other.sign_ups_per_hour),
            rate_limit_factor: self.rate_limit_factor.or(other.rate_limit_factor),
            password_memory_kib: self.password_memory_kib.or(other.password_memory_kib),
            password_iterations: self.password_iterations.or(other.password_iterations),
        }
    }
}

/// Settings, complete and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where everything is kept.
    pub storage: Storage,
    /// What carries notices to the other servers, if there are any.
    pub redis: Option<EngineUrl>,
    /// The address that people use, where it is known.
    pub base_url: Option<BaseUrl>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Where to answer `GET /metrics`, if anywhere.
    pub metrics_listen: Option<SocketAddr>,
    /// Log filter.
    pub log: String,
    /// Log format.
    pub log_format: LogFormat,
    /// How long sign-ins last.
    pub sign_ins: SignInLifetime,
    /// What a password hash costs.
    pub password_cost: PasswordCost,
    /// How much is too much.
    pub rates: Rates,
    /// How long is too long.
    pub patience: Patience,
}

/// How long a request may take to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Its head, and before it the silence of a connection that is kept for the next one.
    pub head: Duration,
    /// Its body.
    pub body: Duration,
}

/// How long a sign-in lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInLifetime {
    /// Without use, in milliseconds.
    pub idle_ms: i64,
    /// Altogether, in milliseconds.
    pub absolute_ms: i64,
}

/// The parameters of argon2id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes.
    pub iterations: u32,
}

/// Limits that an operator may move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Multiplies every limit.
    pub factor: f64,
    /// Accounts that one address may make in an hour.
    pub sign_ups_per_hour: u32,
}

/// Scheme and authority of the address that people use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    /// As a browser writes it into `Origin`: `https://chat.example.org`.
    pub origin: String,
    /// It is `https`.
    pub is_https: bool,
}

const DAY_MS: i64 = 86_400_000;

impl Config {
    /// The defaults, with data in `data_dir`.
    #[must_use]
    pub fn new(data_dir: PathBuf) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            storage: Storage::Directory(data_dir),
            redis: None,
            base_url: None,
            trusted_proxies: Vec::new(),
            metrics_listen: None,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            sign_ins: SignInLifetime {
                idle_ms: 30 * DAY_MS,
                absolute_ms: 180 * DAY_MS,
            },
            password_cost: PasswordCost {
                memory_kib: 19_456,
                iterations: 2,
            },
            rates: Rates {
                factor: 1.0,
                sign_ups_per_hour: 20,
            },
            patience: Patience {
                head: Duration::from_secs(60),
                body: Duration::from_secs(60),
            },
        }
    }

    /// Checks settings and fills in the defaults.
    ///
    /// # Errors
    /// One sentence that says which setting is wrong and what it should look like.
    pub fn check(given: Settings) -> anyhow::Result<Self> {
        let mut config = Self::new(given.data.unwrap_or_else(|| PathBuf::from("data")));
        if let Some(listen) = given.listen {
            config.listen = parse_address("listen", "127.0.0.1:3000", &listen)?;
        }
        if let Some(url) = given.database_url.filter(|url| !url.is_empty()) {
            config.storage = Storage::parse("database-url", &url)?;
        }
        if let Some(url) = given.redis_url.filter(|url| !url.is_empty()) {
            if !matches!(config.storage, Storage::Postgres(_)) {
                anyhow::bail!(
                    "The setting `redis-url` is for several servers, and these need a `database-url` that they share."
                );
            }
            let url = EngineUrl::parse("redis-url", &url, &["redis", "rediss"])?;
            config.redis = Some(url);
        }
        if let Some(url) = given.base_url {
            config.base_url = Some(BaseUrl::parse(&url)?);
        }
        for network in given.trusted_proxies.unwrap_or_default() {
            config.trusted_proxies.push(parse_network(network.trim())?);
        }
        if let Some(listen) = given.metrics_listen {
            config.metrics_listen =
                Some(parse_address("metrics-listen", "127.0.0.1:9464", &listen)?);
        }
        config.log = given.log.unwrap_or(config.log);
        config.log_format = given.log_format.unwrap_or_default();
        if let Some(days) = given.session_idle_days {
            config.sign_ins.idle_ms = positive("session-idle-days", days)? * DAY_MS;
        }
        if let Some(days) = given.session_absolute_days {
            config.sign_ins.absolute_ms = positive("session-absolute-days", days)? * DAY_MS;
        }
        if config.sign_ins.idle_ms > config.sign_ins.absolute_ms {
            anyhow::bail!(
                "The setting `session-idle-days` must not be more than `session-absolute-days`."
            );
        }
        if let Some(number) = given.sign_ups_per_hour {
            positive("sign-ups-per-hour", number)?;
            config.rates.sign_ups_per_hour = number;
        }
        if let Some(factor) = given.rate_limit_factor {
            if !(0.01..=1_000_000.0).contains(&factor) {
                anyhow::bail!(
                    "The setting `rate-limit-factor` must be between 0.01 and 1000000, not {factor}."
                );
            }
            config.rates.factor = factor;
        }
        if let Some(kib) = given.password_memory_kib {
            if !(8..=4_194_304).contains(&kib) {
                anyhow::bail!(
                    "The setting `password-memory-kib` must be between 8 and 4194304, not {kib}."
                );
            }
            config.password_cost.memory_kib = kib;
        }
        if let Some(iterations) = given.password_iterations {
            if !(1..=1_000).contains(&iterations) {
                anyhow::bail!(
                    "The setting `password-iterations` must be between 1 and 1000, not {iterations}."
                );
            }
            config.password_cost.iterations = iterations;
        }
        Ok(config)
    }

    /// Whether people reach this place over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.base_url.as_ref().is_some_and(|url| url.is_https)
    }
}

fn parse_address(setting: &str, example: &str, given: &str) -> anyhow::Result<SocketAddr> {
    given.parse().map_err(|_| {
        anyhow::anyhow!(
            "The setting `{setting}` must be an address and a port such as {example}, not {given:?}."
        )
    })
}

impl BaseUrl {
    fn parse(text: &str) -> anyhow::Result<Self> {
        let wrong = || {
            anyhow::anyhow!(
                "The setting `base-url` must be a scheme and a host such as https://chat.example.org, without a path, not {text:?}."
            )
        };
        let uri: Uri = text.trim().parse().map_err(|_| wrong())?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong());
        };
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        if !matches!(scheme, "http" | "https") || path != "/" || authority.as_str().contains('@') {
            return Err(wrong());
        }
        let is_https = scheme == "https";
        let host = authority.host().to_ascii_lowercase();
        // Browsers leave the scheme's own port out of `Origin`.
        let port = authority
            .port_u16()
            .filter(|&port| port != if is_https { 443 } else { 80 })
            .map_or_else(String::new, |port| format!(":{port}"));
        Ok(Self {
            origin: format!("{scheme}://{host}{port}"),
            is_https,
        })
    }
}

fn parse_network(text: &str) -> anyhow::Result<IpNet> {
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| {
            anyhow::anyhow!(
                "The setting `trusted-proxies` must list addresses or networks such as 10.0.0.0/8, not {text:?}."
            )
        })
}

fn positive(name: &str, number: u32) -> anyhow::Result<i64> {
    if number == 0 {
        anyhow::bail!("The setting `{name}` must be at least 1.");
    }
    Ok(i64::from(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(toml: &str, expected: Result<fn(&Config) -> bool, &str>) {
        let settings: Settings = toml::from_str(toml).expect("the file is well formed");
        match (Config::check(settings), expected) {
            (Ok(config), Ok(holds)) => assert!(holds(&config), "{toml} gave {config:?}"),
            (Err(error), Err(part)) => {
                assert!(error.to_string().contains(part), "{toml} said {error}");
            }
            (outcome, _) => panic!("{toml} gave {outcome:?}"),
        }
    }

    #[test]
    fn settings_are_checked_one_by_one() {
        check("", Ok(|c| *c == Config::new(PathBuf::from("data"))));
        check("listen = '0.0.0.0:80'", Ok(|c| c.listen.port() == 80));
        check("listen = 'localhost'", Err("`listen`"));
        check(
            "metrics-listen = '[::1]:9464'",
            Ok(|c| c.metrics_listen.is_some_and(|at| at.port() == 9464)),
        );
        check("metrics-listen = '9464'", Err("`metrics-listen`"));
        check(
            "base-url = 'https://Chat.Example.org:443/'",
            Ok(|c| {
                c.is_https()
                    && c.base_url
                        .as_ref()
                        .is_some_and(|u| u.origin == "https://chat.example.org")
            }),
        );
        check(
            "base-url = 'http://localhost:3000'",
            Ok(|c| {
                !c.is_https()
                    && c.base_url
                        .as_ref()
                        .is_some_and(|u| u.origin.ends_with(":3000"))
            }),
        );
        check(
            "base-url = 'https://example.org/chat'",
            Err("without a path"),
        );
        check("base-url = 'example.org'", Err("`base-url`"));
        check(
            "trusted-proxies = ['127.0.0.1', '10.0.0.0/8']",
            Ok(|c| c.trusted_proxies.len() == 2),
        );
        check("trusted-proxies = ['proxy']", Err("`trusted-proxies`"));
        check(
            "database-url = 'postgres://db/chat'\nredis-url = 'redis://cache'",
            Ok(|c| c.redis.is_some()),
        );
        check("redis-url = 'redis://cache'", Err("`database-url`"));
        check("session-idle-days = 0", Err("at least 1"));
        check("session-idle-days = 200", Err("not be more than"));
        check("rate-limit-factor = -1.0", Err("`rate-limit-factor`"));
        check("password-memory-kib = 1", Err("`password-memory-kib`"));
    }

    #[test]
    fn flags_win_over_the_file() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("place.toml");
        std::fs::write(&path, "listen = '127.0.0.1:1'\nlog = 'warn'").expect("written");
        let flags = Settings {
            listen: Some("127.0.0.1:2".to_owned()),
            ..Settings::default()
        };
        let config = flags
            .with_file(Some(&path))
            .and_then(Config::check)
            .expect("valid");
        assert_eq!((config.listen.port(), config.log.as_str()), (2, "warn"));
    }

    #[test]
    fn a_misspelt_setting_in_the_file_is_an_error() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("place.toml");
        std::fs::write(&path, "lisen = '127.0.0.1:1'").expect("written");
        let error = Settings::default()
            .with_file(Some(&path))
            .expect_err("misspelt");
        assert!(error.to_string().contains("lisen"), "{error}");
    }
}

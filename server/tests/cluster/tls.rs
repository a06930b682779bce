//! PostgreSQL and Redis are reached over TLS, and only if they are who they say they are.

use std::{
    io::{BufRead, BufReader, Lines},
    path::PathBuf,
    process::{Child, ChildStderr, Command, Stdio},
};

use engines::{Durability, Identity, Postgres, Redis};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use server::{config::EngineUrl, store::Database};
use tempfile::TempDir;

use crate::{
    nodes::{Cluster, need},
    support::{
        Data, TestApp,
        program::{moodlight, refused},
    },
};

/// Somebody whose word is taken for who an engine is.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    directory: TempDir,
}

impl Authority {
    fn named(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut about = CertificateParams::new([]).unwrap();
        about.distinguished_name.push(DnType::CommonName, name);
        about.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        about.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let directory = tempfile::tempdir().unwrap();
        let certificate = about.self_signed(&key).unwrap();
        std::fs::write(directory.path().join("ca.pem"), certificate.pem()).unwrap();
        Self {
            issuer: Issuer::new(about, key),
            directory,
        }
    }

    /// Says that an engine is `localhost`, and nobody else.
    fn identity(&self) -> Identity {
        let key = KeyPair::generate().unwrap();
        let about = CertificateParams::new(["localhost".to_owned()]).unwrap();
        Identity {
            certificate: about.signed_by(&key, &self.issuer).unwrap().pem(),
            key: key.serialize_pem(),
        }
    }

    /// Its own certificate.
    fn file(&self) -> PathBuf {
        self.directory.path().join("ca.pem")
    }

    /// The same in the address of an engine.
    fn setting(&self) -> String {
        format!("sslrootcert={}", self.file().display())
    }
}

fn start_postgres(authority: &Authority) -> Postgres {
    need("initdb");
    let postgres = Postgres::start_with_tls(Durability::None, &authority.identity()).unwrap();
    postgres.create_database("chat", None).unwrap();
    postgres
}

fn start_redis(authority: &Authority) -> Redis {
    need("redis-server");
    Redis::start_with_tls(&authority.identity()).unwrap()
}

/// The address of the database under a name of this machine, with what is to be said of TLS.
fn address(postgres: &Postgres, host: &str, settings: &str) -> String {
    let port = postgres.port();
    format!("postgres://moodlight@{host}:{port}/chat?{settings}")
}

#[tokio::test]
async fn nodes_hear_each_other_over_tls() {
    let ours = Authority::named("ours");
    let (postgres, redis) = (start_postgres(&ours), start_redis(&ours));
    let settings = format!("sslmode=verify-full&{}", ours.setting());
    let data = Data::at(&address(&postgres, "localhost", &settings));
    let url = redis.url_with_tls("localhost").unwrap();
    let url = format!("{url}?{}", ours.setting());
    let url = EngineUrl::parse("redis-url", &url, &["rediss"]).unwrap();
    let mut cluster = Cluster {
        nodes: Vec::new(),
        redis,
        data,
    };
    for _ in 0..2 {
        let data = cluster.data.clone();
        let node = TestApp::start_with_data(data, |config| config.redis = Some(url.clone())).await;
        cluster.nodes.push(node);
    }
    cluster.is_whole().await;

    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.at(cluster.nodes[0].address).socket().await;
    let mut b = bea.at(cluster.nodes[1].address).socket().await;
    b.opens(room).await;
    cluster.listen(room, 2).await;
    a.says(room, "nobody reads along").await;
    assert_eq!(b.message().await.body, "nobody reads along");
}

#[tokio::test]
async fn a_database_that_cannot_show_who_it_is_is_refused() {
    let (ours, theirs, ours_anew) = (
        Authority::named("ours"),
        Authority::named("theirs"),
        Authority::named("ours"),
    );
    let postgres = start_postgres(&ours);
    let unknown = "no authority that is trusted here has issued its certificate";
    let misnamed = "its certificate is for another name than the one in the address";
    for (host, mode, authority, why) in [
        ("localhost", "verify-full", Some(&theirs), unknown),
        ("localhost", "verify-full", Some(&ours_anew), unknown),
        ("localhost", "verify-full", None, unknown),
        ("localhost", "verify-ca", Some(&theirs), unknown),
        ("localhost", "require", Some(&theirs), unknown),
        ("127.0.0.1", "verify-full", Some(&ours), misnamed),
        // That it takes nothing else than TLS, without which the rest would show little.
        ("localhost", "disable", Some(&ours), "cannot be reached"),
    ] {
        let setting = authority.map(Authority::setting).unwrap_or_default();
        let url = address(&postgres, host, &format!("sslmode={mode}&{setting}"));
        let error = Database::open(&Data::at(&url).storage()).await.unwrap_err();
        let said = error.to_string();
        let begins = format!("The database postgres://{host}/chat ");
        assert!(
            said.starts_with(&begins) && said.contains(why),
            "{url}: {said}"
        );
        assert_eq!(said.matches('.').count(), host.matches('.').count() + 1);
    }
    for (host, settings) in [
        ("127.0.0.1", "sslmode=require".to_owned()),
        ("127.0.0.1", format!("sslmode=verify-ca&{}", ours.setting())),
        ("127.0.0.1", format!("sslmode=require&{}", ours.setting())),
    ] {
        let data = Data::at(&address(&postgres, host, &settings));
        Database::open(&data.storage()).await.unwrap().close().await;
    }

    let url = address(&postgres, "localhost", "sslmode=verify-full");
    let said = refused(&moodlight(["serve", "--database-url", &url]));
    assert!(said.contains(unknown), "{said}");
}

#[tokio::test]
async fn without_tls_a_database_is_refused_where_the_address_asks_for_it() {
    need("initdb");
    let postgres = Postgres::start(Durability::None).unwrap();
    postgres.create_database("chat", None).unwrap();
    for mode in ["require", "verify-full"] {
        let url = address(&postgres, "localhost", &format!("sslmode={mode}"));
        let error = Database::open(&Data::at(&url).storage()).await.unwrap_err();
        let said = format!("{error:#}");
        assert!(said.contains("does not support TLS"), "{said}");
    }
}

/// A server in a process of its own: its log, and what it trusts, are its own too.
struct Serving {
    child: Child,
    log: Lines<BufReader<ChildStderr>>,
}

impl Serving {
    /// With what the environment says.
    fn start(environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_moodlight"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env_clear()
            .envs(environment.iter().copied())
            .current_dir(std::env::temp_dir())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        Self { child, log }
    }

    /// Waits until its log has a line with these words.
    #[track_caller]
    fn says(&mut self, words: &str) -> String {
        let mut before = Vec::new();
        for line in self.log.by_ref() {
            let line = line.unwrap();
            if line.contains(words) {
                return line;
            }
            before.push(line);
        }
        panic!("it ended without {words:?}: {before:#?}");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[tokio::test]
async fn a_redis_that_cannot_show_who_it_is_is_told_nothing() {
    let (ours, theirs) = (Authority::named("ours"), Authority::named("theirs"));
    let (postgres, redis) = (start_postgres(&ours), start_redis(&ours));
    let database = address(&postgres, "localhost", "sslmode=require");
    for (host, authority, why) in [
        ("localhost", Some(&theirs), "no authority that is trusted"),
        ("localhost", None, "no authority that is trusted"),
        ("127.0.0.1", Some(&ours), "is for another name"),
    ] {
        let setting = authority.map(Authority::setting).unwrap_or_default();
        let url = redis.url_with_tls(host).unwrap();
        let url = format!("{url}?{setting}");
        let mut serving = Serving::start(&[("DATABASE_URL", &database), ("REDIS_URL", &url)]);
        let said = serving.says("Redis cannot be listened to");
        assert!(said.contains(why), "{said}");
        assert_eq!(redis.listeners("moodlight:everyone").unwrap(), 0);
    }
}

#[tokio::test]
async fn the_authorities_of_the_system_are_trusted() {
    let ours = Authority::named("ours");
    let (postgres, redis) = (start_postgres(&ours), start_redis(&ours));
    let mut serving = Serving::start(&[
        (
            "DATABASE_URL",
            &address(&postgres, "localhost", "sslmode=verify-full"),
        ),
        ("REDIS_URL", &redis.url_with_tls("localhost").unwrap()),
        // Where the system keeps them, as far as this process knows.
        ("SSL_CERT_FILE", &ours.file().display().to_string()),
    ]);
    serving.says("listening to the other servers");
    assert_eq!(redis.listeners("moodlight:everyone").unwrap(), 1);
}

#[tokio::test]
async fn a_file_without_certificates_stops_the_start() {
    let data = Data::new().await;
    let empty = data.directory().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    for (setting, scheme) in [("--database-url", "postgres"), ("--redis-url", "rediss")] {
        for (file, why) in [
            (data.directory().join("away.pem"), "cannot be read"),
            (empty.clone(), "holds no certificates"),
        ] {
            let url = format!("{scheme}://localhost/0?sslrootcert={}", file.display());
            let server::config::Storage::Postgres(database) = data.storage() else {
                panic!("on PostgreSQL")
            };
            let mut arguments = vec!["serve", setting, &url];
            if setting == "--redis-url" {
                arguments.extend(["--database-url", database.reveal()]);
            }
            let said = refused(&moodlight(arguments));
            let names_it = said.contains(&file.display().to_string());
            assert!(names_it && said.contains(why), "{said}");
        }
    }
}

//! What `/metrics` tells of a real exchange, who may read it, and what was made for those who do.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use protocol::{Command, frame::close};
use serde_json::Value;
use server::services::load;
use tokio_tungstenite::tungstenite::Message;
use yaml_rust2::{Yaml, YamlLoader};

use crate::support::{PATIENCE, TestApp, browser::Browser};

/// Samples by their name with its labels, as they stand in the text.
struct Scraped(BTreeMap<String, f64>);

impl TestApp {
    async fn scraped(&self) -> Scraped {
        let answer = self.metrics_asked().await;
        assert_eq!(answer.status(), 200);
        let content_type = answer.headers()["content-type"].to_str().unwrap();
        assert!(content_type.starts_with("text/plain; version=0.0.4"));
        let text = answer.text().await.unwrap();
        let samples = text.lines().filter(|line| !line.starts_with('#'));
        Scraped(
            samples
                .map(|line| {
                    let (name, value) = line.rsplit_once(' ').unwrap();
                    (name.to_owned(), value.parse().unwrap())
                })
                .collect(),
        )
    }

    async fn metrics_asked(&self) -> reqwest::Response {
        let url = format!("http://{}/metrics", self.metrics_address);
        reqwest::get(url).await.unwrap()
    }

    /// Scrapes until it is so.
    async fn scraped_until(&self, is_so: impl Fn(&Scraped) -> bool) -> Scraped {
        let scraping = async {
            loop {
                let scraped = self.scraped().await;
                if is_so(&scraped) {
                    return scraped;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, scraping)
            .await
            .expect("the metrics did not say so in time")
    }
}

impl Scraped {
    #[track_caller]
    fn value(&self, sample: &str) -> f64 {
        *self
            .0
            .get(sample)
            .unwrap_or_else(|| panic!("no {sample} in {:?}", self.0.keys()))
    }

    /// What a query may name: the names of all samples.
    fn names(&self) -> BTreeSet<&str> {
        self.0
            .keys()
            .map(|sample| sample.split('{').next().unwrap_or(sample))
            .collect()
    }
}

#[tokio::test]
async fn an_exchange_shows_in_the_metrics() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.opens(room).await;
    b.opens(room).await;
    for number in 0..5 {
        a.says(room, &number.to_string()).await;
        b.message().await;
    }
    a.tries(room, crate::support::new_id(), "")
        .await
        .unwrap_err();
    let scraped = app
        .scraped_until(|seen| {
            seen.value("moodlight_message_latency_seconds_count") == 5.0
                && seen.value("moodlight_inbox_waiting_bytes") == 0.0
        })
        .await;
    for (sample, expected) in [
        ("moodlight_connections{transport=\"websocket\"}", 2.0),
        ("moodlight_people_here", 2.0),
        ("moodlight_messages_total", 5.0),
        ("moodlight_deliveries_total", 10.0),
        (
            "moodlight_commands_total{command=\"send_message\",outcome=\"done\"}",
            5.0,
        ),
        (
            "moodlight_commands_total{command=\"send_message\",outcome=\"refused\"}",
            1.0,
        ),
        (
            "moodlight_commands_total{command=\"open_room\",outcome=\"done\"}",
            2.0,
        ),
        ("moodlight_commit_rows_sum{kind=\"messages\"}", 5.0),
        ("moodlight_commit_rows_count{kind=\"messages\"}", 5.0),
        ("moodlight_commit_failures_total{kind=\"messages\"}", 0.0),
        ("moodlight_writer_queue_depth", 0.0),
        ("moodlight_inbox_waiting_frames", 0.0),
        ("moodlight_inbox_largest_bytes", 0.0),
        ("moodlight_publish_to_deliver_seconds_count", 5.0),
        ("moodlight_broker_up", 1.0),
        ("moodlight_broker_notices_dropped_total", 0.0),
        ("moodlight_last_minute_fan_out_ratio", 2.0),
        (
            "moodlight_http_requests_total{method=\"POST\",route=\"/api/ui/rooms/open-direct\",status=\"200\"}",
            1.0,
        ),
        (
            "moodlight_http_requests_total{method=\"GET\",route=\"/ws\",status=\"101\"}",
            2.0,
        ),
        ("moodlight_build_info{version=\"0.1.0\"}", 1.0),
    ] {
        assert_eq!(scraped.value(sample), expected, "{sample}");
    }
    for (sample, at_least) in [
        ("moodlight_broker_notices_published_total", 5.0),
        ("moodlight_broker_notices_delivered_total", 5.0),
        ("moodlight_last_minute_messages_per_second", 1e-3),
        (
            "moodlight_last_minute_latency_seconds{percentile=\"99\"}",
            1e-6,
        ),
        ("moodlight_database_file_bytes{file=\"main\"}", 1.0),
        ("moodlight_database_file_bytes{file=\"wal\"}", 1.0),
        ("moodlight_database_file_bytes{file=\"search\"}", 1.0),
        ("process_cpu_seconds_total", 1e-3),
    ] {
        assert!(scraped.value(sample) >= at_least, "{sample}");
    }

    // A client that just goes, and one that is sent away.
    drop(a);
    b.write_raw(Message::text("x".repeat(200_000))).await;
    assert_eq!(b.closes().await, Some(close::REFUSED));
    drop(b);
    let scraped = app
        .scraped_until(|seen| seen.value("moodlight_connections{transport=\"websocket\"}") == 0.0)
        .await;
    let ends = |reason| {
        scraped.value(&format!(
            "moodlight_connection_ends_total{{reason=\"{reason}\"}}"
        ))
    };
    assert_eq!(
        (ends("gone"), ends("refused"), ends("lagged")),
        (1.0, 1.0, 0.0)
    );
}

#[tokio::test]
async fn a_nodes_last_minute_is_measured_through_the_router() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.opens(room).await;
    b.opens(room).await;
    for _ in 0..20 {
        a.says(room, "hello").await;
        b.message().await;
    }
    app.scraped_until(|seen| seen.value("moodlight_message_latency_seconds_count") == 20.0)
        .await;
    let load = load::last_minute(&app.state).unwrap();
    let seconds = load.time.as_secs_f64();
    assert!((load.messages_per_second * seconds - 20.0).abs() < 1e-6);
    assert!((load.deliveries_per_second * seconds - 40.0).abs() < 1e-6);
    assert_eq!(load.fan_out, Ok(2.0));
    // Three requests at least, two openings and the messages.
    assert!(load.requests_per_second * seconds > 24.5, "{load:?}");
    let latency = load.latency.unwrap();
    assert_eq!(latency.samples, 20);
    assert!(!latency.p50.is_zero() && latency.p50 <= latency.p99);
    assert!(latency.p99 < PATIENCE, "{latency:?}");
    let busy = load.utilisation.share();
    assert!(busy > 0.0 && busy <= 1.0, "{busy}");
}

#[tokio::test]
async fn the_address_of_people_has_no_metrics() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    for browser in [&owner, &Browser::new(&app)] {
        let answer = browser.opens("/metrics").await;
        assert_eq!(answer.status, 404);
        assert!(!answer.text.contains("moodlight_connections"));
    }
    let elsewhere = format!("http://{}/health/live", app.metrics_address);
    assert_eq!(reqwest::get(elsewhere).await.unwrap().status(), 404);
}

#[tokio::test]
async fn nobody_can_make_up_a_label() {
    let app = TestApp::start().await;
    app.opened().await;
    let browser = Browser::new(&app);
    for path in [
        "/no/such/page",
        "/people/bea",
        "/sign-up?invitation=secret",
        "/api/v9/secret",
        "/pkg/secret.js",
    ] {
        browser.opens(path).await;
    }
    let method = reqwest::Method::from_bytes(b"SECRET").unwrap();
    let _ = browser.request(method, "/start").send().await.unwrap();
    let scraped = app.scraped().await;
    for sample in scraped.0.keys() {
        for made_up in ["secret", "SECRET", "bea", "no/such"] {
            assert!(!sample.contains(made_up), "{sample}");
        }
    }
    let is_other = |sample: &String| sample.contains("method=\"other\"");
    assert!(scraped.0.keys().any(is_other));
}

/// The metrics of a server on which a little has happened.
async fn some_metrics() -> Scraped {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut socket = ada.socket().await;
    socket
        .request(Command::SetAway { away: false })
        .await
        .unwrap();
    let is_there = |seen: &Scraped| seen.names().contains("moodlight_commands_total");
    app.scraped_until(is_there).await
}

#[tokio::test]
async fn rules_and_dashboard_ask_for_what_is_there() {
    let scraped = some_metrics().await;
    let names = scraped.names();
    let rules = yaml("deploy/prometheus/alerts.yml");
    let groups = rules["groups"].as_vec().unwrap();
    let mut asked: Vec<(String, String)> = Vec::new();
    for rule in groups
        .iter()
        .flat_map(|group| group["rules"].as_vec().unwrap())
    {
        let alert = rule["alert"].as_str().unwrap();
        for part in ["severity", "summary", "description"] {
            let found = [&rule["labels"][part], &rule["annotations"][part]];
            assert!(
                found.iter().any(|it| it.as_str().is_some()),
                "{alert}: {part}"
            );
        }
        asked.push((alert.to_owned(), rule["expr"].as_str().unwrap().to_owned()));
    }
    assert!(asked.len() >= 8);
    let dashboard: Value = serde_json::from_str(&read("deploy/grafana/moodlight.json")).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let rules_count = asked.len();
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        let title = panel["title"].as_str().unwrap();
        assert!(
            panel["fieldConfig"]["defaults"]["unit"].is_string(),
            "{title}"
        );
        for target in panel["targets"].as_array().unwrap() {
            asked.push((
                title.to_owned(),
                target["expr"].as_str().unwrap().to_owned(),
            ));
        }
    }
    assert!(asked.len() > rules_count + 15);
    let mut shown = BTreeSet::new();
    for (place, query) in &asked {
        let named = metric_names(query);
        assert!(!named.is_empty(), "{place}: {query}");
        for name in named {
            assert!(
                name == "up" || names.contains(name),
                "{place} asks for {name}"
            );
            shown.insert(family(name).to_owned());
        }
    }
    // And the other way round: nothing is measured that nobody sees, or that is not explained.
    let explained = read("docs/operations.md");
    for name in names.into_iter().map(family) {
        assert!(
            explained.contains(&format!("`{name}`")),
            "{name} is not explained"
        );
        assert!(shown.contains(name), "{name} is on no panel and in no rule");
    }
}

#[test]
fn the_example_of_a_scrape_reads_the_rules_and_the_metrics() {
    let config = yaml("deploy/prometheus/prometheus.yml");
    assert_eq!(config["rule_files"][0].as_str(), Some("alerts.yml"));
    let scrape = &config["scrape_configs"][0];
    assert_eq!(scrape["job_name"].as_str(), Some("moodlight"));
    let target = scrape["static_configs"][0]["targets"][0].as_str().unwrap();
    let settings = server::config::Settings {
        metrics_listen: Some(target.to_owned()),
        ..server::config::Settings::default()
    };
    let config = server::Config::check(settings).unwrap();
    assert!(config.metrics_listen.unwrap().ip().is_loopback());
}

/// Words of a query that are metrics of ours, of the process, or `up`.
fn metric_names(query: &str) -> Vec<&str> {
    query
        .split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_' || letter == ':'))
        .filter(|word| {
            word.starts_with("moodlight_") || word.starts_with("process_") || *word == "up"
        })
        .collect()
}

/// Without what the text adds for each kind of metric: a histogram is one metric with three names.
fn family(name: &str) -> &str {
    ["_bucket", "_count", "_sum"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .unwrap_or(name)
}

fn yaml(path: &str) -> Yaml {
    YamlLoader::load_from_str(&read(path)).unwrap().remove(0)
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

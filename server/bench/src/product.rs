//! What only Moodlight is asked: how fast it is ready, how fast people sign in, how fast a page of a long history is, and how
//! fast something is found in it.

use std::{
    path::Path,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use futures::{StreamExt, TryStreamExt, stream};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    load::{Loop, World, step, word},
    peers::{
        Peer, Shape,
        moodlight::{self, CHEAP_PASSWORDS, Moodlight},
    },
    processes::Process,
};

/// Messages of the long history.
const LONG: u64 = 1_000_000;
/// How often each is asked.
const TIMES: usize = 500;
/// How often each search is made.
const SEARCHES: usize = 40;
/// How long the search index may need for the long history.
const INDEXED_WITHIN: Duration = Duration::from_secs(1_800);

/// How long something took, in milliseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Timed {
    pub what: String,
    pub p50: f64,
    pub p99: f64,
    /// How often a second, where it is asked for without a pause.
    pub per_second: Option<f64>,
}

fn timed(what: &str, mut times: Vec<Duration>, per_second: Option<f64>) -> Timed {
    times.sort_unstable();
    let at = |share: usize| {
        let index = (times.len() * share / 100).min(times.len().saturating_sub(1));
        times
            .get(index)
            .map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    let timed = Timed {
        what: what.to_owned(),
        p50: at(50),
        p99: at(99),
        per_second,
    };
    eprintln!("    {timed:?}");
    timed
}

/// From starting the program to `/health/ready`, on an empty directory and on one that is there.
pub async fn start(binary: &Path) -> Result<Vec<Timed>> {
    let mut found = Vec::new();
    let (mut empty, mut again) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let directory = tempfile::tempdir()?;
        for times in [&mut empty, &mut again] {
            let started = Instant::now();
            let (_process, address) = moodlight::serve(binary, directory.path(), &[]).await?;
            let ready = format!("http://{address}/health/ready");
            while !reqwest::get(&ready)
                .await
                .is_ok_and(|answer| answer.status().is_success())
            {
                if started.elapsed() > Duration::from_secs(20) {
                    bail!("not ready within 20 s");
                }
            }
            times.push(started.elapsed());
        }
    }
    found.push(timed("ready, on an empty directory", empty, None));
    found.push(timed("ready, on a directory that is there", again, None));
    Ok(found)
}

/// Signing in with passwords hashed as they are by default, four at a time.
pub async fn sign_in(binary: &Path) -> Result<Vec<Timed>> {
    let directory = tempfile::tempdir()?;
    let (_process, address) = moodlight::serve(binary, directory.path(), &[]).await?;
    let shape = Shape {
        rooms: 1,
        clients: 10,
    };
    let place = Moodlight::furnish(address, shape).await?;
    let began = Instant::now();
    let times: Vec<Duration> = stream::iter(0..100)
        .map(|turn| {
            let place = &place;
            async move {
                let began = Instant::now();
                place.sign_in(turn % shape.clients).await?;
                anyhow::Ok(began.elapsed())
            }
        })
        .buffered(4)
        .try_collect()
        .await?;
    let per_second = times.len() as f64 / began.elapsed().as_secs_f64();
    Ok(vec![timed(
        "signing in, four at a time",
        times,
        Some(per_second),
    )])
}

/// Pages of a room of a million messages, beside those of a room of a thousand, and searches in it.
pub async fn history(binary: &Path, peer: Peer) -> Result<Vec<Timed>> {
    let mut found = Vec::new();
    for (messages, name) in [(1_000, "1,000"), (LONG, "1,000,000")] {
        let shape = Shape {
            rooms: 1,
            clients: 100,
        };
        let long = Long::start(binary, peer, shape).await?;
        let place = &long.place;
        let world = Rc::new(World::open(place.clone(), shape).await?);
        let mut head = head(place).await?;
        while head < messages {
            if messages < 10_000 {
                step(&world, Loop::Open(1_000.0), 1, &long.ids(), head).await?;
            } else {
                step(&world, Loop::Closed, 5, &long.ids(), head).await?;
            }
            head = self::head(place).await?;
        }
        drop(world);
        let mut times = Vec::with_capacity(TIMES);
        let mut random = rand::rng();
        for _ in 0..TIMES {
            // The first numbers are those of the people who joined.
            let before = random.random_range(200..head);
            let began = Instant::now();
            let page = page(place, json!({ "before": before })).await?;
            times.push(began.elapsed());
            let count = page["messages"].as_array().map_or(0, Vec::len);
            if count != 50 {
                bail!("{count} messages before {before}");
            }
        }
        let on = if peer == Peer::MoodlightPostgres {
            " (PostgreSQL)"
        } else {
            ""
        };
        let what = format!("a page of 50 anywhere in a room of {name} messages{on}");
        found.push(timed(&what, times, None));
        if messages == LONG {
            found.extend(searches(place, on).await?);
        }
    }
    Ok(found)
}

/// A server with one long room.
struct Long {
    place: Rc<Moodlight>,
    processes: Vec<Process>,
    _directory: tempfile::TempDir,
    _database: Option<engines::Postgres>,
}

impl Long {
    async fn start(binary: &Path, peer: Peer, shape: Shape) -> Result<Self> {
        let directory = tempfile::tempdir()?;
        let (database, flags) = match peer {
            Peer::MoodlightPostgres => moodlight::database()?,
            _ => (None, Vec::new()),
        };
        let flags: Vec<&str> = CHEAP_PASSWORDS
            .into_iter()
            .chain(flags.iter().map(String::as_str))
            .collect();
        let (process, address) = moodlight::serve(binary, directory.path(), &flags).await?;
        Ok(Self {
            place: Rc::new(Moodlight::furnish(address, shape).await?),
            processes: vec![process],
            _directory: directory,
            _database: database,
        })
    }

    fn ids(&self) -> Vec<u32> {
        self.processes.iter().flat_map(Process::ids).collect()
    }
}

/// What is looked for among a million messages, each anew a few times.
async fn searches(place: &Moodlight, on: &str) -> Result<Vec<Timed>> {
    let end = page(place, json!("end")).await?;
    let newest = end["messages"].as_array().and_then(|all| all.last());
    let newest = newest
        .and_then(|message| message["body"].as_str())
        .context("a message")?;
    let newest = newest.split("@@").nth(1).context("its mark")?.to_owned();
    let began = Instant::now();
    while search(place, &newest).await? == 0 {
        if began.elapsed() > INDEXED_WITHIN {
            bail!("the index does not come to the end");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    let behind = began.elapsed();
    let word = |rank| {
        let mut out = Vec::new();
        word(rank, &mut out);
        String::from_utf8(out).unwrap_or_default()
    };
    let (first, often, seldom, rare) = (word(0), word(100), word(2_000), word(15_000));
    let what = format!("until the index has the last of 1,000,000 messages{on}");
    let mut found = vec![timed(&what, vec![behind], None)];
    for (what, query) in [
        ("a word of every other message", first.clone()),
        ("a word of every hundredth message", often.clone()),
        ("a word of a few hundred", rare.clone()),
        ("a part of a word", rare.chars().take(5).skip(1).collect()),
        ("two words, one of them rare", format!("{often} {rare}")),
        (
            "two words beside each other",
            format!("\"{first} {often}\""),
        ),
        ("a word that nobody said", "quixotic".to_owned()),
        ("a misspelt word", format!("{seldom}{seldom}x")),
        ("a word of one person", format!("{often} from:me")),
        ("everything of one person", "from:me".to_owned()),
    ] {
        let mut times = Vec::with_capacity(SEARCHES);
        for _ in 0..SEARCHES {
            let began = Instant::now();
            search(place, &query).await?;
            times.push(began.elapsed());
        }
        found.push(timed(
            &format!("searching 1,000,000 messages{on}: {what}"),
            times,
            None,
        ));
    }
    Ok(found)
}

/// How much is found on the first page.
async fn search(place: &Moodlight, text: &str) -> Result<usize> {
    let request = json!({ "search": { "text": text } });
    let answer = place.call(0, "messages/search", request).await?;
    Ok(answer["found"].as_array().map_or(0, Vec::len))
}

async fn page(place: &Moodlight, at: serde_json::Value) -> Result<serde_json::Value> {
    let request = json!({ "room": place.room_of(0), "at": at });
    place.call(0, "messages/list", request).await
}

/// The room's latest number.
async fn head(place: &Moodlight) -> Result<u64> {
    let end = page(place, json!("end")).await?;
    end["head"].as_u64().context("a page tells the head")
}

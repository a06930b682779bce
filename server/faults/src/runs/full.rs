//! A disk that is full for a while: messages, and changes of other kinds, which go another way to the disk.

use std::time::{Duration, Instant};

use anyhow::Result;
use bench::peers::Shape;
use domain::room::RoomSummary;
use serde_json::json;
use tokio::time::sleep;

use super::Plan;
use crate::{
    report::Outcome,
    talk::{Talk, until},
};

const SHAPE: Shape = Shape {
    rooms: 4,
    clients: 16,
};
const RATE: f64 = 200.0;

/// Rooms that somebody tried to make.
#[derive(Default)]
struct Rooms {
    made: Vec<String>,
    refused: Vec<String>,
}

impl Rooms {
    async fn make(&mut self, talk: &Talk) {
        let name = format!("Another {}", self.made.len() + self.refused.len());
        let body = json!({"body": {"name": &name}});
        match talk.place().call(0, "rooms/create", body).await {
            Ok(_) => self.made.push(name),
            Err(_) => self.refused.push(name),
        }
    }
}

async fn room_names(talk: &Talk) -> Result<Vec<String>> {
    let rooms = talk
        .place()
        .call(0, "rooms/summaries", json!({"rooms": []}));
    let rooms: Vec<RoomSummary> = serde_json::from_value(rooms.await?)?;
    Ok(rooms.into_iter().map(|summary| summary.room.name).collect())
}

pub async fn make(plan: Plan) -> Result<Outcome> {
    let mut server = plan.server_on_layer()?;
    server.start().await?;
    let talk = Talk::begin(&server.address, SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let mut slowest = Duration::ZERO;
    let times = plan.choose(1, 10);
    let mut told_late = 0;
    let mut rooms = Rooms::default();
    for _ in 0..times {
        sleep(Duration::from_secs(1)).await;
        rooms.make(&talk).await;
        let told = talk.refused();
        server.disk()?.set_full(true)?;
        // Everyone who speaks hears that it failed.
        let told = until(Duration::from_secs(5), || {
            talk.refused() >= told + SHAPE.clients as u64
        });
        told_late += u32::from(told.await.is_err());
        for _ in 0..5 {
            rooms.make(&talk).await;
        }
        // Checkpoints meet the full disk too.
        sleep(Duration::from_secs(plan.choose(1, 6))).await;
        let before = talk.acknowledged();
        server.disk()?.set_full(false)?;
        let room_again = Instant::now();
        until(Duration::from_secs(10), || talk.acknowledged() > before).await?;
        slowest = slowest.max(room_again.elapsed());
        for _ in 0..5 {
            rooms.make(&talk).await;
        }
    }
    // Only what is on disk outlives this.
    server.kill();
    server.start().await?;
    talk.all_open(Duration::from_secs(60)).await?;
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "full {times} times; goes on within {:.1} s of room; of {} rooms {} were made and {} refused",
        slowest.as_secs_f64(),
        rooms.made.len() + rooms.refused.len(),
        rooms.made.len(),
        rooms.refused.len(),
    ));
    let names = room_names(&talk).await?;
    let there = |name: &&String| names.contains(name);
    let lost = rooms.made.iter().filter(|name| !there(name)).count();
    outcome.expect(lost == 0, format!("{lost} rooms that were made are lost"));
    outcome.expect(
        rooms.refused.iter().filter(there).count() == 0,
        "a room is there that was refused",
    );
    outcome.expect(!rooms.refused.is_empty(), "no room was refused");
    outcome.expect(
        told_late == 0,
        format!("{told_late} times not every sender was told within 5 s"),
    );
    outcome.expect(
        talk.connections() == 2 * SHAPE.clients as u64,
        "connections were lost",
    );
    let log = server.log();
    let says = |words: &str| log.lines().filter(|line| line.contains(words)).count();
    outcome.expect(
        says("could not be written") > 0 && says("disk is full") > 0,
        "the log does not say that the disk is full",
    );
    outcome.expect(
        says("can be written again") == times,
        "the log does not say that it goes on",
    );
    drop(talk);
    server.stop().await?;
    server.check_database()?;
    Ok(outcome)
}

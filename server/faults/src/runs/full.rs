//! A disk that is full for a while.

use std::time::{Duration, Instant};

use anyhow::Result;
use bench::peers::Shape;
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

pub async fn make(plan: Plan) -> Result<Outcome> {
    let mut server = plan.server_on_layer()?;
    server.start().await?;
    let talk = Talk::begin(&server.address, SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let mut slowest = Duration::ZERO;
    let times = plan.choose(1, 10);
    let mut told_late = 0;
    for _ in 0..times {
        sleep(Duration::from_secs(1)).await;
        let told = talk.refused();
        server.disk()?.set_full(true)?;
        // Everyone who speaks hears that it failed.
        let told = until(Duration::from_secs(5), || {
            talk.refused() >= told + SHAPE.clients as u64
        });
        told_late += u32::from(told.await.is_err());
        // Checkpoints meet the full disk too.
        sleep(Duration::from_secs(plan.choose(1, 6))).await;
        let before = talk.acknowledged();
        server.disk()?.set_full(false)?;
        let room_again = Instant::now();
        until(Duration::from_secs(10), || talk.acknowledged() > before).await?;
        slowest = slowest.max(room_again.elapsed());
    }
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "full {times} times; goes on within {:.1} s of room",
        slowest.as_secs_f64()
    ));
    outcome.expect(
        told_late == 0,
        format!("{told_late} times not every sender was told within 5 s"),
    );
    outcome.expect(
        talk.connections() == SHAPE.clients as u64,
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

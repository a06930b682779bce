//! `kill -9` under load, again and again.

use std::time::Duration;

use anyhow::Result;
use bench::peers::Shape;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::time::sleep;

use super::Plan;
use crate::{report::Outcome, talk::Talk};

const SHAPE: Shape = Shape {
    rooms: 6,
    clients: 30,
};
/// Messages a second; waiting clients say less.
const RATE: f64 = 400.0;

pub async fn make(plan: Plan) -> Result<Outcome> {
    let mut random = StdRng::seed_from_u64(plan.seed);
    let mut server = plan.server()?;
    server.start().await?;
    let talk = Talk::begin(&server.address, SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let kills = plan.choose(5, 100);
    for _ in 0..kills {
        // Somewhere in the talk, once everyone has come back.
        sleep(Duration::from_millis(random.random_range(100..600))).await;
        server.kill();
        server.start().await?;
        talk.all_open(Duration::from_secs(60)).await?;
    }
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "killed {kills} times, {} reconnections",
        talk.connections() - SHAPE.clients as u64
    ));
    drop(talk);
    server.stop().await?;
    server.check_database()?;
    Ok(outcome)
}

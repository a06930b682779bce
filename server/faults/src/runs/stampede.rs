//! Everyone comes back at once.

use std::time::{Duration, Instant};

use anyhow::Result;
use bench::peers::Shape;

use super::Plan;
use crate::{report::Outcome, talk::Talk};

/// Of whom a tenth of a second's messages are under way when the server dies.
const RATE: f64 = 200.0;
/// The server has no more to keep than before, in MB.
const MORE_MEMORY: f64 = 64.0;

pub async fn make(plan: Plan) -> Result<Outcome> {
    let shape = Shape {
        rooms: plan.choose(25, 100),
        clients: plan.choose(500, 2_000),
    };
    let mut server = plan.server()?;
    server.start().await?;
    let talk = Talk::begin(&server.address, shape).await?;
    let before = server.memory();
    let chat = talk.chat(RATE, 0, plan.seed);
    tokio::time::sleep(Duration::from_secs(2)).await;
    server.kill();
    server.start().await?;
    let up = Instant::now();
    talk.all_open(Duration::from_secs(60)).await?;
    let back = up.elapsed();
    let after = server.memory();
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "{} clients, the last one back {:.1} s after the server, memory {before:.0} MB before and {after:.0} MB after",
        shape.clients,
        back.as_secs_f64()
    ));
    outcome.expect(after - before < MORE_MEMORY, "memory grew");
    drop(talk);
    server.stop().await?;
    Ok(outcome)
}

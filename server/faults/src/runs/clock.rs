//! The wall clock is set back and forth, while the server runs and over a restart.

use std::time::Duration;

use anyhow::Result;
use bench::peers::Shape;
use tokio::time::sleep;

use super::Plan;
use crate::{report::Outcome, talk::Talk};

const SHAPE: Shape = Shape {
    rooms: 3,
    clients: 12,
};
const RATE: f64 = 200.0;
const HOUR: i64 = 3_600;
/// Seconds ahead, and whether the server is restarted then.
const SETTINGS: [(i64, bool); 6] = [
    (-HOUR, false),
    (HOUR, false),
    (-HOUR, true),
    (HOUR, true),
    (-24 * HOUR, true),
    (0, false),
];

pub async fn make(plan: Plan) -> Result<Outcome> {
    let mut server = plan.server_on_layer()?;
    server.start().await?;
    let talk = Talk::begin(&server.address, SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let mut restarts = 0;
    for (ahead, is_restarted) in SETTINGS {
        sleep(Duration::from_millis(plan.choose(500, 5_000))).await;
        server.disk()?.set_clock(ahead)?;
        if is_restarted {
            server.kill();
            server.start().await?;
            restarts += 1;
            // Whoever was signed in still is, or nobody would come back.
            talk.all_open(Duration::from_secs(60)).await?;
        }
    }
    sleep(Duration::from_millis(plan.choose(500, 5_000))).await;
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "set {} times by up to a day, {restarts} restarts, everyone still signed in",
        SETTINGS.len()
    ));
    outcome.expect(
        talk.connections() == SHAPE.clients as u64 * (restarts + 1),
        "connections were lost though the server ran on",
    );
    outcome.expect(!server.log().contains("panicked"), "something panicked");
    drop(talk);
    server.stop().await?;
    Ok(outcome)
}

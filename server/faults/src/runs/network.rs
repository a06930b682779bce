//! A network that cuts, halves, delays, stalls, and brings late what nobody waits for any more.

use std::time::Duration;

use anyhow::Result;
use bench::peers::Shape;
use tokio::time::sleep;

use super::Plan;
use crate::{proxy::Proxy, report::Outcome, talk::Talk};

const SHAPE: Shape = Shape {
    rooms: 5,
    clients: 25,
};
const RATE: f64 = 200.0;

pub async fn make(plan: Plan) -> Result<Outcome> {
    let mut server = plan.server()?;
    server.start().await?;
    let proxy = Proxy::before(&server.address, plan.seed).await?;
    let way = proxy.address.clone();
    let talk = Talk::begin_through(&server.address, SHAPE, |_| way.clone()).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    sleep(Duration::from_secs(plan.choose(12, 90))).await;
    drop(chat);
    proxy.clear_up();
    let mut outcome = Outcome::of(talk.account().await?);
    let [cut, half, delay, stall, late] = [0, 1, 2, 3, 4].map(|place| proxy.seen[place].get());
    outcome.note(format!(
        "{cut} cut, {half} halved, {delay} delayed, {stall} stalled, {late} brought late; {} reconnections, {} resets",
        talk.connections() - SHAPE.clients as u64,
        talk.resets()
    ));
    outcome.expect(
        [cut, half, delay, stall, late]
            .iter()
            .all(|count| *count > 0),
        "not every fault happened",
    );
    drop(talk);
    server.stop().await?;
    Ok(outcome)
}

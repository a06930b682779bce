//! Power cuts: the server is killed, and its disk is put into a state in which a power cut may leave it.
//!
//! The run proves itself: once more with a disk on which syncs do nothing, as with `synchronous=OFF`, and there something
//! must be lost.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use bench::peers::Shape;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::time::sleep;

use super::Plan;
use crate::{
    account::Counts,
    disk::{Disk, Left},
    report::Outcome,
    talk::Talk,
};

const SHAPE: Shape = Shape {
    rooms: 4,
    clients: 16,
};
const RATE: f64 = 300.0;
/// A disk that takes its time leaves more to be cut.
const SYNC: Duration = Duration::from_millis(10);
/// One comes every five seconds, and after a start.
const CHECKPOINT_WITHIN: Duration = Duration::from_secs(8);

pub async fn make(plan: Plan) -> Result<Outcome> {
    let cuts = plan.choose(3, 30);
    let (counts, gone) = cut(&plan, cuts, false).await?;
    let mut outcome = Outcome::of(counts);
    outcome.note(format!("{cuts} cuts took {gone} writes"));
    let (lied_to, _) = cut(&plan, 1, true).await?;
    outcome.note(format!(
        "without syncs {} of {} acknowledged lost, as must be",
        lied_to.lost, lied_to.acknowledged
    ));
    outcome.expect(
        lied_to.lost > 0,
        "nothing is lost without syncs either: this proves nothing",
    );
    outcome.expect(gone > 0, "no write was taken: this proves nothing");
    Ok(outcome)
}

async fn checkpointing(disk: &Disk) -> Result<()> {
    let deadline = Instant::now() + CHECKPOINT_WITHIN;
    while !disk.is_checkpointing() {
        ensure!(Instant::now() < deadline, "no checkpoint came");
        sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

async fn cut(plan: &Plan, cuts: usize, is_lying: bool) -> Result<(Counts, usize)> {
    let mut random = StdRng::seed_from_u64(plan.seed);
    let mut server = plan.server_on_layer()?;
    server.start().await?;
    let talk = Talk::begin(&server.address, SHAPE).await?;
    server.disk()?.set_slow(SYNC)?;
    server.disk()?.set_lying(is_lying)?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let mut gone = 0;
    for turn in 0..cuts {
        sleep(Duration::from_millis(random.random_range(300..1_500))).await;
        // Every other cut comes in the middle of a checkpoint.
        if turn % 2 == 1 {
            checkpointing(server.disk()?).await?;
        }
        server.kill();
        let left = match turn % 3 {
            _ if is_lying => Left::Nothing,
            0 => Left::Nothing,
            1 => Left::Some,
            _ => Left::Torn,
        };
        gone += server.disk()?.cut(left, &mut random)?;
        server.disk()?.set_lying(false)?;
        server.start().await?;
        talk.all_open(Duration::from_secs(60)).await?;
    }
    drop(chat);
    let counts = talk.account().await?;
    drop(talk);
    server.stop().await?;
    server.check_database()?;
    Ok((counts, gone))
}

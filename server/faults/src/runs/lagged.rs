//! A reader that stops reading.

use std::{
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::Result;
use bench::{peers::Shape, processes::open_files};
use protocol::frame::close;
use tokio::time::sleep;

use super::Plan;
use crate::{
    member::Member,
    report::Outcome,
    talk::{Talk, until},
};

const SHAPE: Shape = Shape {
    rooms: 1,
    clients: 6,
};
/// Long messages, so that what the system takes by itself is soon full.
const EXTRA: usize = 7_000;
const RATE: f64 = 300.0;
/// What the server may need for it, in MB: 1 MiB waits for the socket, and what is allocated is not all given back.
const MORE_MEMORY: f64 = 32.0;
const DROPPED_WITHIN: Duration = Duration::from_secs(60);

pub async fn make(plan: Plan) -> Result<Outcome> {
    let mut server = plan.server()?;
    server.start().await?;
    let talk = Talk::begin(&server.address, SHAPE).await?;
    let (reader, others) = (&talk.members[0], &talk.members[1..]);
    let chat = talk.chat_among(others.to_vec(), RATE, EXTRA, plan.seed);
    // What the load itself costs comes first.
    sleep(Duration::from_secs(plan.choose(2, 10))).await;
    let before = server.memory();
    let mut most = before;
    for member in others {
        member.forget_slowest();
    }
    reader.freeze(true);
    let files = open_files(&server.ids());
    let (started, mut dropped_after) = (Instant::now(), None);
    while dropped_after.is_none() && started.elapsed() < DROPPED_WITHIN {
        sleep(Duration::from_millis(100)).await;
        most = most.max(server.memory());
        if open_files(&server.ids()) < files {
            dropped_after = Some(started.elapsed().as_secs_f64());
        }
    }
    // The others talk on.
    sleep(Duration::from_secs(plan.choose(1, 10))).await;
    most = most.max(server.memory());
    let slowest = slowest(others);
    drop(chat);
    reader.freeze(false);
    until(Duration::from_secs(30), || {
        reader.life().connections > 1 && reader.is_open()
    })
    .await?;
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "dropped after {:.1} s, server's memory +{:.0} MB, others' slowest message {} ms",
        dropped_after.unwrap_or(f64::NAN),
        most - before,
        slowest.as_millis()
    ));
    outcome.expect(dropped_after.is_some(), "the server kept the socket");
    let code = reader.life().closed_with;
    outcome.expect(
        code.is_none_or(|code| code == close::LAGGED),
        format!("it was closed with {code:?}"),
    );
    outcome.expect(most - before < MORE_MEMORY, "memory grew");
    outcome.expect(slowest < plan.slow(), "others had to wait");
    outcome.expect(
        others.iter().all(|member| member.life().connections == 1),
        "others were dropped too",
    );
    drop(talk);
    server.stop().await?;
    Ok(outcome)
}

fn slowest(members: &[Rc<Member>]) -> Duration {
    let times = members.iter().map(|member| member.life().slowest);
    times.max().unwrap_or_default()
}

//! A laptop that is closed for so long that the server gives it up, and opened again.

use std::{rc::Rc, time::Duration};

use anyhow::Result;
use bench::peers::Shape;
use tokio::time::sleep;

use super::Plan;
use crate::{
    member::Member,
    report::Outcome,
    talk::{Talk, until},
};

const SHAPE: Shape = Shape {
    rooms: 2,
    clients: 10,
};
/// Longer than any heartbeat limit: the server looks at each of its heartbeats, 40 to 60 seconds after the last word.
const ASLEEP: Duration = Duration::from_secs(75);

pub async fn make(plan: Plan) -> Result<Outcome> {
    let mut server = plan.server()?;
    server.start().await?;
    let talk = Talk::begin(&server.address, SHAPE).await?;
    // One in a room where little is said, one in a room where more is said than can be resumed.
    let (quiet, busy) = (&talk.members[0], &talk.members[1]);
    let awake = |room: usize| -> Vec<Rc<Member>> {
        let members = talk.members.iter().skip(2);
        members
            .filter(|member| member.number % 2 == room)
            .cloned()
            .collect()
    };
    let chats = (
        talk.chat_among(awake(0), 2.0, 0, plan.seed),
        talk.chat_among(awake(1), 50.0, 0, plan.seed),
    );
    sleep(Duration::from_secs(1)).await;
    for member in [quiet, busy] {
        member.freeze(true);
        // Written before it is closed, sent when it is opened.
        member.post(0);
    }
    sleep(ASLEEP).await;
    for member in [quiet, busy] {
        member.freeze(false);
    }
    until(Duration::from_secs(30), || {
        [quiet, busy]
            .iter()
            .all(|member| member.life().connections == 2 && member.is_open())
    })
    .await?;
    let (resumed, reset) = (quiet.life().resets == 0, busy.life().resets > 0);
    drop(chats);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "silent for {} s, given up by the server; one came back by resume, one by loading afresh",
        ASLEEP.as_secs()
    ));
    outcome.expect(resumed, "a few changes were not resumed");
    outcome.expect(reset, "many changes did not lead to a reset");
    drop(talk);
    server.stop().await?;
    Ok(outcome)
}

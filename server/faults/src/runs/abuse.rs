//! Rubbish, floods, too much of everything and much too slowly; two people who talk beside it notice nothing.

use std::time::Duration;

use anyhow::Result;
use bench::{peers::Shape, wire};
use protocol::frame::close;
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::Plan;
use crate::{
    abuser::{Abuser, End, ends, moment, rubbish},
    report::Outcome,
    server::{Flags, Server},
    talk::{Lateness, Talk},
};

/// Two who talk, one who listens, and one whose sign-in the abuser has.
const SHAPE: Shape = Shape {
    rooms: 1,
    clients: 4,
};
const RATE: f64 = 10.0;
/// As the server says: sockets of one person, connections of one address, and how long a request may take to come.
const SOCKETS: usize = 64;
const CONNECTIONS: usize = 1_000;
const PATIENCE: Duration = Duration::from_secs(60);
/// Memory of the server for all that, in MB.
const MORE_MEMORY: f64 = 64.0;
const CLOSED_WITHIN: Duration = Duration::from_secs(5);

pub async fn make(plan: Plan) -> Result<Outcome> {
    let mut server = Server::new(
        &plan.server,
        None,
        Flags {
            is_limited: true,
            ..Flags::default()
        },
    )?;
    server.start().await?;
    let talk = Talk::begin(&server.address, SHAPE).await?;
    let before = server.memory();
    let chat = talk.chat_among(talk.members[..2].to_vec(), RATE, 0, plan.seed);
    let abuser = Abuser::new(&server.address, talk.cookie_of(SHAPE.clients - 1))?;
    let mut random = StdRng::seed_from_u64(plan.seed);
    let mut outcome = Outcome::default();
    let lateness = Lateness::watch();
    let mut waits = Vec::new();
    no_requests(&plan, &abuser, &mut random, &mut outcome).await?;
    waits.push(slowest(&talk));
    no_frames(&plan, &abuser, &mut random, &mut outcome).await?;
    waits.push(slowest(&talk));
    too_many(&abuser, &mut outcome).await?;
    waits.push(slowest(&talk));
    if !plan.is_short {
        too_slow(&abuser, &mut outcome).await?;
        waits.push(slowest(&talk));
    }
    // What this program itself was late by is not the server's.
    let own = lateness.most();
    let slowest = waits.iter().copied().max().unwrap_or_default();
    let more = server.memory() - before;
    drop(chat);
    outcome.counts = talk.account().await?;
    outcome.note(format!(
        "server's memory +{more:.0} MB, others' slowest message {} ms (abuser and others are one program, which was late \
         by up to {} ms)",
        slowest.as_millis(),
        own.as_millis()
    ));
    outcome.expect(
        slowest < plan.slow() + own,
        format!("others had to wait: {waits:?}"),
    );
    outcome.expect(more < MORE_MEMORY, "memory grew");
    outcome.expect(
        talk.members[..3]
            .iter()
            .all(|member| member.life().connections == 1),
        "others were dropped",
    );
    outcome.expect(!server.log().contains("panicked"), "something panicked");
    drop(talk);
    server.stop().await?;
    Ok(outcome)
}

/// The slowest message since this was asked last.
fn slowest(talk: &Talk) -> Duration {
    let times = talk.members.iter().map(|member| {
        let slowest = member.life().slowest;
        member.forget_slowest();
        slowest
    });
    times.max().unwrap_or_default()
}

/// What is no request, and what is too large for one.
async fn no_requests(
    plan: &Plan,
    abuser: &Abuser,
    random: &mut StdRng,
    outcome: &mut Outcome,
) -> Result<()> {
    let times = plan.choose(50, 1_000);
    let mut closed = 0;
    for _ in 0..times {
        let length = random.random_range(64..4_096);
        let mut words = rubbish(random, length);
        // An end, so that it is not taken for the beginning of something long.
        words.extend_from_slice(b"\r\n\r\n");
        let end = abuser.says(&words, CLOSED_WITHIN).await?;
        closed += usize::from(end != End::Open);
    }
    outcome.note(format!(
        "{closed} of {times} connections with rubbish closed"
    ));
    outcome.expect(closed == times, "rubbish was listened to");
    let mut huge = b"GET / HTTP/1.1\r\nhost: a\r\nx-huge: ".to_vec();
    huge.resize(1_000_000, b'x');
    let end = abuser.says(&huge, CLOSED_WITHIN).await?;
    outcome.expect(
        matches!(&end, End::Closed(answer) if answer.is_empty() || answer.starts_with("HTTP/1.1 431")),
        format!("a huge head: {end:?}"),
    );
    Ok(())
}

/// What is no frame, and far too many of them.
async fn no_frames(
    plan: &Plan,
    abuser: &Abuser,
    random: &mut StdRng,
    outcome: &mut Outcome,
) -> Result<()> {
    let times = plan.choose(3, 30);
    for turn in 0..times {
        let words = rubbish(random, 300);
        let code = match turn % 3 {
            // No WebSocket at all.
            0 => {
                abuser
                    .floods(100, |_, out| out.extend_from_slice(&words))
                    .await?
            }
            // Frames with rubbish inside.
            1 => {
                let text: String = words
                    .iter()
                    .map(|byte| char::from(byte % 94 + 32))
                    .collect();
                let frame = |_, out: &mut Vec<u8>| wire::frame(wire::TEXT, text.as_bytes(), out);
                abuser.floods(100_000, frame).await?
            }
            // All of them good, and too many.
            _ => {
                let frame = |number, out: &mut Vec<u8>| {
                    let text = format!(
                        r#"{{"request":{{"id":{number},"command":{{"set_away":{{"away":false}}}}}}}}"#
                    );
                    wire::frame(wire::TEXT, text.as_bytes(), out);
                };
                abuser.floods(100_000, frame).await?
            }
        };
        // A reset may overtake the code.
        outcome.expect(
            code.is_none_or(|code| code == close::REFUSED),
            format!("flood {turn} was closed with {code:?}"),
        );
    }
    outcome.note(format!("{times} sockets with rubbish or floods closed"));
    Ok(())
}

/// More sockets and more connections than one needs.
async fn too_many(abuser: &Abuser, outcome: &mut Outcome) -> Result<()> {
    let (mut sockets, mut refused) = (Vec::new(), 0);
    for _ in 0..SOCKETS + 10 {
        let (status, stream) = abuser.socket().await?;
        if status == "101" {
            sockets.push(stream);
        } else {
            refused += 1;
        }
    }
    outcome.note(format!(
        "{} sockets of one person, {refused} more refused",
        sockets.len()
    ));
    outcome.expect(
        sockets.len() <= SOCKETS && refused >= 10,
        "one person has too many sockets",
    );
    drop(sockets);
    let mut streams = Vec::new();
    for _ in 0..CONNECTIONS + 200 {
        streams.push(abuser.connect().await?);
    }
    moment().await;
    let dropped = ends(streams, Duration::from_millis(500)).await;
    outcome.note(format!(
        "{dropped} of {} connections of one address dropped",
        CONNECTIONS + 200
    ));
    outcome.expect(dropped >= 200, "one address has too many connections");
    Ok(())
}

/// Requests that never end, and connections on which none begins.
async fn too_slow(abuser: &Abuser, outcome: &mut Outcome) -> Result<()> {
    let within = PATIENCE + Duration::from_secs(15);
    let head = b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: ";
    let body = abuser.form_head(10_000);
    let heads = (0..50).map(|_| abuser.drips(head, b'x', within));
    let bodies = (0..50).map(|_| abuser.drips(body.as_bytes(), b'x', within));
    let mut silent = Vec::new();
    for _ in 0..50 {
        silent.push(abuser.connect().await?);
    }
    let (heads, bodies, silent) = tokio::join!(
        futures::future::try_join_all(heads),
        futures::future::try_join_all(bodies),
        ends(silent, within),
    );
    let ended = |times: Vec<Option<Duration>>| times.into_iter().flatten().count();
    let counts = [ended(heads?), ended(bodies?), silent];
    outcome.note(format!(
        "after a minute {} of 50 slow heads, {} of 50 slow bodies, {} of 50 silent connections closed",
        counts[0], counts[1], counts[2]
    ));
    outcome.expect(counts == [50; 3], "slow ones were waited for");
    Ok(())
}

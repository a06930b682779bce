//! What happens to three servers, and to the engines that they share.

use std::time::{Duration, Instant};

use anyhow::Result;
use bench::peers::Shape;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::time::sleep;

use super::Plan;
use crate::{cluster::Cluster, report::Outcome};

/// Rooms whose members are spread over all servers.
const SHAPE: Shape = Shape {
    rooms: 6,
    clients: 30,
};
/// Messages a second; waiting clients say less.
const RATE: f64 = 200.0;
/// How long everyone may take to come back.
const BACK_WITHIN: Duration = Duration::from_secs(60);
/// What is promised for a server that stops in order.
const RESTARTED_WITHIN: Duration = Duration::from_secs(2);

/// `kill -9` of one of three.
pub async fn kill(plan: Plan) -> Result<Outcome> {
    let mut random = StdRng::seed_from_u64(plan.seed);
    let mut cluster = Cluster::start(&plan).await?;
    let talk = cluster.talk(SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let kills = plan.choose(3, 30);
    for _ in 0..kills {
        sleep(Duration::from_millis(random.random_range(200..1_500))).await;
        let node = &mut cluster.nodes[random.random_range(0..3)];
        node.kill();
        // Its clients go to the others, which have not heard yet that it is gone.
        sleep(Duration::from_millis(random.random_range(0..2_000))).await;
        node.start().await?;
        talk.all_open(BACK_WITHIN).await?;
    }
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "one of three killed {kills} times, {} reconnections",
        talk.connections() - SHAPE.clients as u64
    ));
    drop(talk);
    cluster.stop().await?;
    Ok(outcome)
}

/// One after the other stops in order and starts again.
pub async fn rolling(plan: Plan) -> Result<Outcome> {
    let mut cluster = Cluster::start(&plan).await?;
    let talk = cluster.talk(SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let rounds = plan.choose(1, 5);
    let (mut first, mut last) = (Duration::MAX, Duration::ZERO);
    for number in 0..rounds * 3 {
        let node = &mut cluster.nodes[number % 3];
        let stopping = Instant::now();
        node.stop().await?;
        talk.all_open(BACK_WITHIN).await?;
        // Who was on another server has not come back since.
        let back = talk
            .members
            .iter()
            .filter_map(|member| member.life().opened_at?.checked_duration_since(stopping));
        for took in back {
            first = first.min(took);
            last = last.max(took);
        }
        node.start().await?;
        // As the instructions say: until it is ready, and the balancer has seen that.
        sleep(Duration::from_secs(2)).await;
    }
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "{} orderly restarts, {} reconnections, back after {:.1} to {:.1} s",
        rounds * 3,
        talk.connections() - SHAPE.clients as u64,
        first.as_secs_f64(),
        last.as_secs_f64()
    ));
    outcome.expect(
        plan.is_short || last <= RESTARTED_WITHIN,
        "somebody was away for too long",
    );
    drop(talk);
    cluster.stop().await?;
    Ok(outcome)
}

/// Redis goes away and comes back.
pub async fn redis(plan: Plan) -> Result<Outcome> {
    let mut random = StdRng::seed_from_u64(plan.seed);
    let mut cluster = Cluster::start(&plan).await?;
    let talk = cluster.talk(SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let kills = plan.choose(2, 10);
    for _ in 0..kills {
        sleep(Duration::from_millis(random.random_range(500..2_000))).await;
        cluster.kill_redis().await?;
        sleep(Duration::from_millis(random.random_range(500..4_000))).await;
        cluster.resume_redis().await?;
    }
    sleep(Duration::from_secs(2)).await;
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    let reconnections = talk.connections() - SHAPE.clients as u64;
    outcome.note(format!(
        "killed {kills} times, {reconnections} reconnections"
    ));
    outcome.expect(reconnections == 0, "somebody lost their connection");
    outcome.expect(talk.refused() == 0, "somebody was told to wait");
    drop(talk);
    cluster.stop().await?;
    Ok(outcome)
}

/// PostgreSQL crashes and comes back.
pub async fn postgres(plan: Plan) -> Result<Outcome> {
    let mut random = StdRng::seed_from_u64(plan.seed);
    let mut cluster = Cluster::start(&plan).await?;
    let talk = cluster.talk(SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let kills = plan.choose(2, 10);
    for _ in 0..kills {
        sleep(Duration::from_millis(random.random_range(500..2_000))).await;
        cluster.kill_postgres().await?;
        sleep(Duration::from_millis(random.random_range(200..3_000))).await;
        cluster.resume_postgres().await?;
        let before = talk.acknowledged();
        crate::talk::until(BACK_WITHIN, || talk.acknowledged() > before).await?;
    }
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "crashed {kills} times, {} told to wait",
        talk.refused()
    ));
    outcome.expect(talk.refused() > 0, "nobody was told to wait");
    drop(talk);
    cluster.stop().await?;
    Ok(outcome)
}

/// PostgreSQL is slow, refuses connections, or has no place for more.
pub async fn hard_to_reach(plan: Plan) -> Result<Outcome> {
    let mut cluster = Cluster::start(&plan).await?;
    let talk = cluster.talk(SHAPE).await?;
    let chat = talk.chat(RATE, 0, plan.seed);
    let rounds = plan.choose(1, 5);
    let bad = Duration::from_secs(plan.choose(3, 8));
    for _ in 0..rounds {
        cluster.lane.delay(Duration::from_millis(40));
        sleep(bad).await;
        cluster.lane.delay(Duration::ZERO);
        let slow = talk.refused();
        cluster.lane.open(false);
        sleep(bad).await;
        cluster.lane.open(true);
        let before = talk.acknowledged();
        crate::talk::until(BACK_WITHIN, || talk.acknowledged() > before).await?;
        anyhow::ensure!(talk.refused() > slow, "nobody was refused");
        // Two for three servers: at least one has none.
        cluster.allow_connections(2).await?;
        sleep(bad).await;
        cluster.allow_connections(-1).await?;
        let before = talk.acknowledged();
        crate::talk::until(BACK_WITHIN, || talk.acknowledged() > before).await?;
    }
    drop(chat);
    let mut outcome = Outcome::of(talk.account().await?);
    outcome.note(format!(
        "{rounds} times each for {} s, {} told to wait",
        bad.as_secs(),
        talk.refused()
    ));
    drop(talk);
    cluster.stop().await?;
    Ok(outcome)
}

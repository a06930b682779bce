//! Redis or PostgreSQL go away and come back.

use engines::{Durability, Postgres};
use protocol::{ApiError, Event, RoomChangeKind, rooms::PageAt};

use crate::{
    nodes::{Cluster, nobody_hears},
    support::{Data, TestApp, new_id},
};

#[tokio::test]
async fn without_redis_people_hear_each_other_a_little_later_and_then_at_once_again() {
    let mut cluster = Cluster::start(2).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.at(cluster.nodes[0].address).socket().await;
    let mut b = bea.at(cluster.nodes[1].address).socket().await;
    b.opens(room).await;
    cluster.listen(room, 2).await;
    let before = a.says(room, "before").await;
    assert_eq!(b.message().await.seq, before);

    cluster.redis.kill().unwrap();
    nobody_hears(&cluster.nodes).await;
    let during = a.says(room, "during").await;
    // The head comes with a heartbeat, and the client asks for what it misses.
    b.hears_head(room, during).await;
    let missed = b.resumes(room, before).await;
    let [change] = &missed[..] else {
        panic!("{missed:?}")
    };
    assert!(
        matches!(&change.kind, RoomChangeKind::MessagePosted { message } if message.body == "during")
    );

    cluster.redis.resume().unwrap();
    cluster.is_whole().await;
    cluster.listen(room, 2).await;
    a.says(room, "after").await;
    assert_eq!(b.message().await.body, "after");
}

#[tokio::test]
async fn who_is_removed_while_redis_is_away_hears_nothing_more() {
    let mut cluster = Cluster::start(2).await;
    let (ada, bea, cem) = (
        cluster.user("ada").await,
        cluster.user("bea").await,
        cluster.user("cem").await,
    );
    let room = ada.makes_group("Ours", &[&bea, &cem]).await;
    let mut b = bea.at(cluster.nodes[1].address).socket().await;
    let mut c = cem.at(cluster.nodes[1].address).socket().await;
    b.opens(room).await;
    c.opens(room).await;
    cluster.redis.kill().unwrap();
    nobody_hears(&cluster.nodes).await;
    ada.removes(room, &bea).await.unwrap();
    // At her own node, which has not heard of it, and before it compares itself with the database.
    c.says(room, "without her").await;
    assert_eq!(c.message().await.body, "without her");
    let heard = format!("{:?}", b.so_far().await);
    assert!(!heard.contains("without her"), "{heard}");
    // And what is said elsewhere.
    let mut a = ada.at(cluster.nodes[0].address).socket().await;
    let last = a.says(room, "nor this").await;
    c.hears_head(room, last).await;
    let heard = b.so_far().await;
    let tells = heard
        .iter()
        .any(|event| matches!(event, Event::RoomAdvanced { head, .. } if *head == last));
    assert!(!tells, "{heard:?}");
}

/// What `/health/ready` answers.
async fn readiness(app: &TestApp) -> u16 {
    let url = format!("http://{}/health/ready", app.address);
    let client = reqwest::Client::builder().build().unwrap();
    client.get(url).send().await.unwrap().status().as_u16()
}

#[tokio::test]
async fn without_the_database_nothing_is_acknowledged_and_afterwards_all_goes_on() {
    let mut postgres = Postgres::start(Durability::None).unwrap();
    let app = TestApp::start_with_data(Data::on(&postgres), |_| {}).await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    b.opens(room).await;
    a.says(room, "before").await;
    assert_eq!(b.message().await.body, "before");
    assert_eq!(readiness(&app).await, 200);

    postgres.kill().unwrap();
    let name = new_id();
    let refused = a.tries(room, name, "during").await;
    assert_eq!(refused, Err(ApiError::Unavailable));
    assert_eq!(readiness(&app).await, 503);
    let page = ada.reads_at(room, PageAt::End).await;
    assert_eq!(page.unwrap_err(), ApiError::Unavailable);

    postgres.resume().unwrap();
    while readiness(&app).await != 200 {}
    // The sockets have stood through it, and the client sends the same again.
    a.tries(room, name, "during").await.unwrap();
    assert_eq!(b.message().await.body, "during");
    let page = ada.reads_at(room, PageAt::End).await.unwrap();
    let said: Vec<&str> = page.messages.iter().map(|m| m.body.as_str()).collect();
    assert_eq!(said, ["before", "during"], "each once");
}

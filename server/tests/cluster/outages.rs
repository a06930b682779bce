//! Redis goes away and comes back.

use protocol::{Event, RoomChangeKind};

use crate::nodes::{Cluster, nobody_hears};

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

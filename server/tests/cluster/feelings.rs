//! How somebody says they feel, whatever node they and the others are connected to.

use domain::feeling::{Declared, Feeling};
use protocol::{Event, people::Profile};
use serde_json::json;

use crate::{nodes::Cluster, support::Socket};

async fn told(socket: &mut Socket, of: domain::UserId) -> Option<Feeling> {
    socket
        .until(|event| match event {
            Event::FeelingChanged { user, declared } if *user == of => {
                Some(declared.as_ref().map(|declared| declared.feeling))
            }
            _ => None,
        })
        .await
}

#[tokio::test]
async fn what_is_said_at_one_node_is_told_and_known_at_the_others() {
    let cluster = Cluster::start(3).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let there = bea.at(cluster.nodes[1].address);
    let mut b = there.socket().await;
    b.opens(room).await;
    cluster.listen(room, 1).await;
    // Said where she has no socket, and nobody else either.
    let here = ada.at(cluster.nodes[2].address);
    let body = json!({ "feeling": "low", "note": "go easy", "lasting": "hour" });
    let said: Declared = here.call("account/feeling", body).await.unwrap();
    assert_eq!(told(&mut b, ada.id).await, Some(Feeling::Low));
    let look = json!({ "username": "ada" });
    let known: Profile = there.call("people/profile", look).await.unwrap();
    assert_eq!(known.declared, Some(said));

    ada.at(cluster.nodes[0].address).blocks(&bea, true).await;
    assert_eq!(told(&mut b, ada.id).await, None);
    ada.at(cluster.nodes[0].address).blocks(&bea, false).await;
    assert_eq!(told(&mut b, ada.id).await, Some(Feeling::Low));
    here.call::<()>("account/feeling/clear", json!({}))
        .await
        .unwrap();
    assert_eq!(told(&mut b, ada.id).await, None);
}

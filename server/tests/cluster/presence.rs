//! Who is there, whatever node they are connected to.

use domain::people::Presence;
use protocol::Event;

use crate::{nodes::Cluster, support::Socket};

async fn presence(socket: &mut Socket, of: domain::UserId) -> Presence {
    socket
        .until(|event| match event {
            Event::PresenceChanged { user, state } if *user == of => Some(state.presence),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn a_person_on_two_nodes_is_there_until_they_have_left_both() {
    let cluster = Cluster::start(3).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    ada.opens_direct(&bea).await;
    let mut a = ada.at(cluster.nodes[0].address).socket().await;
    let phone = bea.at(cluster.nodes[1].address).socket().await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    let laptop = bea.at(cluster.nodes[2].address).socket().await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    drop(phone);
    // Told again by the node that she left, and still true.
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    drop(laptop);
    assert_eq!(presence(&mut a, bea.id).await, Presence::Offline);
}

#[tokio::test]
async fn a_new_node_knows_who_is_there() {
    let cluster = Cluster::start(1).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    ada.opens_direct(&bea).await;
    let _b = bea.socket().await;
    let node = cluster.another().await;
    while !node.state.hub.is_elsewhere(bea.id) {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let seen = node.state.hub.presence_of(ada.id, [bea.id]);
    assert_eq!(seen[0].state.presence, Presence::Online);
}

#[tokio::test]
async fn the_people_of_a_node_that_ends_are_gone_for_the_others() {
    let mut cluster = Cluster::start(2).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    ada.opens_direct(&bea).await;
    let mut a = ada.at(cluster.nodes[0].address).socket().await;
    let _b = bea.at(cluster.nodes[1].address).socket().await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    cluster.nodes.pop().unwrap().stop().await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Offline);
}

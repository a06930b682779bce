//! Two nodes do the same at the same moment.

use futures::future::{join, join_all};
use protocol::{ApiError, error::Field};
use server::services::place;

use crate::{
    nodes::Cluster,
    support::{Data, TestApp, browser::Browser, new_id},
};

#[tokio::test]
async fn a_message_that_is_sent_to_two_nodes_at_once_exists_once() {
    let cluster = Cluster::start(2).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut here = ada.at(cluster.nodes[0].address).socket().await;
    let mut there = ada.at(cluster.nodes[1].address).socket().await;
    for _ in 0..30 {
        let name = new_id();
        let (one, other) = join(
            here.tries(room, name, "once"),
            there.tries(room, name, "once"),
        )
        .await;
        assert_eq!(one.unwrap(), other.unwrap(), "both hear of the same one");
    }
    let head = here.opens(room).await;
    let said = here.resumes(room, 0).await;
    assert_eq!(said.len() as u64, head);
    let page = ada.reads_at(room, protocol::rooms::PageAt::End).await;
    assert_eq!(page.unwrap().messages.len(), 30);
}

#[tokio::test]
async fn two_who_take_the_same_name_at_once_get_one_account() {
    let cluster = Cluster::start(2).await;
    cluster.nodes[0].opened().await;
    for round in 0..5 {
        let name = format!("twin{round}");
        let (one, other) = join(
            Browser::new(&cluster.nodes[0]).signs_up(&name),
            Browser::new(&cluster.nodes[1]).signs_up(&name),
        )
        .await;
        let refused = match (one.status == 200, other.status == 200) {
            (true, false) => other,
            (false, true) => one,
            _ => panic!("{} {}", one.text, other.text),
        };
        let field = match refused.error() {
            ApiError::Taken { field } => field,
            error => panic!("{error:?}"),
        };
        // Both are taken; which is found first depends on the moment.
        assert!(matches!(field, Field::Username | Field::Email), "{field:?}");
    }
}

#[tokio::test]
async fn two_who_write_to_each_other_first_at_once_get_one_chat() {
    let cluster = Cluster::start(2).await;
    for round in 0..5 {
        let ada = cluster.user(&format!("ada{round}")).await;
        let bea = cluster.user(&format!("bea{round}")).await;
        let bea_there = bea.at(cluster.nodes[1].address);
        let (one, other) = join(ada.opens_direct(&bea), bea_there.opens_direct(&ada)).await;
        assert_eq!(one, other);
    }
}

#[tokio::test]
async fn of_two_who_come_first_at_once_one_becomes_the_owner() {
    let cluster = Cluster::start(2).await;
    let (one, other) = join(
        Browser::new(&cluster.nodes[0]).signs_up("first"),
        Browser::new(&cluster.nodes[1]).signs_up("second"),
    )
    .await;
    assert!(
        one.status == 200 || other.status == 200,
        "{} {}",
        one.text,
        other.text
    );
    let db = cluster.nodes[0].state.db.read();
    let owners = server::store::users::count_owners(db).await.unwrap();
    assert_eq!(owners, 1);
}

#[tokio::test]
async fn nodes_that_start_together_make_one_place() {
    let data = Data::empty().await;
    let nodes: Vec<TestApp> =
        join_all((0..3).map(|_| TestApp::start_with_data(data.clone(), |_| {}))).await;
    let codes: Vec<_> = nodes.iter().map(|node| node.setup_code.clone()).collect();
    assert!(codes[0].is_some() && codes.iter().all(|code| *code == codes[0]));
    let mut links = Vec::new();
    for node in &nodes {
        let row = place::row(node.state.db.read()).await.unwrap();
        links.push(row.invitation_code);
    }
    assert!(links.iter().all(|link| *link == links[0]));
}

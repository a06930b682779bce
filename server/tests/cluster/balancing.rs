//! Behind the load balancer of `deploy/`, without stickiness.

use engines::LoadBalancer;
use http::{HeaderMap, header};
use protocol::{ClientFrame, PROTOCOL_VERSION, ServerFrame, frame::close};

use crate::{
    nodes::Cluster,
    support::{Heard, Stream, new_id},
};

/// HAProxy before these nodes.
fn balance(cluster: &Cluster) -> LoadBalancer {
    let addresses: Vec<_> = cluster.nodes.iter().map(|node| node.address).collect();
    LoadBalancer::before(addresses.try_into().unwrap()).unwrap()
}

#[tokio::test]
async fn any_node_serves_anyone_and_one_that_stops_is_not_missed() {
    let mut cluster = Cluster::start(3).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    let balancer = balance(&cluster);
    let (ada, bea) = (ada.at(balancer.address()), bea.at(balancer.address()));
    let room = ada.opens_direct(&bea).await;
    let mut sockets = Vec::new();
    for _ in 0..6 {
        let mut socket = bea.socket().await;
        socket.opens(room).await;
        sockets.push(socket);
    }
    let on_each: Vec<usize> = cluster
        .nodes
        .iter()
        .map(|node| node.state.hub.connections())
        .collect();
    assert_eq!(on_each, [2, 2, 2], "spread over all of them");
    cluster.listen(room, 3).await;
    let mut a = ada.socket().await;
    a.says(room, "to all").await;
    for socket in &mut sockets {
        assert_eq!(socket.message().await.body, "to all");
    }

    // Requests go on without an error while a node stops; its sockets are told to come back, and get in elsewhere.
    let first = cluster.nodes.remove(0);
    let (_, ()) = tokio::join!(first.stop(), async {
        for _ in 0..50 {
            assert!(ada.summary(room).await.is_some());
        }
    });
    let mut moved = 0;
    for socket in &mut sockets {
        if let Some(code) = socket.closed_so_far().await {
            assert_eq!(code, close::RESTARTING);
            *socket = bea.socket().await;
            socket.opens(room).await;
            moved += 1;
        }
    }
    assert_eq!(moved, 2);
    cluster.listen(room, 2).await;
    let mut a = ada.socket().await;
    a.tries(room, new_id(), "all again").await.unwrap();
    for socket in &mut sockets {
        assert_eq!(socket.message().await.body, "all again");
    }
}

#[tokio::test]
async fn what_a_stream_says_reaches_the_server_that_has_it() {
    let cluster = Cluster::start(3).await;
    let balancer = balance(&cluster);
    let mut streams = Vec::new();
    for n in 0..9 {
        let person = cluster.user(&format!("person{n}")).await;
        let cookie = format!("moodlight_session={}", person.token);
        let headers = HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())]);
        let stream = Stream::open_with(balancer.address(), &person.token, headers).await;
        streams.push(stream);
    }
    let hello = ClientFrame::Hello {
        protocol: PROTOCOL_VERSION,
        build: "test".to_owned(),
    };
    for stream in &mut streams {
        stream.posts(&serde_json::to_string(&hello).unwrap()).await;
    }
    for stream in &mut streams {
        assert!(matches!(
            stream.hears().await,
            Heard::Frame(ServerFrame::Hello { .. })
        ));
        assert!(matches!(
            stream.hears().await,
            Heard::Frame(ServerFrame::Heartbeat { .. })
        ));
    }
    let nodes = cluster.nodes.iter();
    let in_use = nodes.filter(|node| node.state.hub.connections() > 0);
    assert!(in_use.count() > 1, "spread by whose they are");
}

//! People on different nodes talk as if there were one.

use protocol::{Command, Event, RoomChangeKind};

use crate::{nodes::Cluster, support::new_id};

#[tokio::test]
async fn what_is_said_on_one_node_is_heard_on_the_others() {
    let cluster = Cluster::start(3).await;
    let (ada, bea, cem) = (
        cluster.user("ada").await,
        cluster.user("bea").await,
        cluster.user("cem").await,
    );
    let room = ada.makes_group("All", &[&bea, &cem]).await;
    let mut a = ada.at(cluster.nodes[0].address).socket().await;
    let mut b = bea.at(cluster.nodes[1].address).socket().await;
    let mut c = cem.at(cluster.nodes[2].address).socket().await;
    a.opens(room).await;
    b.opens(room).await;
    // Cem has it closed.
    cluster.listen(room, 3).await;
    let seq = a.says(room, "from the first").await;
    let heard = b.message().await;
    assert_eq!((heard.seq, heard.body.as_str()), (seq, "from the first"));
    let last = c
        .until(|event| match event {
            Event::RoomAdvanced { head, last, .. } => last.clone().map(|last| (*head, last.text)),
            _ => None,
        })
        .await;
    assert_eq!(last, (seq, "from the first".to_owned()));

    b.request(Command::StartTyping { room }).await.unwrap();
    let types = |event: &Event| matches!(event, Event::TypingStarted { .. }).then_some(());
    a.until(types).await;
    let read = Command::MarkRead {
        room,
        up_to: seq,
        backwards: false,
    };
    b.request(read).await.unwrap();
    let by = a
        .until(|event| match event {
            Event::ReceiptAdvanced { user, read, .. } if *read == seq => Some(*user),
            _ => None,
        })
        .await;
    assert_eq!(by, bea.id);
}

#[tokio::test]
async fn numbers_have_no_gaps_however_many_nodes_give_them() {
    const EACH: usize = 60;
    let cluster = Cluster::start(3).await;
    let mut people = Vec::new();
    for name in ["ada", "bea", "cem", "dan", "eli", "fay"] {
        people.push(cluster.user(name).await);
    }
    let (first, others) = people.split_first().unwrap();
    let others: Vec<_> = others.iter().collect();
    let rooms = [
        first.makes_group("One", &others).await,
        first.makes_group("Two", &others).await,
    ];
    let talks = people.iter().enumerate().map(|(index, person)| {
        let person = person.at(cluster.nodes[index % 3].address);
        async move {
            let mut socket = person.socket().await;
            let mut asked = Vec::new();
            for n in 0..EACH {
                let command = Command::SendMessage {
                    // In an order of their own, so that batches lock both.
                    room: rooms[(n + index) % 2],
                    client_message_id: new_id(),
                    body: format!("{index} {n}"),
                    reply_to: None,
                };
                asked.push(socket.asks(command).await);
            }
            for id in asked {
                socket.answer(id).await.unwrap();
            }
        }
    });
    futures::future::join_all(talks).await;
    for room in rooms {
        let mut socket = people[1].at(cluster.nodes[2].address).socket().await;
        socket.opens(room).await;
        let changes = socket.resumes(room, 0).await;
        let numbers: Vec<u64> = changes.iter().map(|change| change.number).collect();
        let all: Vec<u64> = (1..=numbers.len() as u64).collect();
        assert_eq!(numbers, all, "each once, in order");
        let mut said: Vec<(usize, usize)> = Vec::new();
        for change in &changes {
            if let RoomChangeKind::MessagePosted { message } = &change.kind {
                let mut words = message.body.split(' ').map(|word| word.parse().unwrap());
                said.push((words.next().unwrap(), words.next().unwrap()));
            }
        }
        assert_eq!(said.len(), people.len() * EACH / 2);
        for person in 0..people.len() {
            let theirs: Vec<usize> = said
                .iter()
                .filter(|(index, _)| *index == person)
                .map(|(_, n)| *n)
                .collect();
            assert!(theirs.is_sorted(), "in the order of the sender: {theirs:?}");
        }
    }
}

#[tokio::test]
async fn who_is_added_on_another_node_hears_at_once() {
    let cluster = Cluster::start(2).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    let mut b = bea.at(cluster.nodes[1].address).socket().await;
    let room = ada.makes_group("Late", &[]).await;
    ada.adds(room, &[&bea]).await.unwrap();
    b.until(|event| matches!(event, Event::RoomJoined { .. }).then_some(()))
        .await;
    cluster.listen(room, 1).await;
    let mut a = ada.socket().await;
    let seq = a.says(room, "welcome").await;
    b.until(|event| match event {
        Event::RoomAdvanced { head, .. } => (*head == seq).then_some(()),
        _ => None,
    })
    .await;
    b.opens(room).await;
    a.says(room, "and again").await;
    assert_eq!(b.message().await.body, "and again");
}

#[tokio::test]
async fn who_is_removed_on_another_node_hears_nothing_more() {
    let cluster = Cluster::start(2).await;
    let (ada, bea) = (cluster.user("ada").await, cluster.user("bea").await);
    let room = ada.makes_group("Ours", &[&bea]).await;
    let mut b = bea.at(cluster.nodes[1].address).socket().await;
    b.opens(room).await;
    ada.removes(room, &bea).await.unwrap();
    b.until(|event| matches!(event, Event::RoomLeft { .. }).then_some(()))
        .await;
    let mut a = ada.socket().await;
    a.says(room, "between us").await;
    let refused = b.tries(room, new_id(), "hello?").await;
    assert!(refused.is_err());
    let heard = format!("{:?}", b.so_far().await);
    assert!(!heard.contains("between us"), "{heard}");
}

#[tokio::test]
async fn signing_out_on_one_node_closes_the_sockets_on_another() {
    let cluster = Cluster::start(2).await;
    let ada = cluster.user("ada").await;
    let phone = cluster.nodes[0].sign_in(ada.id).await;
    let mut socket = phone.at(cluster.nodes[1].address).socket().await;
    let body = serde_json::json!({ "device": phone.sign_in });
    ada.call::<()>("account/devices/sign-out", body)
        .await
        .unwrap();
    assert_eq!(
        socket.closes().await,
        Some(protocol::frame::close::SIGNED_OUT)
    );
}

//! Sending: once, in order, to everyone who should hear, and to nobody else.

use domain::{
    permissions::PostError,
    room::{Posting, Role},
};
use futures::future::join_all;
use protocol::{
    ApiError, Command, Event, Reply, RoomChangeKind,
    rooms::{CreateRoom, UpdateRoom},
};

use crate::support::{Socket, TestApp, new_id};

#[tokio::test]
async fn two_people_talk() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.opens(room).await;
    b.opens(room).await;
    let seq = a.says(room, "hello\r\nyou ").await;
    let heard = b.message().await;
    assert_eq!((heard.seq, heard.author), (seq, ada.id));
    assert_eq!(heard.body, "hello\nyou");
    assert_eq!(
        a.message().await,
        heard,
        "their own other devices hear it too"
    );
    let next = b.says(room, "hi").await;
    assert_eq!(next, seq + 1);
    assert_eq!(a.message().await.body, "hi");
}

#[tokio::test]
async fn a_room_that_is_not_open_tells_that_it_has_advanced() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    for body in ["one", "two", "three"] {
        a.says(room, body).await;
    }
    let mut posts = Vec::new();
    while posts.len() < 3 {
        let (more, line) = b
            .until(|event| match event {
                Event::RoomAdvanced { posts, last, .. } => Some((posts.clone(), last.clone())),
                _ => None,
            })
            .await;
        posts.extend(more);
        assert_eq!(
            line.as_ref().map(|line| line.seq),
            posts.last().map(|post| post.seq)
        );
        assert!(line.is_some_and(|line| line.author_name == "Ada"));
    }
    let seqs: Vec<u64> = posts.iter().map(|post| post.seq).collect();
    assert_eq!(seqs, [3, 4, 5]);
}

#[tokio::test]
async fn sending_twice_posts_once() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut phone = ada.socket().await;
    let mut laptop = app.sign_in(ada.id).await.socket().await;
    let id = new_id();
    let (one, two) = tokio::join!(
        phone.tries(room, id, "hello"),
        laptop.tries(room, id, "hello")
    );
    assert_eq!(one, two);
    let later = phone
        .tries(room, id, "another text under the old name")
        .await;
    assert_eq!(later, one);
    let page = bea.page(room).await.unwrap().page;
    let bodies: Vec<&str> = page.messages.iter().map(|m| m.body.as_str()).collect();
    assert_eq!(bodies, ["hello"]);
}

#[tokio::test]
async fn a_removed_author_is_still_told_what_became_of_an_old_message() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    let mut b = bea.socket().await;
    let id = new_id();
    let seq = b.tries(room, id, "mine").await.unwrap();
    ada.removes(room, &bea).await.unwrap();
    assert_eq!(b.tries(room, id, "mine").await, Ok(seq));
    assert_eq!(
        b.tries(room, new_id(), "more").await,
        Err(ApiError::NotAMember)
    );
}

#[tokio::test]
async fn many_senders_leave_no_gap_and_keep_their_own_order() {
    const SENDERS: usize = 6;
    const EACH: usize = 40;
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let room = ada
        .makes(CreateRoom {
            name: "Hall".to_owned(),
            visibility: domain::room::Visibility::Public,
            ..CreateRoom::default()
        })
        .await
        .unwrap();
    let mut ear = ada.socket().await;
    let from = ear.opens(room).await;
    let mut people = Vec::new();
    for n in 0..SENDERS {
        let person = app.user(&format!("p{n}")).await;
        person.joins(room).await.unwrap();
        people.push(person);
    }
    let talking = people.iter().map(|person| async {
        let mut socket = person.socket().await;
        let mut asked = Vec::new();
        for n in 0..EACH {
            // All at once, as a client does that comes back with a full outbox.
            asked.push(
                socket
                    .asks(protocol::Command::SendMessage {
                        room,
                        client_message_id: new_id(),
                        body: format!("{n}"),
                        reply_to: None,
                    })
                    .await,
            );
        }
        for id in asked {
            socket.answer(id).await.unwrap();
        }
    });
    join_all(talking).await;
    let mut numbers = Vec::new();
    let mut next_of = std::collections::HashMap::new();
    while numbers.len() < SENDERS * EACH + SENDERS {
        let change = ear.change().await;
        numbers.push(change.number);
        if let RoomChangeKind::MessagePosted { message } = change.kind {
            let next = next_of.entry(message.author).or_insert(0_usize);
            assert_eq!(message.body, next.to_string());
            *next += 1;
        }
    }
    let expected: Vec<u64> = (from + 1..).take(numbers.len()).collect();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn one_bad_message_fails_alone() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut e) = (ada.socket().await, eve.socket().await);
    let sends = (0..20).map(|n| format!("{n}"));
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for body in sends {
        let command = |body: &str| protocol::Command::SendMessage {
            room,
            client_message_id: new_id(),
            body: body.to_owned(),
            reply_to: None,
        };
        good.push(a.asks(command(&body)).await);
        bad.push(e.asks(command(&body)).await);
    }
    for id in good {
        assert!(a.answer(id).await.is_ok());
    }
    for id in bad {
        assert_eq!(e.answer(id).await, Err(PostError::NotAMember.into()));
    }
    assert_eq!(bea.page(room).await.unwrap().page.messages.len(), 20);
}

#[tokio::test]
async fn who_is_blocked_cannot_write_and_neither_can_who_blocks() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    bea.blocks(&ada, true).await;
    for socket in [&mut a, &mut b] {
        let outcome = socket.tries(room, new_id(), "hello?").await;
        assert_eq!(outcome, Err(ApiError::Unreachable));
    }
    let eve = app.user("eve").await;
    eve.blocks(&ada, true).await;
    assert_eq!(
        ada.try_direct(eve.id).await,
        Err(ApiError::Unreachable),
        "no new chat either"
    );
    bea.blocks(&ada, false).await;
    a.says(room, "again").await;
}

#[tokio::test]
async fn only_moderators_post_in_a_broadcast_room() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada
        .makes(CreateRoom {
            name: "News".to_owned(),
            posting: domain::room::Posting::Moderators,
            people: vec![bea.id],
            ..CreateRoom::default()
        })
        .await
        .unwrap();
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.says(room, "news").await;
    let refused = b.tries(room, new_id(), "comment").await;
    assert_eq!(refused, Err(ApiError::ReadOnly));
    ada.gives(room, &bea, domain::room::Role::Moderator)
        .await
        .unwrap();
    b.says(room, "comment").await;
}

#[tokio::test]
async fn who_may_post_changes_from_one_message_to_the_next() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let (mut b, mut e) = (bea.socket().await, eve.socket().await);
    let says = async |socket: &mut Socket, room| socket.tries(room, new_id(), "hello").await;

    let chat = ada.opens_direct(&bea).await;
    says(&mut b, chat).await.unwrap();
    ada.blocks(&bea, true).await;
    let refused = says(&mut b, chat).await;
    assert_eq!(refused, Err(PostError::Unreachable.into()));
    ada.blocks(&bea, false).await;
    says(&mut b, chat).await.unwrap();

    let group = ada.makes_group("Garden", &[&bea]).await;
    assert_eq!(says(&mut e, group).await, Err(ApiError::NotAMember));
    ada.adds(group, &[&eve]).await.unwrap();
    says(&mut e, group).await.unwrap();
    let only_moderators = UpdateRoom {
        posting: Some(Posting::Moderators),
        ..UpdateRoom::default()
    };
    ada.updates(group, only_moderators).await.unwrap();
    assert!(says(&mut e, group).await.is_err());
    ada.gives(group, &eve, Role::Owner).await.unwrap();
    says(&mut e, group).await.unwrap();
    ada.removes(group, &eve).await.unwrap();
    assert_eq!(says(&mut e, group).await, Err(ApiError::NotAMember));
    // Numbers go on without a gap, whatever was refused.
    let head = ada.page(group).await.unwrap().page.head;
    let mut a = ada.socket().await;
    assert_eq!(says(&mut a, group).await, Ok(head + 1));
}

#[tokio::test]
async fn one_that_was_sent_before_holds_up_none_that_comes_with_it() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    let known = new_id();
    let first = a.tries(room, known, "first").await.unwrap();
    // All under way at once, so that they meet in a batch.
    let mut asked = Vec::new();
    for number in 0..40 {
        let client_message_id = if number % 10 == 5 { known } else { new_id() };
        let command = Command::SendMessage {
            room,
            client_message_id,
            body: format!("number {number}"),
            reply_to: None,
        };
        asked.push((client_message_id, a.asks(command).await));
    }
    let mut last = first;
    for (name, request) in asked {
        let Ok(Reply::Sent { seq, .. }) = a.answer(request).await else {
            panic!("not sent")
        };
        let expected = if name == known { first } else { last + 1 };
        assert_eq!(seq, expected);
        last = last.max(seq);
    }
    assert_eq!(last, first + 36);
    let page = ada.page(room).await.unwrap();
    assert_eq!(page.page.head, last);
}

#[tokio::test]
async fn the_list_of_rooms_shows_what_people_read() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut socket = ada.socket().await;
    socket.says(room, "**It is** a ||cake||").await;
    let last = bea.summary(room).await.unwrap().last.unwrap();
    assert_eq!(
        last.text, "It is a ▇▇▇▇",
        "without marks, and hidden as in the talk"
    );
}

//! Coming back: what was missed is told, in order, without a gap, and no more than one may see.

use domain::room::{HistoryAccess, Visibility};
use protocol::{
    ApiError, Command, Event, RESUME_MAX, Reply, RoomChangeKind, frame::close, rooms::CreateRoom,
};

use crate::support::{TestApp, new_id};

#[tokio::test]
async fn what_was_missed_is_told_in_order() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    let mut b = bea.socket().await;
    let known = b.opens(room).await;
    drop(b);
    let mut a = ada.socket().await;
    a.says(room, "one").await;
    let eve = app.user("eve").await;
    ada.adds(room, &[&eve]).await.unwrap();
    a.says(room, "two").await;
    let mut b = bea.socket().await;
    let head = b.opens(room).await;
    let changes = b.resumes(room, known).await;
    let numbers: Vec<u64> = changes.iter().map(|change| change.number).collect();
    assert_eq!(numbers, (known + 1..=head).collect::<Vec<_>>());
    let kinds: Vec<&str> = changes
        .iter()
        .map(|change| match &change.kind {
            RoomChangeKind::MessagePosted { message } => message.body.as_str(),
            RoomChangeKind::MemberJoined { member, by } => {
                assert_eq!(*by, Some(ada.id));
                member.person.username.as_str()
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(kinds, ["one", "eve", "two"]);
    assert_eq!(b.resumes(room, head).await, []);
}

#[tokio::test]
async fn a_long_absence_comes_in_pages_and_a_longer_one_is_a_reset() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    let start = a.opens(room).await;
    // Texts so long that a page ends by their size.
    let long = "x".repeat(8_000);
    for n in 0..RESUME_MAX {
        let body = if n < 80 { long.clone() } else { n.to_string() };
        let command = Command::SendMessage {
            room,
            client_message_id: new_id(),
            body,
            reply_to: None,
        };
        let id = a.asks(command).await;
        if n % 50 == 49 {
            a.answer(id).await.unwrap();
        }
    }
    a.says(room, "the last").await;
    let mut b = bea.socket().await;
    let head = b.opens(room).await;
    let first = b
        .request(Command::Resume {
            room,
            after: start + 1,
        })
        .await;
    match first {
        Ok(Reply::Changes { upto, changes, .. }) => {
            assert!(upto < head && changes.len() < 80, "a page ends early");
        }
        other => panic!("{other:?}"),
    }
    let numbers: Vec<u64> = b
        .resumes(room, start + 1)
        .await
        .iter()
        .map(|change| change.number)
        .collect();
    assert_eq!(numbers, (start + 2..=head).collect::<Vec<_>>());
    let reset = Ok(Reply::Reset { room, head });
    for after in [start, head + 1] {
        assert_eq!(b.request(Command::Resume { room, after }).await, reset);
    }
}

#[tokio::test]
async fn what_was_said_before_one_came_is_withheld_where_the_room_wants_it() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada
        .makes(CreateRoom {
            name: "Circle".to_owned(),
            visibility: Visibility::Public,
            history: HistoryAccess::FromJoining,
            ..CreateRoom::default()
        })
        .await
        .unwrap();
    let mut a = ada.socket().await;
    a.says(room, "a secret").await;
    bea.joins(room).await.unwrap();
    let after = a.says(room, "welcome").await;
    let page = bea.page(room).await.unwrap();
    let bodies: Vec<&str> = page.page.messages.iter().map(|m| m.body.as_str()).collect();
    assert_eq!(bodies, ["welcome"]);
    assert!(page.page.at_start);
    assert_eq!(page.summary.unread, 1);
    let mut b = bea.socket().await;
    let changes = b.resumes(room, 0).await;
    let numbers: Vec<u64> = changes.iter().map(|change| change.number).collect();
    assert_eq!(numbers, (1..=after).collect::<Vec<_>>(), "no gap");
    let text = serde_json::to_string(&changes).unwrap();
    assert!(text.contains("welcome") && !text.contains("secret"));
    for at in [
        protocol::rooms::PageAt::Before(after),
        protocol::rooms::PageAt::After(0),
        protocol::rooms::PageAt::Around(2),
    ] {
        let page = bea.reads_at(room, at).await.unwrap();
        assert!(page.messages.iter().all(|m| m.body == "welcome"), "{at:?}");
    }
}

#[tokio::test]
async fn a_slow_reader_is_sent_away_and_misses_nothing() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut slow) = (ada.socket().await, bea.socket().await);
    let known = slow.opens(room).await;
    // She does not read while more is said than her inbox and the network hold.
    let long = "y".repeat(8_000);
    let mut asked = Vec::new();
    for _ in 0..900 {
        let command = Command::SendMessage {
            room,
            client_message_id: new_id(),
            body: long.clone(),
            reply_to: None,
        };
        asked.push(a.asks(command).await);
        if asked.len() == 40 {
            for id in asked.drain(..) {
                a.answer(id).await.unwrap();
            }
        }
    }
    for id in asked {
        a.answer(id).await.unwrap();
    }
    assert_eq!(slow.closes().await, Some(close::LAGGED));
    let mut back = bea.socket().await;
    let head = back.opens(room).await;
    assert_eq!(head, known + 900);
    assert_eq!(
        back.request(Command::Resume { room, after: known }).await,
        Ok(Reply::Reset { room, head }),
        "too far behind to be told one by one"
    );
    let told = back.resumes(room, head - 400).await;
    assert_eq!(told.len(), 400);
}

#[tokio::test]
async fn strangers_resume_nothing() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.opens_direct(&bea).await;
    let mut e = eve.socket().await;
    for command in [
        Command::Resume { room, after: 0 },
        Command::OpenRoom { room },
    ] {
        assert_eq!(e.request(command).await, Err(ApiError::NotAMember));
    }
}

#[tokio::test]
async fn a_restart_in_the_middle_of_a_conversation_loses_nothing() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    b.opens(room).await;
    let id = new_id();
    let before = a.tries(room, id, "before").await.unwrap();
    assert_eq!(b.message().await.seq, before);
    let data = app.stop().await;
    assert_eq!(b.closes().await, Some(close::RESTARTING));

    let app = TestApp::start_on(data).await;
    let (ada, bea) = (ada.at(app.address), bea.at(app.address));
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    assert_eq!(
        a.tries(room, id, "before").await,
        Ok(before),
        "sent again, since the answer may have been lost"
    );
    let after = a.says(room, "after").await;
    let head = b.opens(room).await;
    assert_eq!(head, after);
    let told = b.resumes(room, before).await;
    assert_eq!(told.len(), 1);
    a.says(room, "live again").await;
    let event = b.until(|event| matches!(event, Event::RoomChanged(_)).then(|| event.clone()));
    assert!(format!("{:?}", event.await).contains("live again"));
}

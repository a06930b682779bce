//! Delivered, read, unread: exact, and the same on all devices.

use domain::{UserId, room::UNREAD_CAP};
use protocol::{ApiError, Command, Event, Reply, command::RoomPosition};

use crate::support::{Socket, TestApp, new_id};

/// The next read position that this device is told: read, unread, version.
async fn position(socket: &mut Socket) -> (u64, u32, u64) {
    socket
        .until(|event| match event {
            Event::ReadPositionChanged {
                read,
                unread,
                version,
                ..
            } => Some((*read, *unread, *version)),
            _ => None,
        })
        .await
}

#[tokio::test]
async fn reading_on_one_device_counts_on_all() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    a.opens(room).await;
    let (mut phone, mut laptop) = (bea.socket().await, app.sign_in(bea.id).await.socket().await);
    let mut numbers = Vec::new();
    for n in 0..5 {
        numbers.push(a.says(room, &n.to_string()).await);
    }
    phone.says(room, "my own do not count").await;
    assert_eq!(bea.summary(room).await.unwrap().unread, 5);
    let read = |up_to, backwards| Command::MarkRead {
        room,
        up_to,
        backwards,
    };
    assert_eq!(
        phone.request(read(numbers[1], false)).await,
        Ok(Reply::Done)
    );
    for socket in [&mut phone, &mut laptop] {
        assert_eq!(position(socket).await, (numbers[1], 3, 1));
    }
    let told = a
        .until(|event| match event {
            Event::ReceiptAdvanced {
                user,
                delivered,
                read,
                ..
            } => Some((*user, *delivered, *read)),
            _ => None,
        })
        .await;
    assert_eq!(told, (bea.id, numbers[1], numbers[1]), "read is delivered");
    // Late news of an older position changes nothing.
    phone.request(read(numbers[0], false)).await.unwrap();
    assert_eq!(bea.summary(room).await.unwrap().read, numbers[1]);
    // Marking unread goes back on purpose, with a greater version.
    laptop.request(read(numbers[0], true)).await.unwrap();
    assert_eq!(position(&mut phone).await, (numbers[0], 4, 2));
    // Further than there is anything is up to the end.
    phone.request(read(u64::MAX, false)).await.unwrap();
    let summary = bea.summary(room).await.unwrap();
    assert_eq!((summary.read, summary.unread), (summary.head, 0));
}

#[tokio::test]
async fn delivered_is_told_to_who_has_the_room_open() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.opens(room).await;
    let number = a.says(room, "hello").await;
    let positions = vec![RoomPosition { room, number }];
    assert_eq!(
        b.request(Command::MarkDelivered { positions }).await,
        Ok(Reply::Done)
    );
    let told = a
        .until(|event| match event {
            Event::ReceiptAdvanced {
                user, delivered, ..
            } => Some((*user, *delivered)),
            _ => None,
        })
        .await;
    assert_eq!(told, (bea.id, number));
    let members = ada.page(room).await.unwrap().members;
    let of_bea = members.iter().find(|m| m.person.id == bea.id).unwrap();
    assert!(of_bea.delivered == number && of_bea.read < number);
}

#[tokio::test]
async fn unread_is_counted_to_its_cap_and_other_changes_do_not_count() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.makes_group("Garden", &[&bea]).await;
    ada.adds(room, &[&eve]).await.unwrap();
    ada.removes(room, &eve).await.unwrap();
    assert_eq!(bea.summary(room).await.unwrap().unread, 0);
    let mut a = ada.socket().await;
    let mut asked = Vec::new();
    for _ in 0..UNREAD_CAP + 20 {
        let command = Command::SendMessage {
            room,
            client_message_id: new_id(),
            body: "again".to_owned(),
            reply_to: None,
        };
        asked.push(a.asks(command).await);
        if asked.len() == 50 {
            for id in asked.drain(..) {
                a.answer(id).await.unwrap();
            }
        }
    }
    for id in asked {
        a.answer(id).await.unwrap();
    }
    let summary = bea.summary(room).await.unwrap();
    assert_eq!(summary.unread, UNREAD_CAP);
    let mut b = bea.socket().await;
    let up_to = summary.head - 7;
    b.request(Command::MarkRead {
        room,
        up_to,
        backwards: false,
    })
    .await
    .unwrap();
    assert_eq!(position(&mut b).await.1, 7);
}

#[tokio::test]
async fn strangers_move_no_position() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.opens_direct(&bea).await;
    let mut e = eve.socket().await;
    let number = 1;
    let read = Command::MarkRead {
        room,
        up_to: number,
        backwards: false,
    };
    assert_eq!(e.request(read).await, Err(ApiError::NotAMember));
    let positions = vec![RoomPosition { room, number }];
    let delivered = Command::MarkDelivered { positions };
    assert_eq!(e.request(delivered).await, Err(ApiError::NotAMember));
    // A room that was left a moment ago does not keep the others from being told.
    let own = eve.opens_direct(&bea).await;
    let positions = [room, own].map(|room| RoomPosition { room, number });
    let delivered = Command::MarkDelivered {
        positions: positions.to_vec(),
    };
    assert!(e.request(delivered).await.is_ok());
    let positions = vec![RoomPosition { room, number }; 101];
    let too_many = Command::MarkDelivered { positions };
    assert_eq!(
        e.request(too_many).await,
        Err(ApiError::TooMany { max: 100 })
    );
}

#[tokio::test]
async fn a_crowd_is_written_in_parts() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    a.opens(room).await;
    let number = a.says(room, "read by all the world").await;
    let receipts = &app.state.receipts;
    let crowd =
        (0..20_000).map(|n| receipts.read(room, UserId::from_parts(n, [7; 10]), number, false));
    let (crowd, bea_read) = futures::join!(
        futures::future::join_all(crowd),
        receipts.read(room, bea.id, number, false)
    );
    bea_read.expect("a member among many");
    assert_eq!(bea.summary(room).await.unwrap().unread, 0);
    for answer in crowd {
        let error = ApiError::from(answer.expect_err("no member"));
        assert_eq!(error, ApiError::NotAMember);
    }
}

#[tokio::test]
async fn who_goes_back_at_once_hears_that_it_is_unread_again() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let seq = ada.socket().await.says(room, "hello").await;
    let mut b = bea.socket().await;
    let mut asked = Vec::new();
    // The page shows it as read before the server has answered; both are written together.
    for (up_to, backwards) in [(seq, false), (seq - 1, true)] {
        let command = Command::MarkRead {
            room,
            up_to,
            backwards,
        };
        asked.push(b.asks(command).await);
    }
    for id in asked {
        b.answer(id).await.unwrap();
    }
    loop {
        let (read, unread, version) = position(&mut b).await;
        if read == seq - 1 {
            assert_eq!(unread, 1);
            assert!(version > 0);
            break;
        }
    }
}

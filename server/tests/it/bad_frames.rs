//! Everything wrong that a client can say: each is answered with its typed error and changes nothing.

use domain::text::{BODY_MAX, TextError};
use protocol::{
    ApiError, CLIENT_FRAME_MAX, ClientFrame, OPEN_ROOMS_MAX, PROTOCOL_VERSION, ServerFrame,
    error::Field,
    frame::{Outcome, close},
};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Heard, Socket, TestApp, new_id};

/// What a frame is answered with.
async fn answer(socket: &mut Socket, frame: &str) -> (Option<u32>, ApiError) {
    socket.write_text(frame).await;
    loop {
        match socket.hears().await {
            Heard::Frame(ServerFrame::Refused { error }) => return (None, error),
            Heard::Frame(ServerFrame::Reply {
                id,
                outcome: Outcome::Error(error),
            }) => return (Some(id), error),
            Heard::Frame(ServerFrame::Event(_) | ServerFrame::Heartbeat { .. }) => {}
            other => panic!("{frame}: {other:?}"),
        }
    }
}

fn request(command: Value) -> String {
    json!({ "request": { "id": 9, "command": command } }).to_string()
}

#[tokio::test]
async fn bad_frames_are_answered_and_change_nothing() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.opens_direct(&bea).await;
    let before = ada.summary(room).await.unwrap();
    let mut e = eve.socket().await;
    let mut a = ada.socket().await;

    let no_request = ["", " ", "null", "[]", "7", "{", "{}", r#"{"hello":{}}"#];
    for frame in no_request {
        assert_eq!(answer(&mut a, frame).await, (None, ApiError::Malformed));
    }
    let id = new_id();
    let nil = "00000000-0000-0000-0000-000000000000";
    let malformed = [
        json!(null),
        json!({}),
        json!({ "dance": {} }),
        json!({ "send_message": {} }),
        json!({ "send_message": { "room": room, "client_message_id": id } }),
        json!({ "send_message": { "room": room, "client_message_id": id, "body": 7 } }),
        json!({ "send_message": { "room": room, "client_message_id": id, "body": "x", "reply_to": -1 } }),
        json!({ "edit_message": { "room": room, "seq": "first", "body": "x" } }),
        json!({ "delete_message": { "room": room } }),
        json!({ "set_reaction": { "room": room, "seq": 1, "emoji": "👍", "on": "yes" } }),
        json!({ "send_message": { "room": "here", "client_message_id": id, "body": "x" } }),
        json!({ "send_message": { "room": room, "client_message_id": "", "body": "x" } }),
        json!({ "open_room": { "room": null } }),
        json!({ "close_room": {} }),
        json!({ "resume": { "room": room, "after": -1 } }),
        json!({ "resume": { "room": room, "after": "1" } }),
        json!({ "resume": { "room": room, "after": 1.5 } }),
        json!({ "start_typing": { "room": [] } }),
        json!({ "stop_typing": { "room": 1 } }),
        json!({ "mark_read": { "room": room } }),
        json!({ "mark_read": { "room": room, "up_to": true } }),
        json!({ "mark_delivered": { "positions": {} } }),
        json!({ "mark_delivered": { "positions": [{ "room": room }] } }),
        json!({ "set_away": { "away": "yes" } }),
    ];
    for command in malformed {
        let expected = (Some(9), ApiError::Malformed);
        assert_eq!(
            answer(&mut a, &request(command.clone())).await,
            expected,
            "{command}"
        );
    }
    let bodies = [
        ("", TextError::Empty),
        (" \n\u{200b}", TextError::Empty),
        ("bell\u{7}", TextError::Malformed),
    ];
    let too_long = "x".repeat(BODY_MAX + 1);
    let max = BODY_MAX as u32;
    for (body, reason) in bodies
        .into_iter()
        .chain([(too_long.as_str(), TextError::TooLong { max })])
    {
        let command =
            json!({ "send_message": { "room": room, "client_message_id": id, "body": body } });
        let error = ApiError::invalid(Field::Body, reason);
        assert_eq!(answer(&mut a, &request(command)).await, (Some(9), error));
    }
    let by_a_stranger = |room: Value| {
        [
            json!({ "send_message": { "room": room, "client_message_id": id, "body": "x" } }),
            json!({ "edit_message": { "room": room, "seq": 1, "body": "x" } }),
            json!({ "delete_message": { "room": room, "seq": 1 } }),
            json!({ "set_reaction": { "room": room, "seq": 1, "emoji": "👍", "on": true } }),
            json!({ "open_room": { "room": room } }),
            json!({ "resume": { "room": room, "after": 0 } }),
            json!({ "start_typing": { "room": room } }),
            json!({ "stop_typing": { "room": room } }),
            json!({ "mark_read": { "room": room, "up_to": 1 } }),
            json!({ "mark_read": { "room": room, "up_to": 0, "backwards": true } }),
            json!({ "mark_delivered": { "positions": [{ "room": room, "number": 1 }] } }),
        ]
    };
    for command in by_a_stranger(json!(room))
        .into_iter()
        .chain(by_a_stranger(json!(nil)))
    {
        let expected = (Some(9), ApiError::NotAMember);
        assert_eq!(
            answer(&mut e, &request(command.clone())).await,
            expected,
            "{command}"
        );
    }
    assert_eq!(ada.summary(room).await.unwrap(), before);
}

#[tokio::test]
async fn frames_that_are_too_large_are_answered_and_huge_ones_end_the_socket() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut a = ada.socket().await;
    let max = CLIENT_FRAME_MAX as u32;
    let large = "x".repeat(CLIENT_FRAME_MAX + 1);
    assert_eq!(
        answer(&mut a, &large).await,
        (None, ApiError::TooLarge { max })
    );
    let command = json!({ "dance": { "body": large } });
    assert_eq!(
        answer(&mut a, &request(command)).await,
        (Some(9), ApiError::TooLarge { max })
    );
    a.write_text(&"x".repeat(3 * CLIENT_FRAME_MAX)).await;
    let code = a.closes().await;
    assert!(matches!(code, Some(close::REFUSED) | None), "{code:?}");
}

#[tokio::test]
async fn who_says_nothing_sensible_is_shown_the_door() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut a = ada.socket().await;
    let (id, error) = {
        a.write_raw(Message::binary(vec![1, 2, 3])).await;
        answer(&mut a, "nonsense").await
    };
    assert_eq!((id, error), (None, ApiError::Malformed));
    for _ in 0..60 {
        a.write_text("nonsense").await;
    }
    assert_eq!(a.closes().await, Some(close::REFUSED));
}

#[tokio::test]
async fn a_client_says_hello_first_and_in_the_same_version() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let first = async |text: &str| {
        let mut socket = Socket::connect(app.address, &ada.token).await;
        let hello = socket.hears().await;
        assert!(
            matches!(&hello, Heard::Frame(ServerFrame::Hello { user_id, protocol, .. })
                if *user_id == ada.id && *protocol == PROTOCOL_VERSION),
            "{hello:?}"
        );
        socket.write_text(text).await;
        let refused = match socket.hears().await {
            Heard::Frame(ServerFrame::Refused { error }) => error,
            other => panic!("{other:?}"),
        };
        (refused, socket.closes().await)
    };
    let old = ClientFrame::Hello {
        protocol: PROTOCOL_VERSION + 1,
        build: "old".to_owned(),
    };
    assert_eq!(
        first(&serde_json::to_string(&old).unwrap()).await,
        (ApiError::VersionMismatch, Some(close::VERSION))
    );
    let request = request(json!({ "set_away": { "away": true } }));
    for frame in ["nonsense", r#"{"heartbeat":{}}"#, &request] {
        assert_eq!(
            first(frame).await,
            (ApiError::Malformed, Some(close::REFUSED)),
            "{frame}"
        );
    }
}

#[tokio::test]
async fn only_so_many_rooms_are_open_at_once() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut a = ada.socket().await;
    let mut rooms = Vec::new();
    for n in 0..=OPEN_ROOMS_MAX {
        rooms.push(ada.makes_group(&format!("Room {n}"), &[]).await);
    }
    for room in &rooms[..OPEN_ROOMS_MAX] {
        a.opens(*room).await;
        a.opens(*room).await;
    }
    let one_more = protocol::Command::OpenRoom {
        room: rooms[OPEN_ROOMS_MAX],
    };
    let max = OPEN_ROOMS_MAX as u32;
    assert_eq!(
        a.request(one_more.clone()).await,
        Err(ApiError::TooMany { max })
    );
    let room = rooms[0];
    a.request(protocol::Command::CloseRoom { room })
        .await
        .unwrap();
    assert!(a.request(one_more).await.is_ok());
}

#[tokio::test]
async fn nobody_gets_a_socket_without_a_sign_in() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let check = async |headers: &[(&str, &str)], expected: u16| {
        let mut request = reqwest::Client::builder()
            .build()
            .unwrap()
            .get(format!("http://{}/ws", app.address))
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let status = request.send().await.unwrap().status();
        assert_eq!(status.as_u16(), expected, "{headers:?}");
    };
    let good = format!("Bearer {}", ada.token);
    check(&[("authorization", "Bearer nonsense")], 401).await;
    check(&[("authorization", "")], 401).await;
    check(&[], 403).await;
    let foreign = [
        ("authorization", good.as_str()),
        ("origin", "https://elsewhere.example"),
    ];
    check(&foreign, 403).await;
    check(&[("authorization", good.as_str())], 101).await;
}

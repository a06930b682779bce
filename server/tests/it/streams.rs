//! Where WebSockets are blocked: the same connection over events and `POST`.

use domain::{RoomId, people::Presence};
use protocol::{
    ApiError, CLIENT_FRAME_MAX, ClientFrame, Command, Event, NUMBER_HEADER, POST_MAX,
    PROTOCOL_VERSION, Reply, ServerFrame,
    frame::{Outcome, close},
};
use reqwest::Method;
use tokio::time::timeout;

use crate::support::{
    Heard, PATIENCE, Socket, TestApp,
    browser::{Browser, send},
    new_id,
};

/// A request, as a line.
fn asks(id: u32, command: Command) -> String {
    serde_json::to_string(&ClientFrame::Request { id, command }).unwrap()
}

fn says(id: u32, room: RoomId, body: &str) -> String {
    let command = Command::SendMessage {
        room,
        client_message_id: new_id(),
        body: body.to_owned(),
        reply_to: None,
    };
    asks(id, command)
}

/// Where nothing but "still here" is said.
const HEARTBEAT: &str = r#"{"heartbeat":{}}"#;

#[tokio::test]
async fn a_stream_and_a_socket_talk() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut b = bea.socket().await;
    let mut a = ada.stream().await;
    let online = b.until(|event| match event {
        Event::PresenceChanged { user, state } if *user == ada.id => Some(state.presence),
        _ => None,
    });
    assert_eq!(online.await, Presence::Online);
    for socket in [&mut a, &mut b] {
        socket.opens(room).await;
    }

    a.says(room, "from the stream").await;
    assert_eq!(b.message().await.body, "from the stream");
    a.message().await;
    let number = b.says(room, "from\nthe socket").await;
    assert_eq!(a.message().await.body, "from\nthe socket");

    a.request(Command::StartTyping { room }).await.unwrap();
    b.until(|event| match event {
        Event::TypingStarted { user, .. } if *user == ada.id => Some(()),
        _ => None,
    })
    .await;
    let read = Command::MarkRead {
        room,
        up_to: number,
        backwards: false,
    };
    a.request(read).await.unwrap();
    let read = b.until(|event| match event {
        Event::ReceiptAdvanced { user, read, .. } if *user == ada.id => Some(*read),
        _ => None,
    });
    assert_eq!(read.await, number);
    assert_eq!(a.resumes(room, number - 1).await.len(), 1);
}

#[tokio::test]
async fn what_is_posted_keeps_its_order() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let room = ada.makes_group("Diary", &[]).await;
    let mut a = ada.stream().await;
    a.opens(room).await;
    let bodies: Vec<String> = (0..60).map(|number| format!("line {number}")).collect();
    for (post, part) in bodies.chunks(7).enumerate() {
        let lines: Vec<String> = part
            .iter()
            .zip(100 * (post as u32 + 1)..)
            .map(|(body, id)| says(id, room, body))
            .collect();
        a.stream().posts(&lines.join("\n")).await;
    }
    for body in &bodies {
        assert_eq!(a.message().await.body, *body);
    }
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_not_carried_out_again() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let room = ada.makes_group("Diary", &[]).await;
    let mut a = ada.stream().await;
    a.opens(room).await;
    a.stream().posts(&says(101, room, "once")).await;
    let stream = a.stream();
    let (last, another) = (stream.number, says(102, room, "never"));
    // Under other ids even: the number alone decides.
    for number in [last, last, 1] {
        let answer = stream.posts_as(number, another.clone()).await;
        assert_eq!(answer.status, 204, "{}", answer.text);
    }
    let gap = stream.posts_as(last + 2, another).await;
    assert_eq!(gap.error(), ApiError::Malformed);
    a.stream().posts(&says(103, room, "then")).await;
    for body in ["once", "then"] {
        assert_eq!(a.message().await.body, body);
    }
}

#[tokio::test]
async fn nobody_else_posts_to_a_stream() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.user("ada").await, app.user("eve").await);
    let phone = app.sign_in(ada.id).await;
    let mut a = ada.stream().await;
    let stream = a.stream();
    let name = stream.name.clone();
    let number = stream.number + 1;
    let check = async |name: &str, token: &str, expected: ApiError| {
        let request = stream.request(name, token).header(NUMBER_HEADER, number);
        assert_eq!(send(request.body(HEARTBEAT)).await.error(), expected);
    };
    check(&name, &eve.token, ApiError::NotHere).await;
    check(&name, &phone.token, ApiError::NotHere).await;
    check("another", &ada.token, ApiError::NotHere).await;
    check("", &ada.token, ApiError::NotHere).await;
    check(&name, "nonsense", ApiError::NotSignedIn).await;
    a.stream().posts(HEARTBEAT).await;
}

#[tokio::test]
async fn bad_posts_are_refused_and_may_be_mended() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut a = ada.stream().await;
    let stream = a.stream();
    let number = stream.number + 1;
    for body in [vec![], vec![0xff, 0xfe]] {
        let answer = stream.posts_as(number, body).await;
        assert_eq!(answer.error(), ApiError::Malformed);
    }
    let answer = stream.posts_as(number, "x".repeat(POST_MAX + 1)).await;
    let max = POST_MAX as u32;
    assert_eq!(answer.error(), ApiError::TooLarge { max });
    let not_numbered = stream.request(&stream.name, &ada.token).body(HEARTBEAT);
    assert_eq!(send(not_numbered).await.error(), ApiError::Malformed);

    // Frames are judged as those of a socket.
    let large = "x".repeat(CLIENT_FRAME_MAX + 1);
    stream.posts(&format!("{large}\nnonsense")).await;
    let max = CLIENT_FRAME_MAX as u32;
    let mut refusals = Vec::new();
    while refusals.len() < 2 {
        match a.hears().await {
            Heard::Frame(ServerFrame::Refused { error }) => refusals.push(error),
            Heard::Frame(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refusals, [ApiError::TooLarge { max }, ApiError::Malformed]);
    a.stream().posts(&"nonsense\n".repeat(60)).await;
    assert_eq!(a.closes().await, Some(close::REFUSED));
}

#[tokio::test]
async fn a_stream_says_hello_in_the_same_version() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut a = Socket::connect_stream(app.address, &ada.token).await;
    assert!(matches!(
        a.hears().await,
        Heard::Frame(ServerFrame::Hello { .. })
    ));
    a.write(&ClientFrame::Hello {
        protocol: PROTOCOL_VERSION + 1,
        build: "old".to_owned(),
    })
    .await;
    let refused = a.hears().await;
    assert!(
        matches!(
            refused,
            Heard::Frame(ServerFrame::Refused {
                error: ApiError::VersionMismatch
            })
        ),
        "{refused:?}"
    );
    assert_eq!(a.closes().await, Some(close::VERSION));
}

#[tokio::test]
async fn commands_of_a_stream_are_limited_like_those_of_a_socket() {
    let app = TestApp::start_with(|config| config.rates.factor = 1.0).await;
    let ada = app.user("ada").await;
    let mut a = ada.stream().await;
    let away = Command::SetAway { away: true };
    let lines: Vec<String> = (0..200).map(|id| asks(id, away.clone())).collect();
    a.stream().posts(&lines.join("\n")).await;
    let (mut done, mut limited) = (0, 0);
    while done + limited < 200 {
        match a.hears().await {
            Heard::Frame(ServerFrame::Reply { outcome, .. }) => match outcome {
                Outcome::Ok(Reply::Done) => done += 1,
                Outcome::Error(ApiError::RateLimited { .. }) => limited += 1,
                other => panic!("{other:?}"),
            },
            Heard::Frame(_) => {}
            other => panic!("{other:?}"),
        }
    }
    assert!(done >= 64 && limited > 0, "{done} {limited}");
}

#[tokio::test]
async fn only_posts_that_a_stream_takes_are_free() {
    let app = TestApp::start_with(|config| config.rates.factor = 0.1).await;
    let ada = app.user("ada").await;
    let mut a = ada.stream().await;
    let stream = a.stream();
    for _ in 0..100 {
        stream.posts(HEARTBEAT).await;
    }
    let mut refused = 0;
    for _ in 0..100 {
        let answer = stream.posts_as(1, HEARTBEAT).await;
        refused += u32::from(answer.status == 429);
    }
    assert!(refused > 50, "{refused}");
    stream.posts(HEARTBEAT).await;
}

#[tokio::test]
async fn signing_out_ends_a_stream_and_its_posts() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let phone = app.sign_in(ada.id).await;
    let mut p = phone.stream().await;
    let body = serde_json::json!({ "device": phone.sign_in });
    ada.call::<()>("account/devices/sign-out", body)
        .await
        .unwrap();
    assert_eq!(p.closes().await, Some(close::SIGNED_OUT));
    let stream = p.stream();
    assert!(stream.event().await.is_none(), "nothing comes after it");
    let answer = stream.posts_as(stream.number + 1, HEARTBEAT).await;
    assert_eq!(answer.error(), ApiError::NotHere);
}

#[tokio::test]
async fn a_stream_ends_with_its_reader() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut a = ada.stream().await;
    drop(ada.stream().await);
    let noticed = async {
        while app.state.hub.connections() > 1 {
            a.stream().posts(HEARTBEAT).await;
        }
    };
    timeout(PATIENCE, noticed).await.expect("noticed in time");
    a.stream().posts(HEARTBEAT).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_a_stream_too_slowly_is_sent_away_as_lagged() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut b = bea.socket().await;
    let mut a = ada.stream().await;
    a.opens(room).await;
    // More than the system's own buffers take on the way, too.
    let long = "\u{1f3ee}".repeat(8_000);
    let mut said = 0;
    while app.state.hub.connections() > 1 {
        b.says(room, &long).await;
        said += 1;
        assert!(said < 3_000, "nobody is sent away");
    }
    assert_eq!(a.closes().await, Some(close::LAGGED));
}

#[tokio::test]
async fn an_orderly_stop_ends_streams_too() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut a = ada.stream().await;
    let (code, _) = tokio::join!(a.closes(), app.stop());
    assert_eq!(code, Some(close::RESTARTING));
}

#[tokio::test]
async fn a_stream_opens_for_our_own_page_and_reaches_it_as_it_is() {
    let app = TestApp::start().await;
    let browser = app.opened().await;
    let open = |headers: &[(&'static str, &str)]| {
        let request = browser.request(Method::GET, "/live");
        let request = headers.iter().fold(request, |request, (name, value)| {
            request.header(*name, *value)
        });
        async { request.send().await.unwrap() }
    };
    // As a browser asks: nothing says where it comes from.
    let answer = open(&[("accept-encoding", "gzip, br")]).await;
    assert_eq!(answer.status(), 200);
    let header = |name: &str| {
        answer
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap())
    };
    assert_eq!(header("content-type"), Some("text/event-stream"));
    assert_eq!(
        header("cache-control"),
        Some("private, no-store, no-transform")
    );
    assert_eq!(header("x-accel-buffering"), Some("no"));
    assert_eq!(header("content-encoding"), None);
    for foreign in [
        ("origin", "https://evil.example.org"),
        ("sec-fetch-site", "same-site"),
    ] {
        assert_eq!(open(&[foreign]).await.status(), 403, "{foreign:?}");
    }
    let nobody = Browser::new(&app).request(Method::GET, "/live");
    assert_eq!(send(nobody).await.error(), ApiError::NotSignedIn);
    let posted = browser
        .request(Method::POST, "/live")
        .header("sec-fetch-site", "cross-site");
    assert_eq!(send(posted).await.error(), ApiError::ForeignOrigin);
}

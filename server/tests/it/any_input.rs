//! Whatever comes over the network: no answer says that the server failed, none takes long, and others talk on.

use std::{
    net::SocketAddr,
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{PATIENCE, TestApp, browser::PASSWORD};

/// Longer than anything takes, unoptimized and beside other tests.
const SOON: Duration = Duration::from_secs(5);
/// What is asked of a server function without changing who may ask: no leaving, no deleting.
const FUNCTIONS: [&str; 21] = [
    "bootstrap",
    "account",
    "account/profile",
    "account/password",
    "account/devices",
    "door",
    "place",
    "place/renew-invitation",
    "people/find",
    "people/profile",
    "people/block",
    "rooms/open-direct",
    "rooms/create",
    "rooms/public",
    "rooms/join",
    "rooms/change-role",
    "rooms/update",
    "rooms/notifications",
    "rooms/summaries",
    "rooms/page",
    "messages/list",
];
const FORMS: [&str; 3] = ["sign-up", "sign-in", "place/set-up"];

/// Cases of one property; `FUZZ_FACTOR` makes more of them.
fn cases(ordinary: u32) -> u32 {
    let factor = std::env::var("FUZZ_FACTOR").ok();
    ordinary * factor.and_then(|factor| factor.parse().ok()).unwrap_or(1)
}

/// Panics of the server, whose tasks end silently.
fn panics() -> u32 {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let is_of_a_test = info
                .location()
                .is_some_and(|place| place.file().contains("tests/it"));
            if !is_of_a_test {
                COUNT.fetch_add(1, Ordering::Relaxed);
            }
            before(info);
        }));
    });
    COUNT.load(Ordering::Relaxed)
}

fn any_value(room: String, user: String) -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        "[%_'\"\\\\a-z\u{0}]{0,12}".prop_map(Value::from),
        (0..9_000_usize).prop_map(|length| Value::from("é".repeat(length))),
        prop::sample::select(vec![
            json!(room),
            json!(user),
            json!("ada"),
            json!(PASSWORD),
            json!("end"),
            json!("owner"),
            json!({ "before": u64::MAX }),
            json!({ "around": 0 }),
        ]),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any_key(), inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn any_key() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(vec![
            "room", "user", "body", "name", "topic", "people", "query", "username", "at", "rooms", "level", "role", "blocked",
            "first_name", "last_name", "about", "current", "new", "email", "password", "login", "visibility", "history",
            "posting", "started_from", "purpose", "join_policy", "invitation", "setup_code",
        ])
        .prop_map(str::to_owned),
        1 => ".{0,6}",
    ]
}

/// A body: fields that functions know with any values, or bytes.
fn any_body(room: String, user: String) -> impl Strategy<Value = Vec<u8>> {
    let field = (any_key(), any_value(room, user)).boxed();
    prop_oneof![
        6 => prop::collection::vec(field.clone(), 0..6).prop_map(|fields| {
            Value::Object(fields.into_iter().collect()).to_string().into_bytes()
        }),
        2 => prop::collection::vec(field, 0..6).prop_map(|fields| {
            // As a form has it.
            let fields: Vec<String> = fields
                .into_iter()
                .map(|(key, value)| format!("{key}={}", value.to_string().replace('"', "")))
                .collect();
            fields.join("&").into_bytes()
        }),
        2 => prop::collection::vec(any::<u8>(), 0..300),
    ]
}

#[tokio::test]
async fn no_body_makes_the_server_fail() {
    panics();
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let names: Vec<&str> = FUNCTIONS.into_iter().chain(FORMS).collect();
    let kinds = vec![
        "application/json",
        "application/x-www-form-urlencoded",
        "text/plain",
    ];
    let inputs = (
        prop::sample::select(names),
        prop::sample::select(kinds),
        any_body(room.to_string(), bea.id.to_string()),
    );
    let http = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let mut runner = TestRunner::new(Config::default());
    for _ in 0..cases(1_500) {
        let (name, kind, body) = inputs.new_tree(&mut runner).unwrap().current();
        // Its own password may have been changed.
        let started = Instant::now();
        let answer = http
            .post(format!("http://{}/api/ui/{name}", app.address))
            .bearer_auth(&ada.token)
            .header("content-type", kind)
            .body(body.clone())
            .send()
            .await;
        let status = answer.unwrap().status();
        let shown = || String::from_utf8_lossy(&body).into_owned();
        assert!(!status.is_server_error(), "{name}: {status}: {}", shown());
        assert!(started.elapsed() < SOON, "{name} took long: {}", shown());
    }
    assert_eq!(panics(), 0);
    let mut socket = ada.socket().await;
    socket.opens(room).await;
    socket.says(room, "still here").await;
}

/// Frames as they are on the wire, right and wrong: any first two bytes, any length, with and without a mask.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let frame = (
        any::<u8>(),
        any::<u8>(),
        prop::collection::vec(any::<u8>(), 0..300),
    );
    let masked = (0..16_u8, prop::collection::vec(any::<u8>(), 0..120)).prop_map(|(kind, text)| {
        let mut bytes = vec![0x80 | kind, 0x80 | text.len() as u8, 0, 0, 0, 0];
        bytes.extend(text);
        bytes
    });
    let any_kind = prop_oneof![
        1 => frame.prop_map(|(first, second, rest)| {
            let mut bytes = vec![first, second];
            bytes.extend(rest);
            bytes
        }),
        2 => masked,
        1 => Just(b"\x81\x93\0\0\0\0{\"heartbeat\":{}}   ".to_vec()),
    ];
    prop::collection::vec(any_kind, 1..8).prop_map(|frames| frames.concat())
}

/// Upgrades by hand, says these bytes and nothing more, and reads until the server closes.
async fn throws(address: SocketAddr, token: &str, greets: bool, bytes: &[u8]) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET /ws HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: bW9vZGxpZ2h0IHRlc3Rz\r\nauthorization: Bearer {token}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    if greets {
        let hello = br#"{"hello":{"protocol":1,"build":"x"}}"#;
        let mut frame = vec![0x81, 0x80 | hello.len() as u8, 0, 0, 0, 0];
        frame.extend_from_slice(hello);
        let _ = stream.write_all(&frame).await;
    }
    // Where the server has had enough already, the rest cannot be said.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut heard = Vec::new();
    let _ = timeout(SOON, stream.read_to_end(&mut heard))
        .await
        .expect("the server ends too");
    assert!(heard.starts_with(b"HTTP/1.1 101"), "upgraded");
    assert!(heard.len() < 1 << 20, "{} bytes came back", heard.len());
}

#[tokio::test]
async fn no_bytes_on_a_socket_make_the_server_fail() {
    panics();
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut good = bea.socket().await;
    good.opens(room).await;
    let inputs = (any::<bool>(), any_bytes());
    let mut runner = TestRunner::new(Config::default());
    for number in 0..cases(500) {
        let (greets, bytes) = inputs.new_tree(&mut runner).unwrap().current();
        throws(app.address, &ada.token, greets, &bytes).await;
        // Now and then, as who is silent for a minute is taken to be gone.
        if number % 100 == 99 {
            good.says(room, "still here").await;
        }
    }
    assert_eq!(panics(), 0);
}

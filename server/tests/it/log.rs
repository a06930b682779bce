//! The log of a real exchange, as programs read it: who did what, and nothing of what was said, of secrets or of addresses.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command as Process, Stdio},
    thread::JoinHandle,
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use protocol::{ApiError, Command};
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    browser::{Browser, PASSWORD, send},
    new_id,
};

/// A server in a process of its own, so that the log is its own too.
struct Logging {
    child: Child,
    log: Option<JoinHandle<Vec<String>>>,
    address: std::net::SocketAddr,
}

impl Logging {
    fn start(data: &std::path::Path) -> Self {
        let mut child = Process::new(env!("CARGO_BIN_EXE_moodlight"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(["--log", "info,server=trace,tower_http=trace"])
            .args(["--log-format", "json", "--rate-limit-factor", "1000"])
            .args(["--trusted-proxies", "127.0.0.1"])
            .args(["--password-memory-kib", "8", "--password-iterations", "1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (stdout, stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
        let read = |line: std::io::Result<String>| line.unwrap();
        let log = std::thread::spawn(move || BufReader::new(stderr).lines().map(read).collect());
        let mut lines = BufReader::new(stdout).lines().map(read);
        let told = lines.next().unwrap();
        // Read along, or the server cannot say the rest.
        std::thread::spawn(move || lines.count());
        let address = told.rsplit('/').next().unwrap().parse().unwrap();
        Self {
            child,
            log: Some(log),
            address,
        }
    }

    /// Ends it in order; answers its log.
    fn stop(mut self) -> Vec<String> {
        let id = i32::try_from(self.child.id()).unwrap();
        kill(Pid::from_raw(id), Signal::SIGTERM).unwrap();
        self.child.wait().unwrap();
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Logging {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const SAID: &str = "the walnut tree fell last night";
const GROUP: &str = "Conspiracy of gardeners";
const SEARCHED: &str = "wisteria";
const CLIENT: &str = "203.0.113.77";

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_who_did_what_and_nothing_of_what_was_said() {
    let app = TestApp::start().await;
    app.opened().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let data = app.stop().await;
    let server = Logging::start(data.directory());

    // By form and cookie, from an address that a proxy tells.
    let browser = Browser::at(server.address);
    let signed_up = browser.signs_up("cem").await;
    let cookie = signed_up
        .header("set-cookie")
        .split(['=', ';'])
        .nth(1)
        .unwrap();
    let wrong = [
        ("login", "cem@mail.example.org"),
        ("password", "a wrong guess"),
    ];
    let guess = browser
        .form("sign-in", &wrong)
        .header("accept", "application/json")
        .header("x-forwarded-for", CLIENT);
    assert_eq!(send(guess).await.error(), ApiError::WrongCredentials);
    let query = json!({ "query": SEARCHED });
    browser.calls("people/find", query.clone()).await;
    browser.calls("rooms/public", query).await;
    browser.opens("/sign-up?invitation=secretinvitation").await;
    // By token, over HTTP and the socket.
    let (ada, bea) = (ada.at(server.address), bea.at(server.address));
    ada.makes_group(GROUP, &[&bea]).await;
    ada.page(room).await.unwrap();
    let mut socket = ada.socket().await;
    socket.opens(room).await;
    socket.says(room, SAID).await;
    socket.tries(room, new_id(), "").await.unwrap_err();
    socket
        .request(Command::MarkRead {
            room,
            up_to: 1,
            backwards: false,
        })
        .await
        .unwrap();
    let mut lost = bea.socket().await;
    lost.write_text("{\"request\":{\"id\":1,\"command\":{\"shout\":\"wisteria\"}}}")
        .await;
    lost.write_text(&"wisteria".repeat(20_000)).await;
    lost.closes().await;
    drop(socket);

    let log = server.stop();
    for secret in [
        SAID,
        GROUP,
        SEARCHED,
        CLIENT,
        PASSWORD,
        "127.0.0.1",
        "a wrong guess",
        "mail.example.org",
        "secretinvitation",
        cookie,
        &ada.token,
        &bea.token,
    ] {
        for line in &log {
            assert!(!line.contains(secret), "{secret}: {line}");
        }
    }
    let lines: Vec<Value> = log
        .iter()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect();
    let user = json!(ada.id.to_string());
    let room = json!(room.to_string());
    let sending = span(&lines, |span| span["command.name"] == "send_message");
    assert_eq!((&sending["user.id"], &sending["room.id"]), (&user, &room));
    assert!(sending["request.id"].is_string() && sending["connection.id"].is_string());
    let reading = span(&lines, |span| span["http.route"] == "/api/ui/rooms/page");
    assert_eq!((&reading["user.id"], &reading["room.id"]), (&user, &room));
    assert!(reading["request.id"].is_string());
    span(&lines, |span| span["job.name"] == "write_receipts");
    let answered = lines
        .iter()
        .find(|line| line["span"]["name"] == "command" && line["fields"]["message"] == "answered")
        .unwrap();
    assert!(answered["fields"]["duration_ms"].is_f64(), "{answered}");
}

/// The first span of this kind that some line stands in.
#[track_caller]
fn span(lines: &[Value], is_it: impl Fn(&Value) -> bool) -> &Value {
    lines
        .iter()
        .filter_map(|line| line["spans"].as_array())
        .flatten()
        .find(|span| is_it(span))
        .expect("a line in such a span")
}

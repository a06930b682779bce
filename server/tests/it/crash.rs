//! An acknowledgement means: on disk. A server that is killed loses nothing that it acknowledged.

use std::{
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    process::{Child, Command as Process, Stdio},
    time::{Duration, Instant},
};

use protocol::Command;

use crate::support::{TestApp, new_id};

/// A server in a process of its own, which is killed, not stopped.
struct Doomed(Child);

impl Drop for Doomed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start(data: &std::path::Path, address: SocketAddr) -> Doomed {
    let mut child = Process::new(env!("CARGO_BIN_EXE_moodlight"))
        .args(["serve", "--listen", &address.to_string(), "--data"])
        .arg(data)
        .args(["--rate-limit-factor", "1000"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Read along, or the pipe fills and the server stops.
    let stderr = child.stderr.take().unwrap();
    std::thread::spawn(move || BufReader::new(stderr).lines().map_while(Result::ok).count());
    Doomed(child)
}

async fn answers(address: SocketAddr) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while tokio::net::TcpStream::connect(address).await.is_err() {
        assert!(Instant::now() < deadline, "the server did not come up");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_killed_server_has_kept_what_it_acknowledged() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let data = app.stop().await;

    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let server = start(data.directory(), address);
    answers(address).await;
    let mut a = ada.at(address).socket().await;
    let mut acknowledged = Vec::new();
    let mut asked = Vec::new();
    for n in 0..60 {
        let (id, body) = (new_id(), n.to_string());
        let command = Command::SendMessage {
            room,
            client_message_id: id,
            body: body.clone(),
            reply_to: None,
        };
        asked.push((a.asks(command).await, id, body));
    }
    // The last ones are still on their way when the server dies.
    for (request, id, body) in asked.drain(..40) {
        a.answer(request).await.unwrap();
        acknowledged.push((id, body));
    }
    drop(server);

    let app = TestApp::start_on(data).await;
    let mut b = bea.at(app.address).socket().await;
    let changes = b.resumes(room, 0).await;
    let numbers: Vec<u64> = changes.iter().map(|change| change.number).collect();
    assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    let kept: Vec<_> = changes
        .into_iter()
        .filter_map(|change| match change.kind {
            protocol::RoomChangeKind::MessagePosted { message } => {
                Some((message.client_message_id, message.body))
            }
            _ => None,
        })
        .collect();
    assert_eq!(kept[..acknowledged.len()], acknowledged);
    // What was not acknowledged is sent again, and is there once.
    let mut a = ada.at(app.address).socket().await;
    for (_, id, body) in &asked {
        a.tries(room, *id, body).await.unwrap();
    }
    let page = bea.at(app.address).rooms().await;
    assert_eq!(page[0].unread, 60);
}

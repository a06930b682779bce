//! Who sends too slowly, or opens too much, is let go; others do not notice.

use std::{net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::support::{PATIENCE, TestApp};

/// A server that waits for nobody.
async fn impatient() -> TestApp {
    TestApp::start_with(|config| {
        config.patience.head = Duration::from_millis(300);
        config.patience.body = Duration::from_millis(300);
    })
    .await
}

/// Says this, and answers what came until the server closed the connection.
async fn says(address: SocketAddr, words: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may close before it has read all of it.
    let _ = stream.write_all(words).await;
    let mut heard = Vec::new();
    let closed = timeout(PATIENCE, stream.read_to_end(&mut heard)).await;
    // Reset is as good as closed.
    let _ = closed.expect("the server lets go");
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test]
async fn a_connection_that_says_nothing_or_stops_half_way_is_closed() {
    let app = impatient().await;
    assert_eq!(says(app.address, b"").await, "");
    let half = says(app.address, b"GET / HTTP/1.1\r\nhost: a\r\nx-slow: ").await;
    assert!(
        half.is_empty() || half.starts_with("HTTP/1.1 408"),
        "{half}"
    );
    // Kept for another request, which does not come.
    let kept = says(app.address, b"GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n").await;
    assert!(kept.starts_with("HTTP/1.1 200"), "{kept}");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let app = impatient().await;
    let head = format!(
        "POST /api/ui/bootstrap HTTP/1.1\r\nhost: {0}\r\norigin: http://{0}\r\ncontent-type: application/json\r\n\
         content-length: 100\r\n\r\n{{",
        app.address
    );
    let answer = says(app.address, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn a_head_that_does_not_end_is_refused() {
    let app = TestApp::start().await;
    let mut head = b"GET / HTTP/1.1\r\nhost: a\r\nx-long: ".to_vec();
    head.resize(1_000_000, b'x');
    let answer = says(app.address, &head).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_socket_may_be_silent_for_longer_than_a_request() {
    let app = impatient().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut socket = ada.socket().await;
    // The time of heads passes on a connection that was made after it.
    assert_eq!(says(app.address, b"").await, "");
    socket.opens(room).await;
    socket.says(room, "still here").await;
}

#[tokio::test]
async fn an_address_has_only_so_many_connections() {
    // Ten of a thousand.
    let app = TestApp::start_with(|config| config.rates.factor = 0.01).await;
    let mut held = Vec::new();
    for _ in 0..10 {
        let mut stream = TcpStream::connect(app.address).await.unwrap();
        stream
            .write_all(b"GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n")
            .await
            .unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
        held.push(stream);
    }
    assert_eq!(says(app.address, b"").await, "", "one too many");
    drop(held);
    // The server has to notice that they are gone.
    let again = async {
        loop {
            let request = b"GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
            if says(app.address, request).await.contains("200") {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, again).await.expect("there is room again");
}

#[tokio::test]
async fn a_person_has_only_so_many_sockets() {
    let app = TestApp::start_with(|config| config.rates.factor = 1.0).await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let mut sockets = Vec::new();
    for _ in 0..64 {
        sockets.push(ada.socket().await);
    }
    assert_eq!(ada.tries_socket().await, 429);
    assert_eq!(bea.tries_socket().await, 101, "others have their own");
    sockets.pop();
    let again = async {
        // The server has to notice that one is gone.
        while app.state.limits.socket(ada.id).is_err() {
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, again).await.expect("there is room again");
    assert_eq!(ada.tries_socket().await, 101);
}

//! Someone who means no good, on an address of their own: 127.0.0.2.

use std::{net::SocketAddr, time::Duration};

use anyhow::{Context, Result};
use bench::wire::{self, Opening};
use protocol::{ClientFrame, PROTOCOL_VERSION, SUBPROTOCOL};
use rand::{RngExt, rngs::StdRng};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::{sleep, timeout},
};

/// Where the abuser comes from: limits for an address should meet this one only.
const FROM: [u8; 4] = [127, 0, 0, 2];

/// An abuser of one server, signed in as somebody.
pub struct Abuser {
    address: SocketAddr,
    origin: String,
    cookie: String,
}

/// What became of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The server closed it, after this answer (empty: none).
    Closed(String),
    /// It is still there.
    Open,
}

impl Abuser {
    /// With the sign-in of somebody.
    pub fn new(address: &str, cookie: &str) -> Result<Self> {
        Ok(Self {
            address: address.parse()?,
            origin: format!("http://{address}"),
            cookie: cookie.to_owned(),
        })
    }

    /// A connection.
    pub async fn connect(&self) -> Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.bind(SocketAddr::from((FROM, 0)))?;
        Ok(socket.connect(self.address).await?)
    }

    /// Says this, and waits for the end.
    pub async fn says(&self, words: &[u8], within: Duration) -> Result<End> {
        let mut stream = self.connect().await?;
        // The server may not want to hear the end of it.
        let _ = stream.write_all(words).await;
        Ok(end_of(&mut stream, within).await)
    }

    /// Says the beginning, then a byte now and then, and answers after how long the server had enough.
    pub async fn drips(
        &self,
        words: &[u8],
        byte: u8,
        within: Duration,
    ) -> Result<Option<Duration>> {
        let mut stream = self.connect().await?;
        stream.write_all(words).await?;
        let started = std::time::Instant::now();
        while started.elapsed() < within {
            if end_of(&mut stream, Duration::from_secs(1)).await != End::Open
                || stream.write_all(&[byte]).await.is_err()
            {
                return Ok(Some(started.elapsed()));
            }
        }
        Ok(None)
    }

    /// The head of a form whose body has so many bytes.
    pub fn form_head(&self, length: usize) -> String {
        format!(
            "POST /api/ui/bootstrap HTTP/1.1\r\nhost: {}\r\norigin: {}\r\ncookie: {}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n",
            self.address, self.origin, self.cookie
        )
    }

    /// The head of an upgrade, as the page's.
    fn upgrade(&self) -> String {
        format!(
            "GET /ws HTTP/1.1\r\nhost: {}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
             sec-websocket-key: bW9vZGxpZ2h0IGZhdWx0cw==\r\nsec-websocket-protocol: {SUBPROTOCOL}\r\ncookie: {}\r\n\
             origin: {}\r\n\r\n",
            self.address, self.cookie, self.origin
        )
    }

    /// The status with which an upgrade is answered, and its connection.
    pub async fn socket(&self) -> Result<(String, TcpStream)> {
        let mut stream = self.connect().await?;
        stream.write_all(self.upgrade().as_bytes()).await?;
        let mut status = [0; 12];
        timeout(Duration::from_secs(10), stream.read_exact(&mut status)).await??;
        Ok((String::from_utf8_lossy(&status[9..]).into_owned(), stream))
    }

    /// A socket on which both have said hello, then these frames as fast as they go. Answers the code of the close.
    pub async fn floods(
        &self,
        count: usize,
        mut frame: impl FnMut(usize, &mut Vec<u8>),
    ) -> Result<Option<u16>> {
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("origin", self.origin.as_str()),
            ("sec-websocket-protocol", SUBPROTOCOL),
        ];
        let stream = self.connect().await?;
        let address = self.address.to_string();
        let mut opening = Opening::upgrade_on(stream, &address, "/ws", &headers).await?;
        let hello = ClientFrame::Hello {
            protocol: PROTOCOL_VERSION,
            build: String::new(),
        };
        opening.send(&serde_json::to_string(&hello)?).await?;
        opening
            .until(|text| text.starts_with(r#"{"heartbeat":"#))
            .await?;
        let writing = async {
            let mut bytes = Vec::new();
            for number in 0..count {
                bytes.clear();
                frame(number, &mut bytes);
                let sent = timeout(Duration::from_secs(5), opening.write(&bytes)).await;
                if !matches!(sent, Ok(Ok(()))) {
                    break;
                }
            }
        };
        writing.await;
        let closed = timeout(Duration::from_secs(10), opening.until(|_| false))
            .await
            .context("the server listens to all of it")?;
        let Err(error) = closed else { return Ok(None) };
        let closed: Option<&wire::Closed> = error.downcast_ref();
        Ok(closed.and_then(|closed| closed.code))
    }
}

/// Reads until the server closes.
pub async fn end_of(stream: &mut TcpStream, within: Duration) -> End {
    let mut heard = Vec::new();
    match timeout(within, stream.read_to_end(&mut heard)).await {
        // A reset is an end too.
        Ok(_) => End::Closed(String::from_utf8_lossy(&heard).into_owned()),
        Err(_) => End::Open,
    }
}

/// Bytes that mean nothing.
pub fn rubbish(random: &mut StdRng, count: usize) -> Vec<u8> {
    (0..count).map(|_| random.random()).collect()
}

/// Waits for connections to end, all together; answers how many did.
pub async fn ends(streams: Vec<TcpStream>, within: Duration) -> usize {
    let endings = streams.into_iter().map(|mut stream| async move {
        let end = end_of(&mut stream, within).await;
        usize::from(end != End::Open)
    });
    futures::future::join_all(endings).await.into_iter().sum()
}

/// A moment for what was begun to arrive.
pub async fn moment() {
    sleep(Duration::from_millis(300)).await;
}

//! The way to an engine: open, slow, or closed. A TCP proxy.

use std::{cell::Cell, rc::Rc, time::Duration};

use anyhow::Result;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
    sync::watch,
    task::{JoinHandle, spawn_local},
    time::sleep,
};

/// See the module.
pub struct Lane {
    /// Where it begins, on loopback.
    pub port: u16,
    delay: Rc<Cell<Duration>>,
    is_open: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Lane {
    /// To a port of loopback; open.
    pub async fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let begin = listener.local_addr()?.port();
        let delay = Rc::new(Cell::new(Duration::ZERO));
        let (is_open, open) = watch::channel(true);
        let task = spawn_local({
            let delay = delay.clone();
            async move {
                while let Ok((client, _)) = listener.accept().await {
                    if *open.borrow() {
                        spawn_local(carry(client, port, delay.clone(), open.clone()));
                    }
                }
            }
        });
        Ok(Self {
            port: begin,
            delay,
            is_open,
            task,
        })
    }

    /// From now on every piece takes so much longer, each way.
    pub fn delay(&self, time: Duration) {
        self.delay.set(time);
    }

    /// Ends what goes through it and lets nothing more through, or lets it through again.
    pub fn open(&self, is_open: bool) {
        // Those who are told are the connections that there are.
        self.is_open.send_replace(is_open);
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn carry(
    client: TcpStream,
    port: u16,
    delay: Rc<Cell<Duration>>,
    mut open: watch::Receiver<bool>,
) {
    let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else {
        return;
    };
    // Who asks and answers does not wait for more.
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        () = pour(from_client, to_server, &delay) => {}
        () = pour(from_server, to_client, &delay) => {}
        _ = open.wait_for(|is_open| !is_open) => {}
    }
}

async fn pour(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, delay: &Cell<Duration>) {
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(count) = from.read(&mut bytes).await {
        if !delay.get().is_zero() {
            sleep(delay.get()).await;
        }
        if count == 0 || to.write_all(&bytes[..count]).await.is_err() {
            return;
        }
    }
}

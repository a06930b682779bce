//! Socket.IO 4 (Engine.IO 4), over WebSockets only.

use std::{path::Path, process::Command, rc::Rc};

use anyhow::Result;
use async_trait::async_trait;

use super::{Adapter, Incoming, Running, free_address, write_message};
use crate::{load::Mark, processes::Process, wire::Opening};

pub async fn start(peers: &Path, rooms: usize) -> Result<Running> {
    let directory = tempfile::tempdir()?;
    let address = free_address()?;
    let port = address.rsplit(':').next().unwrap_or_default();
    let mut command = Command::new("node");
    command
        .arg("server.js")
        .current_dir(peers.join("socketio"))
        .env("PORT", port)
        .env("CHAT_DB", directory.path().join("chat.db"))
        .env("NODE_ENV", "production");
    let mut process = Process::start(&mut command, &directory.path().join("log"))?;
    process.answers(&address).await?;
    Ok(Running {
        adapter: Rc::new(SocketIo { address, rooms }),
        processes: vec![process],
        database: None,
        directory,
    })
}

struct SocketIo {
    address: String,
    rooms: usize,
}

#[async_trait(?Send)]
impl Adapter for SocketIo {
    async fn open(&self, client: usize) -> Result<Opening> {
        let path = "/socket.io/?EIO=4&transport=websocket";
        let mut opening = Opening::upgrade(&self.address, path, &[]).await?;
        // Packets: 0 open, 40 connect, 42 event, 43 acknowledgement; 2 and 3 ping and pong.
        opening.until(|text| text.starts_with('0')).await?;
        opening.send("40").await?;
        opening.until(|text| text.starts_with("40")).await?;
        let join = format!(r#"421["join","room {}"]"#, client % self.rooms);
        opening.send(&join).await?;
        opening.until(|text| text.starts_with("431")).await?;
        Ok(opening)
    }

    fn encode(&self, mark: Mark, out: &mut Vec<u8>) {
        out.extend_from_slice(br#"42["message","#);
        write_message(mark, out);
        out.push(b']');
    }

    fn classify(&self, payload: &[u8]) -> Incoming {
        match payload {
            [b'2'] => Incoming::Heartbeat("3"),
            [b'4', b'2', ..] => Incoming::Message,
            _ => Incoming::Other,
        }
    }
}

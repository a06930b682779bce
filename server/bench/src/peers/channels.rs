//! Django Channels: one worker of uvicorn, its channel layer in Redis.

use std::{path::Path, process::Command, rc::Rc};

use anyhow::{Result, bail};
use async_trait::async_trait;

use super::{Adapter, Incoming, Running, free_address, write_message};
use crate::{load::Mark, processes::Process, wire::Opening};

pub async fn start(peers: &Path, rooms: usize) -> Result<Running> {
    let directory = tempfile::tempdir()?;
    let log = directory.path().join("log");
    let redis = free_address()?;
    let redis_port = redis.rsplit(':').next().unwrap_or_default().to_owned();
    let mut command = Command::new("redis-server");
    command
        .args(["--bind", "127.0.0.1", "--port", &redis_port])
        .args(["--save", "", "--appendonly", "no", "--daemonize", "no"])
        .current_dir(directory.path());
    let mut store = Process::start(&mut command, &log)?;
    store.answers(&redis).await?;

    let (python, site) = (peers.join("venv/bin/python"), peers.join("channels"));
    let environment = [
        (
            "CHAT_DB",
            directory.path().join("chat.db").display().to_string(),
        ),
        ("CHAT_REDIS_PORT", redis_port),
    ];
    let migrated = Command::new(&python)
        .args(["manage.py", "migrate", "-v0"])
        .current_dir(&site)
        .envs(environment.clone())
        .status()?;
    if !migrated.success() {
        bail!("Django's migrations failed: {migrated}");
    }
    let address = free_address()?;
    let port = address.rsplit(':').next().unwrap_or_default();
    let mut command = Command::new(&python);
    command
        .args([
            "-m",
            "uvicorn",
            "chatsite.asgi:application",
            "--host",
            "127.0.0.1",
        ])
        .args(["--port", port, "--log-level", "error", "--no-access-log"])
        .args(["--lifespan", "off"])
        .current_dir(&site)
        .envs(environment);
    let mut process = Process::start(&mut command, &log)?;
    process.answers(&address).await?;
    Ok(Running {
        adapter: Rc::new(Channels { address, rooms }),
        processes: vec![process, store],
        database: None,
        directory,
    })
}

struct Channels {
    address: String,
    rooms: usize,
}

#[async_trait(?Send)]
impl Adapter for Channels {
    async fn open(&self, client: usize) -> Result<Opening> {
        let path = format!("/ws/chat/{}/", client % self.rooms);
        let origin = format!("http://{}", self.address);
        // A consumer joins its group before it accepts the socket.
        Opening::upgrade(&self.address, &path, &[("origin", &origin)]).await
    }

    fn encode(&self, mark: Mark, out: &mut Vec<u8>) {
        write_message(mark, out);
    }

    fn classify(&self, _payload: &[u8]) -> Incoming {
        Incoming::Message
    }
}

//! The floor: what a bare broadcaster with the same commits reaches on this machine.

use std::{path::Path, process::Command, rc::Rc};

use anyhow::Result;
use async_trait::async_trait;

use super::{Adapter, Incoming, Running, free_address, write_message};
use crate::{load::Mark, processes::Process, wire::Opening};

pub async fn start(binary: &Path, rooms: usize) -> Result<Running> {
    let directory = tempfile::tempdir()?;
    let address = free_address()?;
    let mut command = Command::new(binary);
    command.arg(&address).arg(directory.path().join("floor.db"));
    let mut process = Process::start(&mut command, &directory.path().join("log"))?;
    process.answers(&address).await?;
    Ok(Running {
        adapter: Rc::new(Floor { address, rooms }),
        processes: vec![process],
        database: None,
        directory,
    })
}

struct Floor {
    address: String,
    rooms: usize,
}

#[async_trait(?Send)]
impl Adapter for Floor {
    async fn open(&self, client: usize) -> Result<Opening> {
        let path = format!("/ws/{}", client % self.rooms);
        let mut opening = Opening::upgrade(&self.address, &path, &[]).await?;
        opening.until(|text| text == "hello").await?;
        Ok(opening)
    }

    fn encode(&self, mark: Mark, out: &mut Vec<u8>) {
        write_message(mark, out);
    }

    fn classify(&self, _payload: &[u8]) -> Incoming {
        Incoming::Message
    }
}

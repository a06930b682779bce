//! What is measured: how each server is started, how one signs in and joins a room there, and what its frames mean.

mod channels;
mod floor;
pub mod moodlight;
mod socketio;

use std::{path::PathBuf, rc::Rc};

use anyhow::Result;
use async_trait::async_trait;
use clap::ValueEnum;
use engines::Postgres;

use crate::{
    load::Mark,
    processes::{Process, Usage, family},
    wire::Opening,
};

/// A server to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub enum Peer {
    /// This product, everything on.
    Moodlight,
    /// The same on PostgreSQL, which shares its core.
    MoodlightPostgres,
    /// A bare axum broadcaster that commits what it sends on just as durably: `src/bin/floor.rs`.
    Floor,
    /// Socket.IO with SQLite, as its documentation shows it: `peers/socketio`.
    Socketio,
    /// Django Channels with Redis, as its tutorial shows it: `peers/channels`.
    Channels,
}

impl Peer {
    /// As tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Moodlight => "Moodlight",
            Self::MoodlightPostgres => "Moodlight on PostgreSQL",
            Self::Floor => "floor",
            Self::Socketio => "Socket.IO",
            Self::Channels => "Django Channels",
        }
    }
}

/// Clients in rooms: client `n` is in room `n % rooms`.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub rooms: usize,
    pub clients: usize,
}

/// What is needed to start servers.
#[derive(Clone, Debug)]
pub struct Programs {
    /// Moodlight's binary.
    pub moodlight: PathBuf,
    /// The floor's.
    pub floor: PathBuf,
    /// Where the others are installed.
    pub peers: PathBuf,
}

/// A running server with its rooms, on a directory that goes with it.
pub struct Running {
    pub adapter: Rc<dyn Adapter>,
    /// What has to run for it, besides itself: all of it counts.
    processes: Vec<Process>,
    database: Option<Postgres>,
    directory: tempfile::TempDir,
}

impl Running {
    /// Starts a server that is ready for `shape`.
    pub async fn start(peer: Peer, programs: &Programs, shape: Shape) -> Result<Self> {
        match peer {
            Peer::Moodlight => moodlight::start(&programs.moodlight, shape).await,
            Peer::MoodlightPostgres => {
                moodlight::start_on_postgres(&programs.moodlight, shape).await
            }
            Peer::Floor => floor::start(&programs.floor, shape.rooms).await,
            Peer::Socketio => socketio::start(&programs.peers, shape.rooms).await,
            Peer::Channels => channels::start(&programs.peers, shape.rooms).await,
        }
    }

    /// Of all its processes.
    pub fn ids(&self) -> Vec<u32> {
        let database = self
            .database
            .iter()
            .flat_map(|database| family(database.id()));
        let processes = self.processes.iter().flat_map(Process::ids);
        processes.chain(database).collect()
    }

    /// Size of what its database has written ahead, in MB; nought where there is none.
    pub fn log_beside_database_mb(&self) -> f64 {
        let log = self.directory.path().join("data/moodlight.db-wal");
        #[expect(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
        std::fs::metadata(log).map_or(0.0, |log| log.len() as f64 / 1e6)
    }

    /// What they have used.
    pub fn usage(&self) -> Usage {
        Usage::of(&self.ids())
    }
}

/// How one speaks with a server.
#[async_trait(?Send)]
pub trait Adapter {
    /// Opens a client's socket, signed in and in its room: what is said there from now on comes to it for certain.
    async fn open(&self, client: usize) -> Result<Opening>;
    /// The frame that sends a message.
    fn encode(&self, mark: Mark, out: &mut Vec<u8>);
    /// What a frame means.
    fn classify(&self, payload: &[u8]) -> Incoming;
    /// The sender is told when a message is accepted. Elsewhere its own copy has to do.
    fn acknowledges(&self) -> bool {
        false
    }
}

/// What came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A message of somebody in the room.
    Message,
    /// One's own message has been accepted.
    Accepted,
    /// One's own message was not taken, and that was said.
    Refused,
    /// A sign of life, to be answered with this.
    Heartbeat(&'static str),
    /// Anything else.
    Other,
}

/// A port that is free now.
pub fn free_address() -> Result<String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?.to_string())
}

/// `{"user":…,"body":…}`, as the small servers take it.
fn write_message(mark: Mark, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"user\":\"u");
    crate::load::write_digits(mark.sender as u64, 6, out);
    out.extend_from_slice(b"\",\"body\":\"");
    mark.write(out);
    out.extend_from_slice(b"\"}");
}

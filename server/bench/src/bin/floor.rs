//! The floor to compare with: a bare axum broadcaster that commits before it sends on, with Moodlight's table of messages,
//! its indexes and `synchronous=FULL`, and nothing else. No accounts, no membership, no acknowledgement, no retry.
//!
//! `floor <address> <database>`; a socket at `/ws/<room>` is greeted with `hello` and then hears the room. It says
//! `{"user":…,"body":…}` and everyone hears `{"id":…,"seq":…,"user":…,"body":…,"sent_at":…}`.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        mpsc::{Receiver, Sender, channel},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Context, Result};
use axum::{
    Router,
    extract::{
        Path, State, WebSocketUpgrade,
        ws::{Message, Utf8Bytes, WebSocket},
    },
    response::Response,
    routing::get,
    serve::ListenerExt,
};
use domain::MessageId;
use futures::SinkExt;
use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};
use tokio::{net::TcpListener, sync::mpsc};

/// As Moodlight's writer takes at once.
const BATCH: usize = 1_000;
/// Frames that may wait for one socket.
const INBOX: usize = 8_192;
const BUFFER: usize = 4 * 1024;

#[derive(Deserialize)]
struct Said {
    user: String,
    body: String,
}

#[derive(Serialize)]
struct Told<'a> {
    id: MessageId,
    seq: i64,
    user: &'a str,
    body: &'a str,
    sent_at: i64,
}

#[derive(Default)]
struct Room {
    number: u64,
    members: RwLock<Vec<mpsc::Sender<Utf8Bytes>>>,
}

#[derive(Clone)]
struct Floor {
    rooms: Arc<Mutex<HashMap<u64, Arc<Room>>>>,
    writer: Sender<(Arc<Room>, Said)>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().context("floor <address> <database>")?;
    let database = arguments.next().context("floor <address> <database>")?;
    let (writer, said) = channel();
    let connection = open(&database)?;
    std::thread::spawn(move || {
        if let Err(error) = write(connection, &said) {
            eprintln!("{error}");
            std::process::exit(1);
        }
    });
    let rooms = Arc::default();
    let router = Router::new()
        .route("/ws/{room}", get(upgrade))
        .with_state(Floor { rooms, writer });
    let listener = TcpListener::bind(address).await?.tap_io(|connection| {
        let _ = connection.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).await?)
}

fn open(path: &str) -> Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE messages (id BLOB NOT NULL PRIMARY KEY, room_id BLOB NOT NULL, seq INTEGER NOT NULL,
            author TEXT NOT NULL, body TEXT NOT NULL, sent_at INTEGER NOT NULL);
        CREATE UNIQUE INDEX messages_room_seq ON messages (room_id, seq);",
    )?;
    Ok(connection)
}

/// Takes what waits, commits it together, and tells the rooms.
fn write(mut connection: Connection, said: &Receiver<(Arc<Room>, Said)>) -> Result<()> {
    let mut heads: HashMap<u64, i64> = HashMap::new();
    while let Ok(first) = said.recv() {
        let batch: Vec<_> = std::iter::once(first)
            .chain(said.try_iter().take(BATCH - 1))
            .collect();
        #[expect(clippy::disallowed_methods, reason = "the floor has no clock but this")]
        let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        let mut frames = Vec::with_capacity(batch.len());
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut insert = transaction.prepare_cached(
                "INSERT INTO messages (id, room_id, seq, author, body, sent_at) VALUES (?, ?, ?, ?, ?, ?)",
            )?;
            for (room, Said { user, body }) in &batch {
                let id = MessageId::from_parts(u64::try_from(now)?, rand::random());
                let head = heads.entry(room.number).or_default();
                *head += 1;
                let (seq, sent_at) = (*head, i64::try_from(now)?);
                let room_id = u128::from(room.number).to_be_bytes();
                insert.execute(params![id.0.as_bytes(), room_id, seq, user, body, sent_at])?;
                let told = Told {
                    id,
                    seq,
                    user,
                    body,
                    sent_at,
                };
                frames.push(Utf8Bytes::from(serde_json::to_string(&told)?));
            }
        }
        transaction.commit()?;
        for ((room, _), frame) in batch.iter().zip(frames) {
            for member in room
                .members
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .iter()
            {
                // Whose inbox is full loses it: they would have to be closed.
                let _ = member.try_send(frame.clone());
            }
        }
    }
    Ok(())
}

async fn upgrade(
    State(floor): State<Floor>,
    Path(room): Path<u64>,
    request: WebSocketUpgrade,
) -> Response {
    request
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .on_upgrade(move |socket| async move {
            // A broken socket is gone; there is nobody to tell.
            let _ = serve(floor, room, socket).await;
        })
}

async fn serve(floor: Floor, number: u64, mut socket: WebSocket) -> Result<(), axum::Error> {
    let room = {
        let mut rooms = floor.rooms.lock().unwrap_or_else(PoisonError::into_inner);
        let room = rooms.entry(number).or_insert_with(|| {
            Arc::new(Room {
                number,
                ..Room::default()
            })
        });
        room.clone()
    };
    let (inbox, mut heard) = mpsc::channel(INBOX);
    room.members
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .push(inbox);
    socket.send(Message::text("hello")).await?;
    loop {
        tokio::select! {
            said = socket.recv() => match said {
                Some(Ok(Message::Text(text))) => {
                    if let Ok(said) = serde_json::from_str(&text) {
                        let _ = floor.writer.send((room.clone(), said));
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                Some(Ok(_)) => {}
            },
            Some(frame) = heard.recv() => {
                socket.feed(Message::Text(frame)).await?;
                while let Ok(frame) = heard.try_recv() {
                    socket.feed(Message::Text(frame)).await?;
                }
                socket.flush().await?;
            }
        }
    }
}

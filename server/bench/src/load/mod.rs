//! The load: clients in rooms, every message followed to every recipient.
//!
//! One thread, one socket a client. Latency counts from the instant at which a message was due, not from when it could
//! be written, so that a server that stalls does not hide it (no coordinated omission); in a closed loop, where nothing
//! is due, from the writing. It ends when the read that carried the message returns. The sender's own copy counts too.

mod mark;
mod pace;
mod step;
mod words;

use std::{
    cell::{Cell, RefCell},
    io::ErrorKind,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use futures::{StreamExt, TryStreamExt, stream};
use hdrhistogram::Histogram;
use tokio::{net::TcpStream, task::spawn_local};

use crate::{
    peers::{Adapter, Incoming, Shape},
    wire::{self, Opening},
};
use mark::{Arrival, Received};
pub use mark::{Mark, write_digits};
pub use step::{Loop, Step, Sweep, step, sweep};
pub use words::word;

/// Sockets that are opened at the same time.
const OPENING: usize = 32;
/// How long one may take.
const OPEN_WITHIN: Duration = Duration::from_secs(30);
const READ_BUFFER: usize = 64 * 1024;

/// All clients of one run, and what they have seen.
pub struct World {
    adapter: Rc<dyn Adapter>,
    pub clients: Vec<Rc<Client>>,
    shared: Rc<Shared>,
}

struct Shared {
    started: Instant,
    /// Members of each room, ascending: recipients find a sender's place by it.
    rooms: Vec<Vec<usize>>,
    seen: RefCell<Seen>,
    /// In a closed loop each message that is accepted is followed by the next.
    is_closed_loop: Cell<bool>,
    /// Shared by all readers: they take turns.
    read_buffer: RefCell<Vec<u8>>,
    scratch: RefCell<(Vec<u8>, Vec<u8>)>,
}

/// What is counted. Deliveries and acceptances by when they came, latencies by when their message was due.
struct Seen {
    from: u64,
    to: u64,
    deliveries: u64,
    accepted: u64,
    bytes: u64,
    latencies: Histogram<u64>,
    /// Since the beginning: what is still to come is the difference.
    expected: u64,
    received: u64,
    doubled: u64,
    strangers: u64,
    refused: u64,
    early: u64,
    closed: u64,
    heartbeats: u64,
}

/// One client on one socket, in one room.
pub struct Client {
    pub number: usize,
    room: usize,
    stream: TcpStream,
    sent: Cell<u32>,
    /// What the socket did not take yet.
    unwritten: RefCell<Vec<u8>>,
    is_flushing: Cell<bool>,
    /// By the sender's place in the room.
    received: RefCell<Vec<Received>>,
    /// The beginning of a frame whose end has not come.
    partial: RefCell<Vec<u8>>,
}

impl World {
    /// Opens a socket for every client of `shape`.
    pub async fn open(adapter: Rc<dyn Adapter>, shape: Shape) -> Result<Self> {
        let rooms: Vec<Vec<usize>> = (0..shape.rooms)
            .map(|room| (room..shape.clients).step_by(shape.rooms).collect())
            .collect();
        let shared = Rc::new(Shared {
            started: Instant::now(),
            rooms,
            seen: RefCell::new(Seen {
                from: u64::MAX,
                to: 0,
                deliveries: 0,
                accepted: 0,
                bytes: 0,
                // From a microsecond to two minutes, three digits.
                latencies: Histogram::new_with_bounds(1, 120_000_000, 3)?,
                expected: 0,
                received: 0,
                doubled: 0,
                strangers: 0,
                refused: 0,
                early: 0,
                closed: 0,
                heartbeats: 0,
            }),
            is_closed_loop: Cell::new(false),
            read_buffer: RefCell::new(vec![0; 2 * READ_BUFFER]),
            scratch: RefCell::default(),
        });
        let clients = stream::iter(0..shape.clients)
            .map(|number| {
                let (adapter, shared) = (adapter.clone(), shared.clone());
                async move {
                    let opening = tokio::time::timeout(OPEN_WITHIN, adapter.open(number))
                        .await
                        .with_context(|| format!("client {number} was not let in in time"))?
                        .with_context(|| format!("client {number}"))?;
                    let Opening { stream, received } = opening;
                    let room = number % shape.rooms;
                    let senders = shared.rooms[room].len();
                    let client = Rc::new(Client {
                        number,
                        room,
                        stream,
                        sent: Cell::new(0),
                        unwritten: RefCell::default(),
                        is_flushing: Cell::new(false),
                        received: RefCell::new((0..senders).map(|_| Received::default()).collect()),
                        partial: RefCell::new(received),
                    });
                    spawn_local(read(shared, adapter, client.clone()));
                    anyhow::Ok(client)
                }
            })
            .buffered(OPENING)
            .try_collect()
            .await?;
        Ok(Self {
            adapter,
            clients,
            shared,
        })
    }

    /// Nanoseconds since the start.
    fn now(&self) -> u64 {
        self.shared.now()
    }

    fn send(&self, client: &Rc<Client>, due: u64) {
        send(&self.shared, &*self.adapter, client, due);
    }

    /// Sockets that the server closed, and heartbeats that came.
    pub fn closed_and_heartbeats(&self) -> (u64, u64) {
        let seen = self.shared.seen.borrow();
        (seen.closed, seen.heartbeats)
    }
}

impl Shared {
    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

fn send(shared: &Shared, adapter: &dyn Adapter, client: &Rc<Client>, due: u64) {
    let mut scratch = shared.scratch.borrow_mut();
    let (payload, framed) = &mut *scratch;
    let mark = Mark {
        sender: client.number,
        seq: client.sent.get(),
        due,
    };
    client.sent.set(mark.seq + 1);
    payload.clear();
    framed.clear();
    adapter.encode(mark, payload);
    wire::frame(wire::TEXT, payload, framed);
    // Where nothing is acknowledged, every message must arrive.
    if !adapter.acknowledges() {
        shared.seen.borrow_mut().expected += shared.rooms[client.room].len() as u64;
    }
    write(client, framed);
}

/// Writes now what the socket takes, and the rest as soon as it takes more.
fn write(client: &Rc<Client>, bytes: &[u8]) {
    let mut written = 0;
    if !client.is_flushing.get() {
        while written < bytes.len() {
            match client.stream.try_write(&bytes[written..]) {
                Ok(more) => written += more,
                // A broken socket is noticed by its reader.
                Err(_) => break,
            }
        }
        if written == bytes.len() {
            return;
        }
        client.is_flushing.set(true);
        spawn_local(flush(client.clone()));
    }
    client
        .unwritten
        .borrow_mut()
        .extend_from_slice(&bytes[written..]);
}

async fn flush(client: Rc<Client>) {
    while client.stream.writable().await.is_ok() {
        let mut unwritten = client.unwritten.borrow_mut();
        match client.stream.try_write(&unwritten) {
            Ok(written) => drop(unwritten.drain(..written)),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
        if unwritten.is_empty() {
            client.is_flushing.set(false);
            return;
        }
    }
}

async fn read(shared: Rc<Shared>, adapter: Rc<dyn Adapter>, client: Rc<Client>) {
    while client.stream.readable().await.is_ok() {
        match read_once(&shared, &*adapter, &client) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                eprintln!("client {}: {error}", client.number);
                break;
            }
        }
    }
    shared.seen.borrow_mut().closed += 1;
}

/// False: the server closed the socket.
fn read_once(shared: &Shared, adapter: &dyn Adapter, client: &Rc<Client>) -> Result<bool> {
    let mut buffer = shared.read_buffer.borrow_mut();
    let mut partial = client.partial.borrow_mut();
    let before = partial.len();
    if buffer.len() < before + READ_BUFFER {
        buffer.resize(before + READ_BUFFER, 0);
    }
    buffer[..before].copy_from_slice(&partial);
    let read = match client.stream.try_read(&mut buffer[before..]) {
        Ok(0) => return Ok(false),
        Ok(read) => read,
        Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
        Err(_) => return Ok(false),
    };
    partial.clear();
    let now = shared.now();
    {
        let mut seen = shared.seen.borrow_mut();
        if (seen.from..seen.to).contains(&now) {
            seen.bytes += read as u64;
        }
    }
    let all = &buffer[..before + read];
    let mut at = 0;
    while let Some(frame) = wire::parse(all, at)? {
        let payload = &all[frame.start..frame.end];
        match frame.kind {
            wire::TEXT => hear(shared, adapter, client, payload, now),
            wire::PING => reply(client, wire::PONG, payload),
            wire::CLOSE => return Ok(false),
            _ => {}
        }
        at = frame.end;
    }
    partial.extend_from_slice(&all[at..]);
    Ok(true)
}

fn reply(client: &Rc<Client>, kind: u8, payload: &[u8]) {
    let mut framed = Vec::new();
    wire::frame(kind, payload, &mut framed);
    write(client, &framed);
}

fn hear(shared: &Shared, adapter: &dyn Adapter, client: &Rc<Client>, payload: &[u8], now: u64) {
    match adapter.classify(payload) {
        Incoming::Message => receive(shared, adapter, client, payload, now),
        Incoming::Accepted => {
            shared.seen.borrow_mut().expected += shared.rooms[client.room].len() as u64;
            accept(shared, adapter, client, now);
        }
        Incoming::Refused => shared.seen.borrow_mut().refused += 1,
        Incoming::Heartbeat(answer) => {
            shared.seen.borrow_mut().heartbeats += 1;
            reply(client, wire::TEXT, answer.as_bytes());
        }
        Incoming::Other => {}
    }
}

fn accept(shared: &Shared, adapter: &dyn Adapter, client: &Rc<Client>, now: u64) {
    let mut seen = shared.seen.borrow_mut();
    if (seen.from..seen.to).contains(&now) {
        seen.accepted += 1;
    }
    drop(seen);
    if shared.is_closed_loop.get() {
        send(shared, adapter, client, shared.now());
    }
}

fn receive(shared: &Shared, adapter: &dyn Adapter, client: &Rc<Client>, payload: &[u8], now: u64) {
    let mut seen = shared.seen.borrow_mut();
    // A message of another room has no place in this one.
    let place = Mark::find(payload).and_then(|mark| {
        Some((
            mark,
            shared.rooms[client.room].binary_search(&mark.sender).ok()?,
        ))
    });
    let Some((mark, place)) = place else {
        seen.strangers += 1;
        return;
    };
    match client.received.borrow_mut()[place].note(mark.seq) {
        Arrival::InOrder => {}
        Arrival::Early => seen.early += 1,
        Arrival::Again => {
            seen.doubled += 1;
            return;
        }
    }
    seen.received += 1;
    if (seen.from..seen.to).contains(&now) {
        seen.deliveries += 1;
    }
    if (seen.from..seen.to).contains(&mark.due) {
        seen.latencies
            .saturating_record(now.saturating_sub(mark.due) / 1_000);
    }
    drop(seen);
    if mark.sender == client.number && !adapter.acknowledges() {
        accept(shared, adapter, client, now);
    }
}

//! Moodlight itself: accounts over HTTP as the page makes them, then the socket's protocol.

use std::{cell::RefCell, path::Path, process::Command, rc::Rc};

use anyhow::{Context, Result, bail};
use async_trait::async_trait;
use domain::{ClientMessageId, RoomId};
use engines::{Durability, Postgres};
use futures::{StreamExt, TryStreamExt, stream};
use protocol::{ClientFrame, Command as Wish, PROTOCOL_VERSION, SUBPROTOCOL, ServerFrame};
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};

use super::{Adapter, Incoming, Running, Shape, free_address};
use crate::{
    load::Mark,
    processes::{Process, put_on_server_core},
    wire::Opening,
};

/// Many sockets share few people: signing in is measured by itself.
const PEOPLE_MAX: usize = 1_000;
/// People who sign up at the same time.
const SIGNING_UP: usize = 8;
const PASSWORD: &str = "seven quiet lanterns hum";
/// Only what would refuse so many from one address is raised.
pub const UNLIMITED: [&str; 2] = ["--rate-limit-factor", "100000"];
/// Hashing made cheap, where it is not what is measured.
pub const CHEAP_PASSWORDS: [&str; 4] =
    ["--password-memory-kib", "64", "--password-iterations", "1"];

pub async fn start(binary: &Path, shape: Shape) -> Result<Running> {
    let directory = tempfile::tempdir()?;
    let (process, address) = serve(binary, directory.path(), &CHEAP_PASSWORDS).await?;
    let moodlight = Moodlight::furnish(address, shape).await?;
    Ok(Running {
        adapter: Rc::new(moodlight),
        processes: vec![process],
        database: None,
        directory,
    })
}

/// A PostgreSQL of its own, as durable as in life, on the same core as the server; and the flags for it.
pub fn database() -> Result<(Option<Postgres>, Vec<String>)> {
    let database = Postgres::start(Durability::Real)?;
    put_on_server_core(database.id())?;
    database.create_database("place", None)?;
    let flags = vec!["--database-url".to_owned(), database.url("place")];
    Ok((Some(database), flags))
}

/// On PostgreSQL.
pub async fn start_on_postgres(binary: &Path, shape: Shape) -> Result<Running> {
    let directory = tempfile::tempdir()?;
    let (database, flags) = database()?;
    let flags: Vec<&str> = CHEAP_PASSWORDS
        .into_iter()
        .chain(flags.iter().map(String::as_str))
        .collect();
    let (process, address) = serve(binary, directory.path(), &flags).await?;
    let moodlight = Moodlight::furnish(address, shape).await?;
    Ok(Running {
        adapter: Rc::new(moodlight),
        processes: vec![process],
        database,
        directory,
    })
}

/// Starts a server on this directory, with these flags besides.
pub async fn serve(binary: &Path, directory: &Path, flags: &[&str]) -> Result<(Process, String)> {
    let address = free_address()?;
    let mut command = Command::new(binary);
    command
        .args(["serve", "--listen", &address, "--data"])
        .arg(directory.join("data"))
        .args(UNLIMITED)
        .args(flags)
        .env("RUST_LOG", "warn");
    let mut process = Process::start(&mut command, &directory.join("log"))?;
    process.answers(&address).await?;
    Ok((process, address))
}

/// Signed-in people in their rooms.
pub struct Moodlight {
    address: String,
    origin: String,
    http: reqwest::Client,
    cookies: Vec<String>,
    rooms: Vec<RoomId>,
    /// The room's id as text, by room.
    room_texts: Vec<String>,
    build: RefCell<String>,
}

impl Moodlight {
    /// Makes the people and the rooms.
    pub async fn furnish(address: String, shape: Shape) -> Result<Self> {
        let mut moodlight = Self {
            origin: format!("http://{address}"),
            address,
            http: client()?,
            cookies: Vec::new(),
            rooms: Vec::new(),
            room_texts: Vec::new(),
            build: RefCell::default(),
        };
        let people = shape.clients.min(PEOPLE_MAX);
        // The first is the owner, and sets the place up.
        moodlight.cookies.push(moodlight.sign_up(0).await?);
        let answers = [
            ("name", "Bench"),
            ("purpose", "friends"),
            ("join_policy", "anyone"),
        ];
        let answer = moodlight
            .http
            .post(format!("{}/api/ui/place/set-up", moodlight.origin))
            .form(&answers)
            .header(ORIGIN, &moodlight.origin)
            .header(COOKIE, &moodlight.cookies[0])
            .send()
            .await?;
        if answer.status().is_client_error() || answer.status().is_server_error() {
            bail!("the place could not be set up: {}", answer.status());
        }
        let cookies: Vec<String> = stream::iter(1..people)
            .map(|person| moodlight.sign_up(person))
            .buffered(SIGNING_UP)
            .try_collect()
            .await?;
        moodlight.cookies.extend(cookies);
        let rooms: Vec<RoomId> = stream::iter(0..shape.rooms)
            .map(|room| moodlight.create_room(room))
            .buffered(SIGNING_UP)
            .try_collect()
            .await?;
        moodlight.rooms = rooms;
        moodlight.room_texts = moodlight.rooms.iter().map(ToString::to_string).collect();
        let moodlight = moodlight;
        stream::iter(shape.rooms..people)
            .map(|person| {
                moodlight.call(
                    person,
                    "rooms/join",
                    json!({"room": moodlight.room_of(person)}),
                )
            })
            .buffered(SIGNING_UP)
            .try_for_each(|_| async { Ok(()) })
            .await?;
        Ok(moodlight)
    }

    /// The same place by another address, of a balancer before it.
    #[must_use]
    pub fn behind(self, address: String) -> Self {
        Self {
            origin: format!("http://{address}"),
            address,
            ..self
        }
    }

    /// What a client's requests carry to be signed in.
    pub fn cookie_of(&self, client: usize) -> &str {
        &self.cookies[client % self.cookies.len()]
    }

    /// The room of a client, and of the person whose socket it is.
    pub fn room_of(&self, client: usize) -> RoomId {
        self.rooms[client % self.rooms.len()]
    }

    async fn sign_up(&self, person: usize) -> Result<String> {
        let name = format!("bench{person}");
        let email = format!("{name}@example.org");
        let form = [
            ("first_name", "Bench"),
            ("last_name", &name),
            ("username", &name),
            ("email", &email),
            ("password", PASSWORD),
            ("invitation", ""),
            ("setup_code", ""),
        ];
        self.cookie_for("sign-up", &form).await
    }

    /// Signs a person in once more.
    pub async fn sign_in(&self, person: usize) -> Result<String> {
        let name = format!("bench{person}");
        let form = [("login", name.as_str()), ("password", PASSWORD)];
        self.cookie_for("sign-in", &form).await
    }

    async fn cookie_for(&self, path: &str, form: &[(&str, &str)]) -> Result<String> {
        let answer = self
            .http
            .post(format!("{}/api/ui/{path}", self.origin))
            .header(ORIGIN, &self.origin)
            .form(form)
            .send()
            .await?;
        answer
            .headers()
            .get(SET_COOKIE)
            .and_then(|value| value.to_str().ok()?.split(';').next())
            .map(str::to_owned)
            .with_context(|| format!("no cookie after {path}: {}", answer.status()))
    }

    async fn create_room(&self, room: usize) -> Result<RoomId> {
        let body = json!({"body": {"name": format!("Room {room}"), "visibility": "public"}});
        let made = self.call(room, "rooms/create", body).await?;
        Ok(serde_json::from_value(made)?)
    }

    /// Calls a server function as a person.
    pub async fn call(&self, person: usize, path: &str, body: Value) -> Result<Value> {
        let answer = self
            .http
            .post(format!("{}/api/ui/{path}", self.origin))
            .header(ORIGIN, &self.origin)
            .header(COOKIE, self.cookie_of(person))
            .json(&body)
            .send()
            .await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            bail!("{path}: {status} {text}");
        }
        Ok(serde_json::from_str(&text)?)
    }
}

fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
}

#[async_trait(?Send)]
impl Adapter for Moodlight {
    async fn open(&self, client: usize) -> Result<Opening> {
        let headers = [
            ("cookie", self.cookie_of(client)),
            ("origin", &self.origin),
            ("sec-websocket-protocol", SUBPROTOCOL),
        ];
        let mut opening = Opening::upgrade(&self.address, "/ws", &headers).await?;
        let hello = opening
            .until(|text| text.starts_with(r#"{"hello":"#))
            .await?;
        if let ServerFrame::Hello { build, .. } = serde_json::from_str(&hello)? {
            *self.build.borrow_mut() = build;
        }
        let hello = ClientFrame::Hello {
            protocol: PROTOCOL_VERSION,
            build: self.build.borrow().clone(),
        };
        opening.send(&serde_json::to_string(&hello)?).await?;
        let open = ClientFrame::Request {
            id: u32::MAX,
            command: Wish::OpenRoom {
                room: self.room_of(client),
            },
        };
        opening.send(&serde_json::to_string(&open)?).await?;
        let answer = opening
            .until(|text| text.starts_with(r#"{"reply":"#))
            .await?;
        if !answer.contains("opened") {
            bail!("the room did not open: {answer}");
        }
        Ok(opening)
    }

    fn encode(&self, mark: Mark, out: &mut Vec<u8>) {
        let room = &self.room_texts[mark.sender % self.room_texts.len()];
        // A name that no other message has: who, and the how many-th.
        let mut random = [0; 10];
        random[..4].copy_from_slice(&u32::try_from(mark.sender).unwrap_or(u32::MAX).to_be_bytes());
        random[4..8].copy_from_slice(&mark.seq.to_be_bytes());
        // Two bits of these are the variant's: shifted out of their way.
        random.rotate_right(2);
        let name = ClientMessageId::from_parts(mark.due / 1_000_000, random);
        use std::io::Write as _;
        // Writing to memory does not fail.
        let _ = write!(
            out,
            r#"{{"request":{{"id":{},"command":{{"send_message":{{"room":"{room}","client_message_id":"{name}","body":""#,
            mark.seq
        );
        mark.write(out);
        out.extend_from_slice(br#""}}}}"#);
    }

    fn classify(&self, payload: &[u8]) -> Incoming {
        if payload.starts_with(br#"{"event":{"room_changed":"#) {
            return if memchr::memmem::find(payload, b"message_posted").is_some() {
                Incoming::Message
            } else {
                Incoming::Other
            };
        }
        if payload.starts_with(br#"{"reply":"#) {
            return if memchr::memmem::find(payload, br#""error""#).is_some() {
                Incoming::Refused
            } else {
                Incoming::Accepted
            };
        }
        if payload.starts_with(br#"{"heartbeat":"#) {
            return Incoming::Heartbeat(r#"{"heartbeat":{}}"#);
        }
        Incoming::Other
    }

    fn acknowledges(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::UserId;

    fn moodlight() -> Moodlight {
        let rooms = vec![
            RoomId::from_parts(1, [1; 10]),
            RoomId::from_parts(1, [2; 10]),
        ];
        Moodlight {
            address: String::new(),
            origin: String::new(),
            http: client().expect("a client"),
            cookies: Vec::new(),
            room_texts: rooms.iter().map(ToString::to_string).collect(),
            rooms,
            build: RefCell::default(),
        }
    }

    #[test]
    fn what_is_sent_is_what_the_protocol_says() {
        let moodlight = moodlight();
        let mut names = Vec::new();
        for (sender, seq) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let mut out = Vec::new();
            moodlight.encode(
                Mark {
                    sender,
                    seq,
                    due: 5,
                },
                &mut out,
            );
            let frame: ClientFrame = serde_json::from_slice(&out).expect("a frame");
            let ClientFrame::Request {
                command:
                    Wish::SendMessage {
                        room,
                        client_message_id,
                        body,
                        reply_to: None,
                    },
                ..
            } = frame
            else {
                panic!("{frame:?}")
            };
            assert_eq!(room, moodlight.room_of(sender));
            let mark = Mark::find(body.as_bytes()).expect("a mark");
            assert_eq!((mark.sender, mark.seq, mark.due), (sender, seq, 5));
            names.push(client_message_id);
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 4);
    }

    #[test]
    fn frames_are_told_apart() {
        use domain::{
            MessageId, Timestamp,
            message::{Message, Since},
        };
        use protocol::{ApiError, Event, Reply, RoomChange, RoomChangeKind, frame::Outcome};
        let room = RoomId::from_parts(1, [1; 10]);
        let posted = Event::RoomChanged(RoomChange {
            room,
            number: 1,
            at: Timestamp(1),
            kind: RoomChangeKind::MessagePosted {
                message: Message {
                    id: MessageId::from_parts(1, [0; 10]),
                    room,
                    seq: 1,
                    author: UserId::from_parts(1, [0; 10]),
                    client_message_id: ClientMessageId::from_parts(1, [0; 10]),
                    body: "error".into(),
                    sent_at: Timestamp(1),
                    reply_to: None,
                    since: Since::default(),
                },
            },
        });
        let done = Outcome::Ok(Reply::Done);
        let unavailable = Outcome::Error(ApiError::Unavailable);
        let heartbeat = Incoming::Heartbeat(r#"{"heartbeat":{}}"#);
        for (frame, meant) in [
            (ServerFrame::Event(posted), Incoming::Message),
            (ServerFrame::Event(Event::SignedOut), Incoming::Other),
            (
                ServerFrame::Reply {
                    id: 1,
                    outcome: done,
                },
                Incoming::Accepted,
            ),
            (
                ServerFrame::Reply {
                    id: 1,
                    outcome: unavailable,
                },
                Incoming::Refused,
            ),
            (ServerFrame::Heartbeat { heads: Vec::new() }, heartbeat),
        ] {
            let text = serde_json::to_string(&frame).expect("writes");
            assert_eq!(moodlight().classify(text.as_bytes()), meant, "{text}");
        }
        let answer = serde_json::to_string(&ClientFrame::Heartbeat {}).expect("writes");
        assert_eq!(
            heartbeat,
            Incoming::Heartbeat(Box::leak(answer.into_boxed_str()))
        );
    }
}

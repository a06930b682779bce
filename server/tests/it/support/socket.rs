//! The live client of tests.

use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
};

use domain::{ClientMessageId, RoomId, message::Message as Said};
use futures::{SinkExt, StreamExt};
use protocol::{
    ApiError, ClientFrame, Command, Event, PROTOCOL_VERSION, Reply, RoomChange, RoomChangeKind,
    ServerFrame, command::RoomPosition, frame::Outcome,
};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream,
    tungstenite::{self, Message, client::IntoClientRequest, handshake::client::Request},
};

use super::{PATIENCE, Stream};

/// What came in.
#[derive(Debug)]
pub enum Heard {
    Frame(ServerFrame),
    Closed(Option<u16>),
}

impl Heard {
    /// A frame, from its text.
    pub fn frame(text: &str) -> Self {
        Self::Frame(serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}")))
    }
}

fn upgrade(address: SocketAddr, token: &str) -> Request {
    let mut request = format!("ws://{address}/ws").into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
    headers.insert(
        "sec-websocket-protocol",
        protocol::SUBPROTOCOL.parse().unwrap(),
    );
    request
}

/// One connection, usually a socket.
pub struct Socket {
    wire: Wire,
    next_id: u32,
    events: VecDeque<Event>,
    /// Answers that came before they were asked for.
    answers: HashMap<u32, Result<Reply, ApiError>>,
}

enum Wire {
    WebSocket(Box<WebSocketStream<MaybeTlsStream<TcpStream>>>),
    Stream(Box<Stream>),
}

impl Socket {
    /// The status of the answer to the upgrade.
    pub async fn status(address: SocketAddr, token: &str) -> u16 {
        match tokio_tungstenite::connect_async(upgrade(address, token)).await {
            Ok((_, response)) => response.status().as_u16(),
            Err(tungstenite::Error::Http(response)) => response.status().as_u16(),
            Err(error) => panic!("{error}"),
        }
    }

    /// Connected, nothing said yet.
    pub async fn connect(address: SocketAddr, token: &str) -> Self {
        let request = upgrade(address, token);
        let (stream, response) = tokio_tungstenite::connect_async(request).await.unwrap();
        assert_eq!(
            response.headers()["sec-websocket-protocol"],
            protocol::SUBPROTOCOL
        );
        Self::over(Wire::WebSocket(Box::new(stream)))
    }

    /// A stream in place of a socket, nothing said yet.
    pub async fn connect_stream(address: SocketAddr, token: &str) -> Self {
        Self::over(Wire::Stream(Box::new(Stream::open(address, token).await)))
    }

    fn over(wire: Wire) -> Self {
        Self {
            wire,
            next_id: 0,
            events: VecDeque::new(),
            answers: HashMap::new(),
        }
    }

    /// Connected, greeted and subscribed.
    pub async fn open(address: SocketAddr, token: &str) -> Self {
        Self::connect(address, token).await.greeted().await
    }

    /// Says and hears hello.
    pub async fn greeted(mut self) -> Self {
        assert!(matches!(
            self.hears().await,
            Heard::Frame(ServerFrame::Hello { .. })
        ));
        self.write(&ClientFrame::Hello {
            protocol: PROTOCOL_VERSION,
            build: "test".to_owned(),
        })
        .await;
        assert!(matches!(
            self.hears().await,
            Heard::Frame(ServerFrame::Heartbeat { .. })
        ));
        self
    }

    /// The stream in a socket's place.
    pub fn stream(&mut self) -> &mut Stream {
        match &mut self.wire {
            Wire::Stream(stream) => stream,
            Wire::WebSocket(_) => panic!("a WebSocket"),
        }
    }

    pub async fn write(&mut self, frame: &ClientFrame) {
        self.write_text(&serde_json::to_string(frame).unwrap())
            .await;
    }

    pub async fn write_text(&mut self, text: &str) {
        match &mut self.wire {
            Wire::WebSocket(socket) => socket.send(Message::text(text)).await.unwrap(),
            Wire::Stream(stream) => stream.posts(text).await,
        }
    }

    pub async fn write_raw(&mut self, message: Message) {
        match &mut self.wire {
            Wire::WebSocket(socket) => socket.send(message).await.unwrap(),
            Wire::Stream(_) => panic!("a stream has text only"),
        }
    }

    /// The next frame, whatever it is.
    pub async fn hears(&mut self) -> Heard {
        let socket = match &mut self.wire {
            Wire::WebSocket(socket) => socket,
            Wire::Stream(stream) => return stream.hears().await,
        };
        loop {
            let message = timeout(PATIENCE, socket.next())
                .await
                .expect("nothing came in time");
            match message {
                Some(Ok(Message::Text(text))) => return Heard::frame(&text),
                Some(Ok(Message::Close(frame))) => {
                    return Heard::Closed(frame.map(|frame| frame.code.into()));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Heard::Closed(None),
            }
        }
    }

    /// The code with which the server closes; what came before is passed over.
    pub async fn closes(&mut self) -> Option<u16> {
        loop {
            if let Heard::Closed(code) = self.hears().await {
                return code;
            }
        }
    }

    /// Until a heartbeat says that an open room has come this far.
    #[allow(dead_code, reason = "for the tests of several servers")]
    pub async fn hears_head(&mut self, room: RoomId, number: u64) {
        loop {
            match self.hears().await {
                Heard::Frame(ServerFrame::Heartbeat { heads }) => {
                    if heads.contains(&RoomPosition { room, number }) {
                        return;
                    }
                }
                Heard::Frame(frame) => self.keeps(frame),
                other => panic!("instead of a heartbeat: {other:?}"),
            }
        }
    }

    /// The code with which it has been closed, if it has; what came before is passed over.
    #[allow(dead_code, reason = "for the tests of several servers")]
    pub async fn closed_so_far(&mut self) -> Option<u16> {
        self.next_id += 1;
        let (id, command) = (self.next_id, Command::SetAway { away: false });
        let text = serde_json::to_string(&ClientFrame::Request { id, command }).unwrap();
        if let Wire::WebSocket(socket) = &mut self.wire {
            // To a socket that is closed nothing can be written.
            let _ = socket.send(Message::text(text)).await;
        }
        loop {
            match self.hears().await {
                Heard::Closed(code) => return code,
                Heard::Frame(ServerFrame::Reply { id: answered, .. }) if answered == id => {
                    return None;
                }
                Heard::Frame(frame) => self.keeps(frame),
            }
        }
    }

    /// Begins a request; its answer is taken with [`Socket::answer`].
    pub async fn asks(&mut self, command: Command) -> u32 {
        self.next_id += 1;
        let id = self.next_id;
        self.write(&ClientFrame::Request { id, command }).await;
        id
    }

    /// The answer to a request; what comes before it is kept.
    pub async fn answer(&mut self, id: u32) -> Result<Reply, ApiError> {
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return answer;
            }
            match self.hears().await {
                Heard::Frame(frame) => self.keeps(frame),
                other => panic!("instead of an answer to {id}: {other:?}"),
            }
        }
    }

    fn keeps(&mut self, frame: ServerFrame) {
        match frame {
            ServerFrame::Reply { id, outcome } => {
                let answer = match outcome {
                    Outcome::Ok(reply) => Ok(reply),
                    Outcome::Error(error) => Err(error),
                };
                self.answers.insert(id, answer);
            }
            ServerFrame::Event(event) => self.events.push_back(event),
            ServerFrame::Heartbeat { .. } => {}
            other => panic!("instead of an answer or an event: {other:?}"),
        }
    }

    pub async fn request(&mut self, command: Command) -> Result<Reply, ApiError> {
        let id = self.asks(command).await;
        self.answer(id).await
    }

    /// The next event.
    pub async fn event(&mut self) -> Event {
        loop {
            if let Some(event) = self.events.pop_front() {
                return event;
            }
            match self.hears().await {
                Heard::Frame(frame) => self.keeps(frame),
                other => panic!("instead of an event: {other:?}"),
            }
        }
    }

    /// The first event to which `pick` says something; others are passed over.
    pub async fn until<T>(&mut self, mut pick: impl FnMut(&Event) -> Option<T>) -> T {
        loop {
            if let Some(picked) = pick(&self.event().await) {
                return picked;
            }
        }
    }

    /// Everything that has come in up to now, but who is there.
    pub async fn so_far(&mut self) -> Vec<Event> {
        self.request(Command::SetAway { away: false })
            .await
            .unwrap();
        self.events
            .drain(..)
            .filter(|event| !matches!(event, Event::PresenceChanged { .. }))
            .collect()
    }

    /// The next change of a room that is open.
    pub async fn change(&mut self) -> RoomChange {
        self.until(|event| match event {
            Event::RoomChanged(change) => Some(change.clone()),
            _ => None,
        })
        .await
    }

    /// The next message in a room that is open.
    pub async fn message(&mut self) -> Said {
        self.until(|event| match event {
            Event::RoomChanged(RoomChange {
                kind: RoomChangeKind::MessagePosted { message },
                ..
            }) => Some(message.clone()),
            _ => None,
        })
        .await
    }

    /// Opens a room; answers its head.
    pub async fn opens(&mut self, room: RoomId) -> u64 {
        match self.request(Command::OpenRoom { room }).await {
            Ok(Reply::Opened { head }) => head,
            other => panic!("instead of opening: {other:?}"),
        }
    }

    /// Says something; answers its number.
    pub async fn says(&mut self, room: RoomId, body: &str) -> u64 {
        self.tries(room, new_id(), body).await.unwrap()
    }

    /// Answers a message; answers the number of the answer.
    pub async fn replies(&mut self, room: RoomId, to: u64, body: &str) -> Result<u64, ApiError> {
        let command = Command::SendMessage {
            room,
            client_message_id: new_id(),
            body: body.to_owned(),
            reply_to: Some(to),
        };
        match self.request(command).await? {
            Reply::Sent { seq, .. } => Ok(seq),
            other => panic!("instead of a number: {other:?}"),
        }
    }

    /// Gives a message another text.
    pub async fn edits(&mut self, room: RoomId, seq: u64, body: &str) -> Result<(), ApiError> {
        let body = body.to_owned();
        self.request(Command::EditMessage { room, seq, body })
            .await
            .map(|_| ())
    }

    /// Deletes a message.
    pub async fn deletes(&mut self, room: RoomId, seq: u64) -> Result<(), ApiError> {
        self.request(Command::DeleteMessage { room, seq })
            .await
            .map(|_| ())
    }

    /// Reacts to a message, or takes that back.
    pub async fn reacts(
        &mut self,
        room: RoomId,
        seq: u64,
        emoji: &str,
        on: bool,
    ) -> Result<(), ApiError> {
        let emoji = emoji.to_owned();
        let command = Command::SetReaction {
            room,
            seq,
            emoji,
            on,
        };
        self.request(command).await.map(|_| ())
    }

    /// Says something under a name of its own.
    pub async fn tries(
        &mut self,
        room: RoomId,
        client_message_id: ClientMessageId,
        body: &str,
    ) -> Result<u64, ApiError> {
        let command = Command::SendMessage {
            room,
            client_message_id,
            body: body.to_owned(),
            reply_to: None,
        };
        match self.request(command).await? {
            Reply::Sent { seq, .. } => Ok(seq),
            other => panic!("instead of a number: {other:?}"),
        }
    }

    /// What happened after a number, all pages of it.
    pub async fn resumes(&mut self, room: RoomId, mut after: u64) -> Vec<RoomChange> {
        let mut all = Vec::new();
        loop {
            match self.request(Command::Resume { room, after }).await {
                Ok(Reply::Changes {
                    changes,
                    upto,
                    head,
                    ..
                }) => {
                    all.extend(changes);
                    after = upto;
                    if upto >= head {
                        return all;
                    }
                }
                other => panic!("instead of changes: {other:?}"),
            }
        }
    }
}

/// A name for a message, as a client makes it.
pub fn new_id() -> ClientMessageId {
    ClientMessageId(uuid::Uuid::from_bytes(rand::random()))
}

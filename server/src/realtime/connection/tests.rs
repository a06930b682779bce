//! The loop with channels in the socket's place; the clock is paused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::HashSet,
    pin::Pin,
    task::{Context, Poll},
};

use async_trait::async_trait;
use domain::{RoomId, SignInId, UserId, people::PlaceRole};
use futures::{SinkExt, channel::mpsc};
use protocol::Event;
use tokio::{task::JoinHandle, time::advance};
use tokio_tungstenite::tungstenite::{Utf8Bytes, protocol::CloseFrame};

use super::*;
use crate::{
    Result as ServerResult,
    clock::TestClock,
    metrics::Metrics,
    realtime::{
        Notice,
        broker::Local,
        hub::{Members, Standing},
    },
};

/// The server's end of a socket.
struct FakeSocket {
    incoming: mpsc::UnboundedReceiver<Message>,
    outgoing: mpsc::Sender<Message>,
}

impl Stream for FakeSocket {
    type Item = Result<Message, tungstenite::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.incoming.poll_next_unpin(cx).map(|next| next.map(Ok))
    }
}

impl Socket for FakeSocket {
    async fn write(&mut self, frames: Vec<Framed>) -> io::Result<()> {
        for text in frames.iter().flat_map(Framed::texts) {
            let text = Utf8Bytes::try_from(text).map_err(io::Error::other)?;
            let sent = self.outgoing.send(Message::Text(text)).await;
            sent.map_err(io::Error::other)?;
        }
        Ok(())
    }

    async fn close(&mut self, code: u16) {
        let frame = CloseFrame {
            code: code.into(),
            reason: Utf8Bytes::default(),
        };
        if self
            .outgoing
            .send(Message::Close(Some(frame)))
            .await
            .is_ok()
        {
            while self.incoming.next().await.is_some() {}
        }
    }

    async fn answer_close(&mut self) {}
}

struct Nowhere;

#[async_trait]
impl Members for Nowhere {
    async fn rooms_of(&self, _: UserId) -> ServerResult<Vec<Standing>> {
        Ok(Vec::new())
    }

    async fn membership(&self, _: UserId, _: RoomId) -> ServerResult<Option<Standing>> {
        Ok(None)
    }

    async fn members_of(&self, _: RoomId) -> ServerResult<Option<(Standing, HashSet<UserId>)>> {
        Ok(None)
    }

    async fn hidden_from(&self, _: UserId) -> ServerResult<HashSet<UserId>> {
        Ok(HashSet::new())
    }

    async fn standings(&self, _: &[RoomId]) -> ServerResult<Vec<Standing>> {
        Ok(Vec::new())
    }
}

/// Answers after a second.
struct Slow;

impl Dispatch for Slow {
    fn dispatch(&self, _: Command) -> BoxFuture<'static, Result<Reply, ApiError>> {
        async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            Ok(Reply::Done)
        }
        .boxed()
    }
}

/// The client's end, after both hellos.
struct Client {
    hub: Hub,
    stop: CancellationToken,
    to: mpsc::UnboundedSender<Message>,
    from: mpsc::Receiver<Message>,
    serving: JoinHandle<()>,
}

impl Client {
    async fn greeted() -> Self {
        let clock = Arc::new(TestClock::at(Timestamp(0)));
        let metrics = Arc::new(Metrics::new("test"));
        let (hub, _sightings) = Hub::new(
            Arc::new(Nowhere),
            clock,
            Arc::new(Local::new(metrics.broker.clone()).0),
            metrics.live.deliveries.clone(),
        );
        let stop = CancellationToken::new();
        let (to, incoming) = mpsc::unbounded();
        let (outgoing, from) = mpsc::channel(4);
        let opening = Opening {
            id: ConnectionId::from_parts(1, [0; 10]),
            viewer: Viewer {
                user_id: user(),
                sign_in_id: SignInId::from_parts(1, [0; 10]),
                role: PlaceRole::Member,
            },
            hub: hub.clone(),
            dispatch: Slow,
            build: "test".to_owned(),
            now: Timestamp(0),
            rate_factor: 1.0,
            metrics,
            stop: stop.clone(),
        };
        let serving = tokio::spawn(serve(FakeSocket { incoming, outgoing }, opening));
        let mut client = Self {
            hub,
            stop,
            to,
            from,
            serving,
        };
        assert!(matches!(client.hears().await, ServerFrame::Hello { .. }));
        client.says(&ClientFrame::Hello {
            protocol: PROTOCOL_VERSION,
            build: String::new(),
        });
        assert!(matches!(
            client.hears().await,
            ServerFrame::Heartbeat { .. }
        ));
        client
    }

    fn says(&self, frame: &ClientFrame) {
        let text = serde_json::to_string(frame).unwrap();
        self.to.unbounded_send(Message::text(text)).unwrap();
    }

    fn asks(&self, id: u32) {
        let command = Command::SetAway { away: true };
        self.says(&ClientFrame::Request { id, command });
    }

    async fn hears(&mut self) -> ServerFrame {
        match self.from.next().await {
            Some(Message::Text(text)) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// The code of the close; what came before is passed over.
    async fn closes(&mut self) -> u16 {
        loop {
            match self.from.next().await {
                Some(Message::Close(Some(frame))) => return frame.code.into(),
                Some(_) => {}
                None => panic!("no close"),
            }
        }
    }

    async fn told(&self) {
        let room = RoomId::from_parts(1, [0; 10]);
        self.hub
            .deliver(vec![Notice::Personal {
                user: user(),
                event: Box::new(Event::RoomLeft { room }),
            }])
            .await;
    }
}

fn user() -> UserId {
    UserId::from_parts(1, [0; 10])
}

#[tokio::test(start_paused = true)]
async fn who_reads_too_slowly_is_sent_away_as_lagged() {
    let mut client = Client::greeted().await;
    for _ in 0..20_000 {
        client.told().await;
        tokio::task::yield_now().await;
    }
    assert_eq!(client.closes().await, close::LAGGED);
    drop(client.to);
    client.serving.await.unwrap();
    assert_eq!(client.hub.connections(), 0);
}

#[tokio::test(start_paused = true)]
async fn who_reads_in_time_hears_everything() {
    let mut client = Client::greeted().await;
    for _ in 0..2_000 {
        client.told().await;
        let heard = client.hears().await;
        assert!(matches!(heard, ServerFrame::Event(Event::RoomLeft { .. })));
    }
}

#[tokio::test(start_paused = true)]
async fn the_silent_are_gone() {
    let mut client = Client::greeted().await;
    let started = Instant::now();
    assert_eq!(client.closes().await, close::SILENT);
    let waited = started.elapsed();
    assert!(
        waited > 2 * HEARTBEAT && waited <= 4 * HEARTBEAT,
        "{waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_heartbeat_keeps_a_connection() {
    let mut client = Client::greeted().await;
    for _ in 0..10 {
        assert!(matches!(
            client.hears().await,
            ServerFrame::Heartbeat { .. }
        ));
        client.says(&ClientFrame::Heartbeat {});
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_still_answers_what_is_under_way() {
    let mut client = Client::greeted().await;
    client.asks(1);
    advance(Duration::from_millis(10)).await;
    tokio::task::yield_now().await;
    client.stop.cancel();
    let answered = client.hears().await;
    assert!(
        matches!(
            answered,
            ServerFrame::Reply {
                id: 1,
                outcome: Outcome::Ok(_)
            }
        ),
        "{answered:?}"
    );
    assert_eq!(client.closes().await, close::RESTARTING);
}

#[tokio::test(start_paused = true)]
async fn too_many_commands_wait_their_turn() {
    let mut client = Client::greeted().await;
    let many = 200;
    for id in 0..many {
        client.asks(id);
    }
    let mut done = 0;
    let mut limited = 0;
    while done + limited < PENDING_MAX as u32 + 10 {
        match client.hears().await {
            ServerFrame::Reply {
                outcome: Outcome::Ok(Reply::Done),
                ..
            } => done += 1,
            ServerFrame::Reply {
                outcome: Outcome::Error(ApiError::RateLimited { retry_after_ms }),
                ..
            } => {
                assert!(retry_after_ms > 0);
                limited += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(done <= PENDING_MAX as u32 && limited > 0);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_left_behind_when_the_client_just_goes() {
    let client = Client::greeted().await;
    assert_eq!(client.hub.connections(), 1);
    drop(client.to);
    client.serving.await.unwrap();
    assert_eq!(client.hub.connections(), 0);
}

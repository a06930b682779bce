//! A connection is a type; its loop is one `select!` over socket, inbox, answers, heartbeat and the server's stop.
//!
//! It takes all that waits in its inbox and flushes once. Commands run beside each other; those that must keep their
//! order (messages) are queued before the next frame is read.

#[cfg(all(test, unix))]
mod any_frame;
mod frames;
mod seen;
mod session;
#[cfg(test)]
mod tests;

use std::{io, pin::pin, sync::Arc, time::Duration};

use domain::{ConnectionId, Timestamp, people::Viewer};
use futures::{FutureExt, Stream, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use protocol::{
    ApiError, ClientFrame, Command, PROTOCOL_VERSION, Reply, ServerFrame,
    frame::{Outcome, close},
};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_util::sync::CancellationToken;

use super::{
    framed::Framed,
    hub::Hub,
    inbox::{Inbox, Taken},
    limits::Bucket,
};
use crate::metrics::Metrics;
pub use session::Session;

/// How often each side shows that it is there. Who is silent for twice as long is gone.
pub const HEARTBEAT: Duration = Duration::from_secs(20);
/// How long a client may take to say hello.
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// How long a close may take, and how long answers are waited for when the server stops.
const END_WITHIN: Duration = Duration::from_secs(3);
/// Commands under way at the same time.
const PENDING_MAX: usize = 64;
/// How much may be refused before the connection is: so many commands too many, or a tenth of it in frames that cannot be
/// understood. Each answer takes some of it back.
const REFUSED_MAX: u32 = 500;
const NONSENSE: u32 = 10;
/// Commands at once, and a second.
const COMMANDS: (f64, f64) = (100.0, 30.0);

/// The bytes of a connection, as frames.
pub trait Socket: Stream<Item = Result<Message, tungstenite::Error>> + Unpin + Send {
    /// Writes frames. Where this is given up half-way, only [`Socket::close`] may follow.
    fn write(&mut self, frames: Vec<Framed>) -> impl Future<Output = io::Result<()>> + Send;
    /// Says why it ends, and waits for the other side.
    fn close(&mut self, code: u16) -> impl Future<Output = ()> + Send;
    /// Answers the close of the other side, if it came with one.
    fn answer_close(&mut self) -> impl Future<Output = ()> + Send;
}

/// Carries out what a client asks.
pub trait Dispatch: Send {
    /// Begins at once with what must keep its order; the future is the rest.
    fn dispatch(&self, command: Command) -> BoxFuture<'static, Result<Reply, ApiError>>;
}

/// What a connection is made with.
pub struct Opening<D> {
    /// Which.
    pub id: ConnectionId,
    /// Whose.
    pub viewer: Viewer,
    /// Subscribes it.
    pub hub: Hub,
    /// Answers it.
    pub dispatch: D,
    /// The server's build, for the hello.
    pub build: String,
    /// The server's clock, for the hello.
    pub now: Timestamp,
    /// Multiplies how much it may ask.
    pub rate_factor: f64,
    /// Counts how it ends.
    pub metrics: Arc<Metrics>,
    /// The server's stop.
    pub stop: CancellationToken,
}

/// Serves one socket to its end.
pub async fn serve<S, D>(socket: S, opening: Opening<D>)
where
    S: Socket,
    D: Dispatch,
{
    let (at_once, per_second) = COMMANDS;
    let rate = opening.rate_factor;
    let mut connection = Connection {
        socket,
        inbox: Arc::default(),
        pending: FuturesUnordered::new(),
        bucket: Bucket::new(at_once * rate, per_second * rate),
        heard_at: Instant::now(),
        refused: 0,
        opening,
    };
    let end = connection.run().await;
    connection.opening.metrics.live.ended(match end {
        Err(End::Close(code)) => Some(code),
        Err(End::Gone) | Ok(()) => None,
    });
    let socket = &mut connection.socket;
    let last_words = async {
        match end {
            Err(End::Close(code)) => socket.close(code).await,
            Err(End::Gone) | Ok(()) => socket.answer_close().await,
        }
    };
    let _ = tokio::time::timeout(END_WITHIN, last_words).await;
    connection.opening.hub.disconnect(connection.opening.id);
}

/// Why a connection ends.
enum End {
    /// With this code.
    Close(u16),
    /// The other side is gone.
    Gone,
}

type Step<T = ()> = Result<T, End>;
type Pending = BoxFuture<'static, (u32, Result<Reply, ApiError>)>;

struct Connection<S, D> {
    socket: S,
    inbox: Arc<Inbox>,
    pending: FuturesUnordered<Pending>,
    bucket: Bucket,
    heard_at: Instant,
    refused: u32,
    opening: Opening<D>,
}

impl<S, D> Connection<S, D>
where
    S: Socket,
    D: Dispatch,
{
    async fn run(&mut self) -> Step {
        self.greet().await?;
        let Opening {
            hub, id, viewer, ..
        } = &self.opening;
        if let Err(error) = hub.connect(*id, viewer, self.inbox.clone()).await {
            tracing::error!(error.cause = %error, user.id = %viewer.user_id, "a connection could not subscribe");
            return Err(End::Close(close::RESTARTING));
        }
        // Tells the client that the subscription stands.
        self.beat().await?;
        let mut ticks = tokio::time::interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (inbox, stop) = (self.inbox.clone(), self.opening.stop.clone());
        let mut stopped = pin!(stop.cancelled());
        loop {
            tokio::select! {
                frame = self.socket.next() => self.receive(frame).await?,
                taken = inbox.take() => self.tell(Vec::new(), taken).await?,
                Some(answer) = self.pending.next(), if !self.pending.is_empty() => {
                    self.tell(vec![reply(answer)], inbox.take_now()).await?;
                }
                _ = ticks.tick() => {
                    if self.heard_at.elapsed() > 2 * HEARTBEAT {
                        return Err(End::Close(close::SILENT));
                    }
                    self.beat().await?;
                }
                () = &mut stopped => {
                    self.finish().await?;
                    return Err(End::Close(close::RESTARTING));
                }
            }
        }
    }

    /// Both hellos.
    async fn greet(&mut self) -> Step {
        let hello = ServerFrame::Hello {
            protocol: PROTOCOL_VERSION,
            build: self.opening.build.clone(),
            user_id: self.opening.viewer.user_id,
            sign_in_id: self.opening.viewer.sign_in_id,
            now: self.opening.now,
            heartbeat_ms: HEARTBEAT.as_millis() as u32,
        };
        self.write(vec![Framed::new(&hello)]).await?;
        let stop = self.opening.stop.clone();
        let heard = tokio::select! {
            heard = tokio::time::timeout(HELLO_WITHIN, self.hello()) => heard,
            () = stop.cancelled() => return Err(End::Close(close::RESTARTING)),
        };
        let (error, code) = match heard {
            Ok(Ok(Some(PROTOCOL_VERSION))) => return Ok(()),
            Ok(Ok(Some(_))) => (ApiError::VersionMismatch, close::VERSION),
            Ok(Ok(None)) => (ApiError::Malformed, close::REFUSED),
            Ok(Err(end)) => return Err(end),
            Err(_) => return Err(End::Close(close::SILENT)),
        };
        self.write(vec![Framed::new(&ServerFrame::Refused { error })])
            .await?;
        Err(End::Close(code))
    }

    /// The client's protocol version; none if its first frame is no hello.
    async fn hello(&mut self) -> Step<Option<u32>> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Ok(match frames::decode(&text) {
                        Ok(ClientFrame::Hello { protocol, .. }) => Some(protocol),
                        _ => None,
                    });
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Binary(_))) => return Ok(None),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(End::Gone),
            }
        }
    }

    async fn receive(&mut self, frame: Option<Result<Message, tungstenite::Error>>) -> Step {
        self.heard_at = Instant::now();
        match frame {
            Some(Ok(Message::Text(text))) => match frames::decode(&text) {
                Ok(ClientFrame::Request { id, command }) => self.request(id, command).await,
                Ok(ClientFrame::Heartbeat {}) => Ok(()),
                Ok(ClientFrame::Hello { .. }) => self.refuse(None, ApiError::Malformed).await,
                Err(bad) => self.refuse(bad.id, bad.error).await,
            },
            Some(Ok(Message::Binary(_))) => self.refuse(None, ApiError::Malformed).await,
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Ok(()),
            Some(Ok(Message::Close(_))) | None => Err(End::Gone),
            Some(Err(error)) if is_gone(&error) => Err(End::Gone),
            // Larger than any frame of ours, or no WebSocket frame at all.
            Some(Err(_)) => Err(End::Close(close::REFUSED)),
        }
    }

    async fn request(&mut self, id: u32, command: Command) -> Step {
        if let Err(wait) = self.bucket.take() {
            let retry_after_ms = wait.as_millis() as u64 + 1;
            return self
                .refuse(Some(id), ApiError::RateLimited { retry_after_ms })
                .await;
        }
        if self.pending.len() >= PENDING_MAX {
            let retry_after_ms = 1_000;
            return self
                .refuse(Some(id), ApiError::RateLimited { retry_after_ms })
                .await;
        }
        let answer = self.opening.dispatch.dispatch(command);
        self.pending
            .push(answer.map(move |outcome| (id, outcome)).boxed());
        Ok(())
    }

    /// Answers a frame with an error. Who sends nothing else is shown the door.
    async fn refuse(&mut self, id: Option<u32>, error: ApiError) -> Step {
        self.refused += match error {
            // A client that comes back with a full outbox.
            ApiError::RateLimited { .. } => 1,
            _ => NONSENSE,
        };
        let frame = match id {
            Some(id) => ServerFrame::Reply {
                id,
                outcome: Outcome::Error(error),
            },
            None => ServerFrame::Refused { error },
        };
        self.write(vec![Framed::new(&frame)]).await?;
        if self.refused > REFUSED_MAX {
            return Err(End::Close(close::REFUSED));
        }
        Ok(())
    }

    /// Writes answers and what was in the inbox, and with them all other answers that are ready: one flush for all.
    async fn tell(&mut self, mut frames: Vec<Framed>, taken: Taken) -> Step {
        while let Some(Some(next)) = self.pending.next().now_or_never() {
            frames.push(reply(next));
        }
        self.refused = self.refused.saturating_sub(NONSENSE * frames.len() as u32);
        frames.extend(taken.frames);
        self.write(frames).await?;
        match taken.close {
            Some(code) => Err(End::Close(code)),
            None => Ok(()),
        }
    }

    async fn beat(&mut self) -> Step {
        let heads = self.opening.hub.heads(self.opening.id);
        self.write(vec![Framed::new(&ServerFrame::Heartbeat { heads })])
            .await
    }

    /// The server stops: answers that are under way are still given.
    async fn finish(&mut self) -> Step {
        let deadline = Instant::now() + END_WITHIN;
        while let Ok(Some(answer)) = tokio::time::timeout_at(deadline, self.pending.next()).await {
            self.write(vec![reply(answer)]).await?;
        }
        Ok(())
    }

    /// Writes frames. A reader who is too slow for it is left when the inbox says so.
    async fn write(&mut self, frames: Vec<Framed>) -> Step {
        if frames.is_empty() {
            return Ok(());
        }
        tokio::select! {
            biased;
            outcome = self.socket.write(frames) => outcome.map_err(|_| End::Gone),
            code = self.inbox.closing() => Err(End::Close(code)),
        }
    }
}

/// The network or the client went away without a word, as phones do.
fn is_gone(error: &tungstenite::Error) -> bool {
    use tungstenite::{Error, error::ProtocolError};
    matches!(
        error,
        Error::Io(_)
            | Error::ConnectionClosed
            | Error::AlreadyClosed
            | Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
    )
}

fn reply((id, outcome): (u32, Result<Reply, ApiError>)) -> Framed {
    let outcome = match outcome {
        Ok(reply) => Outcome::Ok(reply),
        Err(error) => Outcome::Error(error),
    };
    Framed::new(&ServerFrame::Reply { id, outcome })
}

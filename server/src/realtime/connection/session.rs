//! What the commands of a signed-in client do: checked here for shape, carried out by the use cases.

use domain::{ClientMessageId, ConnectionId, RoomId, UserId, people::Viewer};
use futures::{FutureExt, future::BoxFuture};
use protocol::{ApiError, Command, Event, Reply, command::RoomPosition};

use super::{Dispatch, Opening, seen::Seen};
use crate::{
    AppState, Error, Result,
    realtime::Notice,
    services::{drafts, edits, messages, resume},
};

/// Positions in one request.
const POSITIONS_MAX: usize = 100;

/// One connection's commands.
pub struct Session {
    /// The server.
    pub state: AppState,
    /// Which connection.
    pub id: ConnectionId,
    /// Whose.
    pub user: UserId,
}

impl Opening<Session> {
    /// A new connection of this viewer, whatever carries it.
    #[must_use]
    pub fn of(state: &AppState, viewer: Viewer) -> Self {
        let id = state.ids.make();
        Self {
            id,
            hub: state.hub.clone(),
            dispatch: Session {
                id,
                user: viewer.user_id,
                state: state.clone(),
            },
            build: state.build.clone(),
            now: state.clock.now(),
            rate_factor: state.config.rates.factor,
            metrics: state.metrics.clone(),
            stop: state.stop.clone(),
            viewer,
        }
    }
}

impl Dispatch for Session {
    fn dispatch(&self, command: Command) -> BoxFuture<'static, Result<Reply, ApiError>> {
        let (state, id, user) = (self.state.clone(), self.id, self.user);
        let seen = Seen::of(self, &command);
        let work: BoxFuture<'static, Result<Reply>> = match command {
            Command::SendMessage {
                room,
                client_message_id,
                body,
                reply_to,
            } => self.send(room, client_message_id, &body, reply_to),
            Command::EditMessage { room, seq, body } => async move {
                edits::edit(&state, user, room, seq, &body).await?;
                Ok(Reply::Done)
            }
            .boxed(),
            Command::DeleteMessage { room, seq } => async move {
                edits::delete(&state, user, room, seq).await?;
                Ok(Reply::Done)
            }
            .boxed(),
            Command::SetReaction {
                room,
                seq,
                emoji,
                on,
            } => async move {
                edits::react(&state, user, room, seq, &emoji, on).await?;
                Ok(Reply::Done)
            }
            .boxed(),
            Command::OpenRoom { room } => async move {
                let head = state.hub.open(id, room).await?;
                Ok(Reply::Opened { head })
            }
            .boxed(),
            Command::CloseRoom { room } => async move {
                state.hub.close(id, room);
                Ok(Reply::Done)
            }
            .boxed(),
            Command::Resume { room, after } => {
                async move { resume::resume(state.db.read(), user, room, after).await }.boxed()
            }
            Command::StartTyping { room } => {
                typing(state, user, room, Event::TypingStarted { room, user }).boxed()
            }
            Command::StopTyping { room } => {
                typing(state, user, room, Event::TypingStopped { room, user }).boxed()
            }
            Command::MarkRead {
                room,
                up_to,
                backwards,
            } => async move {
                state.receipts.read(room, user, up_to, backwards).await?;
                Ok(Reply::Done)
            }
            .boxed(),
            Command::MarkDelivered { positions } => {
                async move { mark_delivered(&state, user, &positions) }.boxed()
            }
            Command::SaveDraft { room, text, after } => async move {
                let draft = drafts::save(&state, user, room, &text, after).await?;
                Ok(Reply::Draft(draft))
            }
            .boxed(),
            Command::SetAway { away } => async move {
                state.hub.set_away(id, away);
                Ok(Reply::Done)
            }
            .boxed(),
        };
        seen.watch(work)
    }
}

impl Session {
    /// Queued before this returns: messages of one connection keep their order.
    fn send(
        &self,
        room: RoomId,
        client_message_id: ClientMessageId,
        body: &str,
        reply_to: Option<u64>,
    ) -> BoxFuture<'static, Result<Reply>> {
        let author = self.user;
        let queued = messages::send(&self.state, author, room, client_message_id, body, reply_to);
        async move {
            let sent = queued?
                .await
                .unwrap_or(Err(Error::Api(ApiError::Unavailable)))?;
            Ok(Reply::Sent {
                client_message_id: sent.client_message_id,
                message_id: sent.message_id,
                seq: sent.seq,
                sent_at: sent.sent_at,
            })
        }
        .boxed()
    }
}

async fn typing(state: AppState, user: UserId, room: RoomId, event: Event) -> Result<Reply> {
    if !state.hub.is_member(user, room) {
        return Err(ApiError::NotAMember.into());
    }
    let notice = Notice::InRoom {
        room,
        by: user,
        event: Box::new(event),
    };
    state.broker.publish(vec![notice]).await;
    Ok(Reply::Done)
}

fn mark_delivered(state: &AppState, user: UserId, positions: &[RoomPosition]) -> Result<Reply> {
    if positions.len() > POSITIONS_MAX {
        return Err(Error::Api(ApiError::TooMany {
            max: POSITIONS_MAX as u32,
        }));
    }
    // One room may have been left a moment ago: what is told of the others still counts.
    let (own, foreign): (Vec<&RoomPosition>, Vec<_>) = positions
        .iter()
        .partition(|position| state.hub.is_member(user, position.room));
    if own.is_empty() && !foreign.is_empty() {
        return Err(ApiError::NotAMember.into());
    }
    for position in own {
        state
            .receipts
            .delivered(position.room, user, position.number);
    }
    Ok(Reply::Done)
}

//! A command as whoever watches over the server sees it: a name and how it ended, and a span of ids. Never what was said.

use std::time::Instant;

use domain::{ConnectionId, RoomId, UserId};
use futures::{FutureExt, future::BoxFuture};
use protocol::{ApiError, Command, Reply};
use tracing::{Instrument, Level, Span, field};
use uuid::Uuid;

use super::Session;
use crate::{AppState, Error, Result, metrics::Outcome};

/// What is known of a command before it is carried out.
pub(super) struct Seen {
    state: AppState,
    connection: ConnectionId,
    user: UserId,
    room: Option<RoomId>,
    name: &'static str,
}

impl Seen {
    pub fn of(session: &Session, command: &Command) -> Self {
        let (name, room) = name_and_room(command);
        Self {
            state: session.state.clone(),
            connection: session.id,
            user: session.user,
            room,
            name,
        }
    }

    /// Counts how the command ends and logs it, in its span. The span is made at once only where somebody listens to what
    /// goes well, and else for what failed: this is the path of every message.
    pub fn watch(
        self,
        work: BoxFuture<'static, Result<Reply>>,
    ) -> BoxFuture<'static, Result<Reply, ApiError>> {
        let is_heard = tracing::enabled!(Level::DEBUG);
        let span = if is_heard { self.span() } else { Span::none() };
        let started = Instant::now();
        async move {
            let outcome = work.instrument(span.clone()).await;
            let (ended, span) = match &outcome {
                Ok(_) => (Outcome::Done, span),
                Err(Error::Api(_)) => (Outcome::Refused, span),
                Err(Error::Internal(_)) if is_heard => (Outcome::Failed, span),
                Err(Error::Internal(_)) => (Outcome::Failed, self.span()),
            };
            self.state.metrics.live.answered(self.name, ended);
            span.in_scope(|| {
                let duration_ms = started.elapsed().as_secs_f64() * 1_000.0;
                tracing::debug!(command.outcome = ended.label(), duration_ms, "answered");
                outcome.map_err(ApiError::from)
            })
        }
        .boxed()
    }

    fn span(&self) -> Span {
        let id: Uuid = self.state.ids.make();
        let span = tracing::error_span!(
            "command",
            request.id = %id,
            command.name = self.name,
            connection.id = %self.connection,
            user.id = %self.user,
            room.id = field::Empty,
        );
        if let Some(room) = self.room {
            span.record("room.id", field::display(room));
        }
        span
    }
}

fn name_and_room(command: &Command) -> (&'static str, Option<RoomId>) {
    match command {
        Command::SendMessage { room, .. } => ("send_message", Some(*room)),
        Command::EditMessage { room, .. } => ("edit_message", Some(*room)),
        Command::DeleteMessage { room, .. } => ("delete_message", Some(*room)),
        Command::SetReaction { room, .. } => ("set_reaction", Some(*room)),
        Command::OpenRoom { room } => ("open_room", Some(*room)),
        Command::CloseRoom { room } => ("close_room", Some(*room)),
        Command::Resume { room, .. } => ("resume", Some(*room)),
        Command::StartTyping { room } => ("start_typing", Some(*room)),
        Command::StopTyping { room } => ("stop_typing", Some(*room)),
        Command::MarkRead { room, .. } => ("mark_read", Some(*room)),
        Command::MarkDelivered { .. } => ("mark_delivered", None),
        Command::SaveDraft { room, .. } => ("save_draft", Some(*room)),
        Command::SetAway { .. } => ("set_away", None),
    }
}

#[cfg(test)]
mod tests {
    use std::{fs::File, sync::Mutex};

    use tracing::instrument::WithSubscriber;

    use super::*;
    use crate::{Application, Config};

    /// The log of a command that ends so, under a filter, one JSON object a line.
    async fn logged(level: Level, outcome: Result<Reply>) -> (Session, Vec<serde_json::Value>) {
        let directory = tempfile::tempdir().expect("a directory");
        let config = Config::new(directory.path().to_owned());
        let app = Application::build(config).await.expect("it starts");
        let session = Session {
            state: app.state.clone(),
            id: ConnectionId::from_parts(1, [0; 10]),
            user: UserId::from_parts(2, [0; 10]),
        };
        let file = directory.path().join("log");
        let subscriber = tracing_subscriber::fmt()
            .json()
            .with_max_level(level)
            .with_writer(Mutex::new(File::create(&file).expect("a file")))
            .finish();
        let room = RoomId::from_parts(3, [0; 10]);
        let watched = async {
            let seen = Seen::of(&session, &Command::OpenRoom { room });
            seen.watch(futures::future::ready(outcome).boxed()).await
        };
        let _ = watched.with_subscriber(subscriber).await;
        let log = std::fs::read_to_string(&file).expect("written");
        let lines = log.lines().map(serde_json::from_str);
        let lines = lines.collect::<Result<_, _>>().expect("JSON");
        (session, lines)
    }

    #[tokio::test]
    async fn what_fails_inside_is_logged_in_its_span_whatever_the_filter() {
        for level in [Level::ERROR, Level::TRACE] {
            let cause = Error::Internal(anyhow::anyhow!("the disk is full"));
            let (session, lines) = logged(level, Err(cause)).await;
            let line = lines
                .iter()
                .find(|line| line["fields"]["error.cause"] == "the disk is full")
                .expect("the cause");
            let span = &line["span"];
            assert_eq!(span["command.name"], "open_room");
            assert_eq!(span["user.id"], session.user.to_string());
            assert!(span["room.id"].is_string() && span["request.id"].is_string());
            assert_eq!(line["spans"].as_array().map(Vec::len), Some(1), "{line}");
        }
    }

    #[tokio::test]
    async fn what_goes_well_is_told_only_to_who_listens() {
        let done = || Ok(Reply::Done);
        assert!(logged(Level::INFO, done()).await.1.is_empty());
        let (_, lines) = logged(Level::DEBUG, done()).await;
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert_eq!(lines[0]["fields"]["command.outcome"], "done");
        let refused = Err(Error::Api(ApiError::NotAMember));
        assert!(logged(Level::INFO, refused).await.1.is_empty());
    }
}

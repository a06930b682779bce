//! The other way of connections that have only one: frames that come by `POST` for a stream ([`super::stream`]).
//!
//! Each stream has a name that cannot be guessed, and takes frames under the sign-in that opened it only. Its `POST`s are
//! numbered and taken whole or not at all, so that one whose answer was lost can be sent again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use protocol::ApiError;
use tokio::{
    sync::{Mutex as AsyncMutex, mpsc},
    time::timeout,
};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::auth::tokens::Token;

/// How long a `POST` may wait for a connection that is busy.
const ROOM_WITHIN: Duration = Duration::from_secs(10);

/// All streams of this node.
#[derive(Default)]
pub struct Streams(Arc<Intakes>);

/// By their streams' names.
type Intakes = Mutex<HashMap<String, Arc<Intake>>>;

/// Where one stream's frames come in.
pub struct Intake {
    /// Of the sign-in that opened it.
    token_hash: Vec<u8>,
    taking: AsyncMutex<Taking>,
}

struct Taking {
    /// The number of the last `POST` that was taken.
    number: u64,
    connection: mpsc::Sender<Utf8Bytes>,
}

/// What became of a `POST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Its frames are on their way to the connection.
    Now,
    /// They were before: it was sent again.
    Before,
}

impl Streams {
    /// A new stream of the sign-in with this token, as long as the entry lives. The receiver ends with it; each text is the
    /// body of one `POST`.
    #[must_use]
    pub fn enter(&self, token: &Token) -> (Entry, mpsc::Receiver<Utf8Bytes>) {
        // One waits while one is read.
        let (connection, bodies) = mpsc::channel(1);
        let intake = Intake {
            token_hash: token.hash(),
            taking: AsyncMutex::new(Taking {
                number: 0,
                connection,
            }),
        };
        let name = Token::random().reveal().to_owned();
        lock(&self.0).insert(name.clone(), Arc::new(intake));
        let entry = Entry {
            name,
            streams: self.0.clone(),
        };
        (entry, bodies)
    }

    /// The stream of this name, if it belongs to the sign-in with this token.
    ///
    /// # Errors
    /// [`ApiError::NotHere`]; a foreign one looks like one that is nowhere.
    pub fn find(&self, name: &str, token: &Token) -> Result<Arc<Intake>, ApiError> {
        let intake = lock(&self.0).get(name).cloned();
        intake
            .filter(|intake| intake.token_hash == token.hash())
            .ok_or(ApiError::NotHere)
    }
}

impl Intake {
    /// Takes the frames of `POST` number `number`, or none of them: whoever is not sure may send the same again.
    ///
    /// # Errors
    /// - [`ApiError::Malformed`] where one before it is missing;
    /// - [`ApiError::RateLimited`] while another one waits;
    /// - [`ApiError::Unavailable`] where the connection had no room for too long;
    /// - [`ApiError::NotHere`] where it has ended.
    pub async fn take(&self, number: u64, frames: Utf8Bytes) -> Result<Taken, ApiError> {
        // Whoever keeps to one at a time never meets another: nothing of this kind piles up.
        let mut taking = self.taking.try_lock().map_err(|_| ApiError::RateLimited {
            retry_after_ms: 1_000,
        })?;
        if number <= taking.number {
            return Ok(Taken::Before);
        }
        if number != taking.number + 1 {
            return Err(ApiError::Malformed);
        }
        let room = timeout(ROOM_WITHIN, taking.connection.reserve());
        let place = room
            .await
            .map_err(|_| ApiError::Unavailable)?
            .map_err(|_| ApiError::NotHere)?;
        // From here on nothing waits: a request that is given up has been taken, or has not.
        place.send(frames);
        taking.number = number;
        Ok(Taken::Now)
    }
}

/// Keeps a stream findable.
pub struct Entry {
    name: String,
    streams: Arc<Intakes>,
}

impl Entry {
    /// What its client is to call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        lock(&self.streams).remove(&self.name);
    }
}

fn lock(streams: &Intakes) -> MutexGuard<'_, HashMap<String, Arc<Intake>>> {
    streams.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(text: &'static str) -> Utf8Bytes {
        Utf8Bytes::from_static(text)
    }

    #[tokio::test]
    async fn what_was_taken_is_not_taken_again() {
        let (streams, token) = (Streams::default(), Token::random());
        let (entry, mut bodies) = streams.enter(&token);
        let intake = streams.find(entry.name(), &token).expect("it is there");
        assert_eq!(intake.take(1, frames("a")).await, Ok(Taken::Now));
        assert_eq!(intake.take(1, frames("a")).await, Ok(Taken::Before));
        assert_eq!(
            intake.take(3, frames("c")).await,
            Err(ApiError::Malformed),
            "the second is missing"
        );
        assert_eq!(bodies.recv().await, Some(frames("a")));
        assert_eq!(intake.take(2, frames("b")).await, Ok(Taken::Now));
        assert_eq!(bodies.recv().await, Some(frames("b")));
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_was_given_up_before_there_was_room_has_not_been_taken() {
        let (streams, token) = (Streams::default(), Token::random());
        let (entry, mut bodies) = streams.enter(&token);
        let intake = streams.find(entry.name(), &token).expect("it is there");
        assert_eq!(intake.take(1, frames("a")).await, Ok(Taken::Now));
        {
            let mut waiting = Box::pin(intake.take(2, frames("b")));
            assert!(futures::poll!(&mut waiting).is_pending());
            let meanwhile = intake.take(2, frames("b")).await;
            assert!(matches!(meanwhile, Err(ApiError::RateLimited { .. })));
        }
        assert_eq!(
            intake.take(2, frames("b")).await,
            Err(ApiError::Unavailable),
            "still no room"
        );
        assert_eq!(bodies.recv().await, Some(frames("a")));
        assert_eq!(intake.take(2, frames("b")).await, Ok(Taken::Now));
        assert_eq!(bodies.recv().await, Some(frames("b")));
    }

    #[tokio::test]
    async fn only_the_same_sign_in_finds_it_and_only_while_it_lasts() {
        let (streams, token) = (Streams::default(), Token::random());
        let (entry, bodies) = streams.enter(&token);
        let name = entry.name().to_owned();
        assert!(streams.find(&name, &Token::random()).is_err());
        assert!(streams.find("another", &token).is_err());
        let intake = streams.find(&name, &token).expect("it is there");
        drop(bodies);
        let ended = intake.take(1, frames("a")).await;
        assert_eq!(ended, Err(ApiError::NotHere));
        drop(entry);
        assert!(streams.find(&name, &token).is_err());
    }
}

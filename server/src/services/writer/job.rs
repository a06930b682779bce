//! One durable change on its way through the writer, its answer kept until the commit.

use std::panic::AssertUnwindSafe;

use async_trait::async_trait;
use futures::{FutureExt, future::BoxFuture};
use protocol::ApiError;
use tokio::sync::oneshot;

use super::Tx;
use crate::{Error, Result};

/// How a change went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ran {
    /// It is to be kept.
    Keep,
    /// It is not, for a reason of its own.
    Refused,
    /// Another server's transaction was in the way: tried again, it may go well.
    Conflict,
}

/// A change of any result type.
#[async_trait]
pub(super) trait DurableChange: Send {
    /// Does it, or does it again.
    async fn run(&mut self, tx: &mut Tx) -> Ran;
    /// Tells the caller, once everything is on disk or is known not to be.
    fn answer(self: Box<Self>, failure: Option<ApiError>);
}

pub(super) struct Change<T, F> {
    work: F,
    outcome: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Change<T, F> {
    pub(super) fn new(work: F, reply: oneshot::Sender<Result<T>>) -> Self {
        Self {
            work,
            outcome: None,
            reply,
        }
    }
}

#[async_trait]
impl<T, F> DurableChange for Change<T, F>
where
    T: Send + 'static,
    F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Clone + Send + 'static,
{
    async fn run(&mut self, tx: &mut Tx) -> Ran {
        let work = self.work.clone();
        // A mistake in one change must not take the writer with it.
        let outcome = AssertUnwindSafe(async { work(tx).await })
            .catch_unwind()
            .await
            .unwrap_or_else(|_| Err(Error::Internal(anyhow::anyhow!("a change panicked"))));
        let ran = match &outcome {
            Ok(_) => Ran::Keep,
            Err(error) if error.is_conflict() => Ran::Conflict,
            Err(_) => Ran::Refused,
        };
        self.outcome = Some(outcome);
        ran
    }

    fn answer(self: Box<Self>, failure: Option<ApiError>) {
        let outcome = match (self.outcome, failure) {
            // A refusal stands whatever became of the others.
            (Some(Err(error)), _) => Err(error),
            (Some(Ok(value)), None) => Ok(value),
            (_, failure) => Err(Error::Api(failure.unwrap_or(ApiError::Internal))),
        };
        // Who does not wait any more does not mind.
        let _ = self.reply.send(outcome);
    }
}
